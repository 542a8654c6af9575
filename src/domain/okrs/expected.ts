import { type Day, daysBetween } from '../../lib/days.ts';
import { clamped } from './progress.ts';

export type Span = { startsOn: Day; endsOn: Day };

/** Where the value should be on a day, in the OKR's unit; percent OKRs say 0..100. */
export type Checkpoint = { day: Day; value: number };

/** A day on which the expected line bends, and the fraction of the way (0..1) expected then. */
export type Bend = { day: Day; progress: number };

/** What is expected over time: 0 on the first day, 1 on the last, and the bends between them in time. */
export type Course = Span & { bends: readonly Bend[] };

/**
 * Where an OKR should be on a day: 0 on its first day, 1 on its last, through its bends, linear between; 0 before and
 * 1 after. Without bends `clamp((day - starts_on) / (ends_on - starts_on), 0, 1)`. A span of one day is due on that day.
 */
export function expectedOn(day: Day, course: Course): number {
  if (day >= course.endsOn) return 1;
  if (day <= course.startsOn) return 0;
  const line = lineOf(course);
  const next = line.findIndex((bend) => bend.day > day);
  const [from, to] = [line[next - 1]!, line[next]!];
  const along = daysBetween(from.day, day) / daysBetween(from.day, to.day);
  return clamped(from.progress + along * (to.progress - from.progress));
}

/** The corners of the expected line, first day to last. Bends that an edit of the days left outside are passed over. */
export const lineOf = ({ startsOn, endsOn, bends }: Course): Bend[] => [
  { day: startsOn, progress: 0 },
  ...bends.filter(({ day }) => day > startsOn && day < endsOn),
  { day: endsOn, progress: 1 },
];
