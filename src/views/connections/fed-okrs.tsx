import type { Child } from 'hono/jsx';
import type { FedOkr } from '../../domain/connections/finding-runs.ts';
import type { Formats } from '../format.ts';
import { Empty } from '../ui/empty.tsx';
import { StatusMark } from '../ui/status.tsx';

/** The OKRs that a connection feeds, with what was last seen for each; `more` are not listed. */
export const FedOkrs = (props: { org: string; fed: readonly FedOkr[]; more: number; formats: Formats }) => {
  const { org, fed, more, formats } = props;
  if (fed.length === 0)
    return <Empty title="No OKR uses it yet">Connect a data source while creating or editing an OKR.</Empty>;
  return (
    <ul class="rows wrap" role="list">
      {fed.map((okr) => (
        <li>
          <p>
            <a href={`/o/${org}/okrs/${okr.id}`}>{okr.title}</a>
            <small>{seenWords(okr, formats)}</small>
          </p>
          <StatusMark status={okr.status} />
        </li>
      ))}
      {more > 0 && (
        <li>
          <p class="small count">And {formats.number(more)} more.</p>
        </li>
      )}
    </ul>
  );
};

function seenWords({ outcome, failureDetail, readAt, matched, completed }: FedOkr, formats: Formats): Child {
  if (outcome === 'failed') return failureDetail;
  if (readAt === null || matched === null) return 'Not read yet';
  if (matched === 0) return `Nothing matches its query, ${formats.moment(readAt)}`;
  return `${formats.number(completed ?? 0)} of ${formats.number(matched)} done, ${formats.moment(readAt)}`;
}
