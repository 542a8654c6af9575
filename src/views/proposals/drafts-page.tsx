import type { Line } from '../../domain/okrs/line.ts';
import { formats as formatsOf } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { lineSays, summaryWords } from './line.tsx';
import { draftLinks, proposalsLink } from './links.ts';

type Props = {
  shell: Shell;
  drafts: readonly Line[];
  mayCreate: boolean;
};

/** The drafts of a member and of their teams. */
export const DraftsPage = ({ shell, drafts, mayCreate }: Props) => {
  const formats = formatsOf(shell);
  const { slug } = shell.org;
  const start = mayCreate && (
    <a class="btn primary" href={`/o/${slug}/okrs/new`}>
      <Icon name="plus" />
      New draft
    </a>
  );
  return (
    <Layout shell={shell} title="Drafts">
      <PageHead
        title="Drafts"
        under="Yours and those of your teams. They only count once they are published."
        actions={
          <>
            <a class="btn" href={proposalsLink(slug)}>
              Proposals
            </a>
            {drafts.length > 0 && start}
          </>
        }
      />
      {drafts.length === 0 ? (
        <Empty heading="h2" title="No drafts" actions={start}>
          A draft is in no list and no number until it is published. Save one while you write a new OKR.
        </Empty>
      ) : (
        <ul class="rows wrap" role="list">
          {drafts.map((line) => (
            <li>
              <p>
                <a href={draftLinks(slug).page(line.draft.okr.id)}>{line.draft.okr.title}</a>
                <small>{[lineSays(line), summaryWords(line.draft, formats)].join(' · ')}</small>
              </p>
              <span class="end small">
                {line.draft.okr.proposalId ? 'In a proposal' : (line.draft.team?.name ?? line.draft.period)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Layout>
  );
};
