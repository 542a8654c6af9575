import type { NamedBehalf } from '../../domain/behalves/behalf.ts';
import { BehalfRows } from '../behalves/rows.tsx';
import { formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { CheckBox } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Pager } from '../ui/pager.tsx';

type PageProps = {
  shell: Shell;
  /** Address of this page. */
  base: string;
  behalves: readonly NamedBehalf[];
  more: string | null;
  allows: boolean;
  now: number;
};

/** Who acted for this member, and whether they agree to it although they hold what is private. */
export const OwnBehalvesPage = ({ shell, base, behalves, more, allows, now }: PageProps) => (
  <Layout shell={shell} title="Acting for you" narrow>
    <PageHead
      title="Acting for you"
      over={
        <p class="small">
          <a href={`/o/${shell.org.slug}/account`}>Your account</a>
        </p>
      }
      under="An owner or admin can act for you for up to an hour. Everything they do carries both names, and you get a letter."
    />
    <section class="stack tight" aria-labelledby="agree">
      <SectionHead id="agree" title="Private OKRs" />
      <form class="stack tight" method="post" action={base} {...once}>
        <CheckBox
          id="allows"
          name="allows"
          label="Admins may act for me although I hold private OKRs"
          hint="While they do, they see and change what is private to you. Without this, nobody acts for you as long as you hold any."
          checked={allows}
        />
        <div class="row">
          <button class="btn">Save</button>
        </div>
      </form>
    </section>
    <section class="stack tight" aria-labelledby="acted">
      <SectionHead id="acted" title="Who acted for you" />
      {behalves.length === 0 ? (
        <p class="small">Nobody has.</p>
      ) : (
        <BehalfRows behalves={behalves} now={now} formats={formats(shell)} />
      )}
      <Pager href={more} />
    </section>
  </Layout>
);
