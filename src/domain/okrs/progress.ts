import type { Measure } from './measure.ts';

/**
 * Truthful progress of a value: a fraction, 0 at the start and 1 at the target, below 0 and above 1 where it is so.
 * Null while there is nothing to say: no value yet, or a baseline whose target is not known.
 *
 * Percent: `value / 100`. Increase and decrease: `(value - start) / (target - start)`.
 * Stay above or below T: 1 strictly on the good side of T, else 0; equality is a miss.
 */
export function progressOf(measure: Measure, value: number | null): number | null {
  if (value === null) return null;
  if (measure.type === 'percent') return value / 100;
  const { start, target, direction } = measure;
  if (direction === 'baseline') return null;
  if (direction === 'stay_above') return value > target ? 1 : 0;
  if (direction === 'stay_below') return value < target ? 1 : 0;
  return (value - start) / (target - start);
}

/** The value at which `progressOf` gives `progress`; null for measures that have no way between start and target. */
export function valueAt(measure: Measure, progress: number): number | null {
  if (measure.type === 'percent') return progress * 100;
  if (measure.direction !== 'increase' && measure.direction !== 'decrease') return null;
  return measure.start + progress * (measure.target - measure.start);
}

/** Progress as it enters a parent's average: 0..1. */
export const clamped = (progress: number): number => Math.min(1, Math.max(0, progress));
