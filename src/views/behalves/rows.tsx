import { type NamedBehalf, overAt } from '../../domain/behalves/behalf.ts';
import type { Formats } from '../format.ts';
import { Avatar } from '../ui/avatar.tsx';

type RowsProps = { behalves: readonly NamedBehalf[]; now: number; formats: Formats };

/** Who acted for whom, from when to when, and why. */
export const BehalfRows = ({ behalves, now, formats }: RowsProps) => (
  <ul class="rows" role="list">
    {behalves.map((behalf) => (
      <li id={behalf.id}>
        <Avatar name={behalf.admin} silent />
        <p>
          {`${behalf.admin} for ${behalf.member}`}
          <small>{`${spanWords(behalf, now, formats)}: ${behalf.reason}`}</small>
        </p>
      </li>
    ))}
  </ul>
);

function spanWords(behalf: NamedBehalf, now: number, formats: Formats): string {
  const over = overAt(behalf);
  return `${formats.moment(behalf.startedAt)} ${over > now ? 'and still, until' : 'to'} ${formats.time(over)}`;
}
