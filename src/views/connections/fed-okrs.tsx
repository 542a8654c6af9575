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
            <OkrName org={org} id={okr.id} title={okr.title} />
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

/** An OKR as the reader may know it: one that is private to others has no name here. */
export const OkrName = ({ org, id, title }: { org: string; id: string; title: string | null }) =>
  title === null ? <span class="count">A private OKR</span> : <a href={`/o/${org}/okrs/${id}`}>{title}</a>;

function seenWords({ outcome, failureDetail, readAt, matched, completed }: FedOkr, formats: Formats): Child {
  if (outcome === 'failed') return failureDetail;
  if (readAt === null) return 'Not read yet';
  if (matched === null) return `Read ${formats.moment(readAt)}`;
  if (matched === 0) return `Nothing matches its query, ${formats.moment(readAt)}`;
  return `${formats.number(completed ?? 0)} of ${formats.number(matched)} done, ${formats.moment(readAt)}`;
}
