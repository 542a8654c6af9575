import { type Day, daysBetween } from '../../lib/days.ts';
import { clamped } from './progress.ts';

export type Span = { startsOn: Day; endsOn: Day };

/** Where the value should be on a day, in the OKR's unit; percent OKRs say 0..100. */
export type Checkpoint = { day: Day; value: number };

/**
 * Where an OKR should be on a day: 0 on its first day, 1 on its last, linear between; 0 before and 1 after.
 * `clamp((day - starts_on) / (ends_on - starts_on), 0, 1)`. A span of one day is due on that day.
 */
export function expectedOn(day: Day, { startsOn, endsOn }: Span): number {
  const length = daysBetween(startsOn, endsOn);
  if (length <= 0) return day < startsOn ? 0 : 1;
  return clamped(daysBetween(startsOn, day) / length);
}
