import { addDays, type Day } from '../../lib/days.ts';
import type { Organization } from '../context.ts';
import type { Status } from '../words.ts';
import { enoughAt } from './enough.ts';
import { expectedOn } from './expected.ts';
import { measureOf, type Okr } from './okr.ts';

/** What turns an OKR on track: this value, in the unit of its measure, by this day. */
export type BackOnTrack = { value: number; by: Day };

type Late = Pick<Okr, 'startsOn' | 'endsOn' | 'closedAt'> & Parameters<typeof measureOf>[0];
type Setting = Pick<Organization, 'behindBound' | 'cadenceDays'>;

/**
 * The value with which an OKR is on track at its next check-in, one cadence from today and no later than its last day.
 * The inverse of `progressOf` at what is expected then, less the bound. Null where no value of its own would do: it is
 * on track, closed or over, it has no way from start to target, or `byNumbers` says that its children decide.
 */
export function backOnTrack(
  okr: Late,
  { behindBound, cadenceDays }: Setting,
  today: Day,
  { computed, byNumbers }: { computed: Status; byNumbers: boolean },
): BackOnTrack | null {
  if (okr.closedAt !== null || !byNumbers || computed === 'on_track') return null;
  if (today < okr.startsOn || today >= okr.endsOn) return null;
  const by = [addDays(today, cadenceDays), okr.endsOn].sort()[0]!;
  const value = enoughAt(measureOf(okr), expectedOn(by, okr) - behindBound / 100);
  return value === null ? null : { value, by };
}
