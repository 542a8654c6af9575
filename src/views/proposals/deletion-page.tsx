import type { ProposalInFull } from '../../domain/proposals/proposal.ts';
import { Layout } from '../layout.tsx';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { proposalLinks } from './links.ts';

/** What deleting a proposal means, and the button that does it. */
export const ProposalDeletionPage = ({ shell, found: { proposal } }: { shell: Shell; found: ProposalInFull }) => {
  const links = proposalLinks(shell.org.slug, proposal.id);
  return (
    <Layout shell={shell} title="Delete a proposal" narrow>
      <PageHead title={`Delete ${quoted(proposal.title)}?`} />
      <form class="stack tight" method="post" action={links.deletion}>
        <p>Its drafts stay, each on its own. This cannot be taken back.</p>
        <div class="row">
          <button class="btn primary">Delete it</button>
          <a class="btn quiet" href={links.page}>
            Keep it
          </a>
        </div>
      </form>
    </Layout>
  );
};
