import type { Pending } from '../../domain/invitations/finding.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';

type PageProps = {
  shell: Shell;
  /** Address of the list of invitations. */
  base: string;
  pending: Pending;
};

/** What taking an invitation back means, and the button that does it. */
export const RevocationPage = ({ shell, base, pending: { member } }: PageProps) => (
  <Layout shell={shell} title="Take an invitation back" narrow>
    <PageHead
      title={`Take the invitation of ${member.name} back?`}
      over={
        <p class="small">
          <a href={base}>Invitations</a>
        </p>
      }
    />
    <form class="stack tight" method="post" action={`${base}/${member.id}/revocation`}>
      <p>The link that was sent to {member.email} stops working, and they are no member any more.</p>
      <p>
        If OKRs, tasks or people were given to them already, they are deactivated instead, and what they were given
        stays in their name until somebody takes it over.
      </p>
      <div class="row">
        <button class="btn primary">Take it back</button>
        <a class="btn quiet" href={base}>
          Leave it
        </a>
      </div>
    </form>
  </Layout>
);
