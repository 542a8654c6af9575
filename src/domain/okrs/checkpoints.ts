import { z } from 'zod';
import { addDays, type Day, daysBetween, isDay } from '../../lib/days.ts';
import { invalid } from '../refusal.ts';
import type { Bend, Checkpoint, Span } from './expected.ts';
import type { Measure } from './measure.ts';
import { clamped, progressOf } from './progress.ts';
import { measuresWay } from './ruling.ts';

export const MOST_CHECKPOINTS = 24;

/** Dated values that an OKR should pass, in time and in its own unit. None at all is the straight line. */
export const checkpointsInput = z
  .array(
    z.strictObject({
      day: z.string().refine(isDay, 'Write the day of a checkpoint as YYYY-MM-DD.'),
      value: z.number('Write the value of a checkpoint as a number.').finite(),
    }),
  )
  .max(MOST_CHECKPOINTS, `An OKR has at most ${MOST_CHECKPOINTS} checkpoints.`)
  .nullable()
  .transform((given): Checkpoint[] | null => (given?.length ? given : null));

/**
 * @throws Refusal `invalid` at `checkpoints` unless their days rise and lie between the first day and the last, and the
 * measure has a way from start to target
 */
export function checkCheckpoints(checkpoints: readonly Checkpoint[] | null, measure: Measure, span: Span): void {
  if (!checkpoints) return;
  const says = wrongWith(checkpoints, measure, span);
  if (says) throw invalid({ checkpoints: says });
}

function wrongWith(checkpoints: readonly Checkpoint[], measure: Measure, { startsOn, endsOn }: Span): string | null {
  if (!measuresWay(measure)) return 'Only a measure that goes from a start to a target has checkpoints on its way.';
  const outside = checkpoints.find(({ day }) => day <= startsOn || day >= endsOn);
  if (outside)
    return `The checkpoint of ${outside.day} does not lie between the first day, ${startsOn}, and the last, ${endsOn}. Move it, or take the straight line.`;
  const early = checkpoints.find(({ day }, i) => i > 0 && day <= checkpoints[i - 1]!.day);
  return early ? `The checkpoint of ${early.day} does not come after the one before it.` : null;
}

/** Checkpoints as bends of the expected line; those beyond start or target count as there. */
export const bendsOf = (checkpoints: readonly Checkpoint[] | null, measure: Measure): Bend[] =>
  measuresWay(measure)
    ? (checkpoints ?? []).map(({ day, value }) => ({ day, progress: clamped(progressOf(measure, value) ?? 0) }))
    : [];

/** Checkpoints carried into other days, each as far along them as it was; two that fall on one day become the later. */
export function movedCheckpoints(checkpoints: readonly Checkpoint[] | null, from: Span, to: Span): Checkpoint[] | null {
  const byDay = new Map<Day, Checkpoint>();
  for (const { day, value } of checkpoints ?? []) {
    const moved = movedDay(day, from, to);
    if (moved > to.startsOn && moved < to.endsOn) byDay.set(moved, { day: moved, value });
  }
  return byDay.size > 0 ? [...byDay.values()] : null;
}

function movedDay(day: Day, from: Span, to: Span): Day {
  const along = daysBetween(from.startsOn, day) / daysBetween(from.startsOn, from.endsOn);
  return addDays(to.startsOn, Math.round(along * daysBetween(to.startsOn, to.endsOn)));
}
