import type { Measure } from '../okrs/measure.ts';

/**
 * The measure of an OKR that is carried on from where it stands: 0..10 at 5 becomes 5..10. One that has reached its
 * target, or knows no way from start to target, begins again as it did.
 */
export function restarted(measure: Measure, value: number | null): Measure {
  if (measure.type === 'percent' || value === null) return measure;
  const { direction, target } = measure;
  const ahead = (direction === 'increase' && value < target) || (direction === 'decrease' && value > target);
  return ahead ? { ...measure, start: value } : measure;
}
