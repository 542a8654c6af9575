import type { OkrRow, Word } from '../../domain/okrs/row.ts';
import { daysFrom, spanOf } from '../ui/span.ts';
import { statusTone } from '../ui/status.tsx';
import type { TrailStone } from '../ui/trail.tsx';

/** Weeks after its beginning during which nobody misses a word. */
const QUIET_WEEKS = 1;

type Subject = Pick<OkrRow, 'period' | 'weeks' | 'mode' | 'startsOn' | 'endsOn' | 'createdAt'>;

/**
 * What was said of an OKR in each week of its period (month, for long periods). A week in which nobody spoke stays
 * empty; only where numbers arrive by themselves does the last known status go on, because silence means no change.
 */
export function weekStones({ period, weeks, mode, startsOn, endsOn, createdAt }: Subject, today: string): TrailStone[] {
  const { unit, at, of, before, after } = spanOf(period, today);
  const place = (day: string) =>
    Math.min(
      of - 1,
      unit === 'week' ? Math.floor(daysFrom(period.startsOn, day) / 7) : monthsBetween(period.startsOn, day),
    );
  const said = new Map(weeks.map((word) => [place(word.day), word]));
  const made = new Date(createdAt).toISOString().slice(0, 10);
  const begun = made > startsOn ? made : startsOn;
  const stones: TrailStone[] = [];
  let last: Word | undefined;
  for (let i = 0; i < of; i++) {
    const word = said.get(i);
    last = word ?? last;
    const settled = last && (last.status === 'closed' || last.status === 'postponed');
    if (before || (!after && i >= at)) stones.push('ahead');
    else if (!after && i === at - 1) stones.push('now');
    else if (word) stones.push(statusTone(word.status));
    else if (last && (mode !== 'manual' || settled)) stones.push(statusTone(last.status));
    else stones.push(mode === 'manual' && place(begun) + QUIET_WEEKS <= i && i <= place(endsOn) ? 'missed' : 'ahead');
  }
  return stones;
}

const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
