import { addDays, type Day } from '../../lib/days.ts';
import type { Organization } from '../context.ts';
import { enoughAt } from './enough.ts';
import { expectedOn } from './expected.ts';
import { type Standing, statusOn } from './status.ts';

/** What turns an OKR on track: this value, in the unit of its measure, by this day. */
export type BackOnTrack = { value: number; by: Day };

type Setting = Pick<Organization, 'behindBound' | 'atRiskBound' | 'cadenceDays'>;

/**
 * The value with which an OKR is on track one cadence from today, and no later than its last day: the inverse of
 * `progressOf` at what is expected then, less the bound. Null where it is on track already, closed, not under way, or
 * where no value of its own would do: its children decide, or its measure has no way from start to target.
 */
export function backOnTrack(standing: Standing, setting: Setting, today: Day): BackOnTrack | null {
  const { startsOn, endsOn, measure, closed } = standing;
  if (closed || today < startsOn || today >= endsOn) return null;
  const onTrackAt = ({ value, progress }: Pick<Standing, 'value' | 'progress'>) =>
    statusOn(today, { ...standing, value, progress, chosen: null }, setting) === 'on_track';
  if (onTrackAt(standing) || !onTrackAt({ value: 0, progress: Number.POSITIVE_INFINITY })) return null;
  const by = [addDays(today, setting.cadenceDays), endsOn].sort()[0]!;
  const value = enoughAt(measure, expectedOn(by, standing) - setting.behindBound / 100);
  return value === null ? null : { value, by };
}
