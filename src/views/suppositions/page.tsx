import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import type { Shell } from '../shell.ts';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Figures } from './figures.tsx';
import { regions, type SuppositionView, supposable } from './supposition-view.ts';
import { FiguresTable } from './table.tsx';

/** What other values and targets would make of an OKR and of all above it. Nothing here is ever saved. */
export const SuppositionPage = ({ shell, ...view }: SuppositionView & { shell: Shell }) => {
  const [{ okr }] = view.lineage;
  const links = okrLinks(view.org.slug, okr.id);
  const okrs = supposable(view.lineage);
  return (
    <Layout shell={shell} title="What if" narrow>
      <PageHead
        title="What if"
        over={
          <p class="small">
            <a href={links.page}>{okr.title}</a>
          </p>
        }
        under="Try values and targets. Nothing here is ever saved."
      />
      <form class="stack" id={regions.form} method="get" action={links.supposition}>
        {okrs.length > 0 ? (
          <FiguresTable {...view} okrs={okrs} />
        ) : (
          <p>It is closed, or all below it is, so its numbers stay as they are.</p>
        )}
        <section class="stack tight" aria-labelledby="would">
          <SectionHead id="would" title="What it comes to" />
          <div id={regions.figures} aria-live="polite">
            <Figures {...view} />
          </div>
        </section>
        <div class="row">
          {okrs.length > 0 && <LookButton href={links.supposition} />}
          <a class="btn quiet" href={links.page}>
            Back
          </a>
        </div>
      </form>
    </Layout>
  );
};

/** Asks what it comes to, also while somebody types. */
export const LookButton = ({ href }: { href: string }) => (
  <button
    class="btn"
    hx-get={href}
    hx-trigger={`click, input delay:300ms from:#${regions.form}`}
    hx-include="closest form"
    hx-target={`#${regions.figures}`}
    hx-swap="innerHTML"
    hx-sync="this:replace"
  >
    Look
  </button>
);
