import type { Measure } from '../okrs/measure.ts';
import type { Count } from '../words.ts';
import type { Reading } from './reading.ts';

/**
 * The value that a reading gives an OKR, in the measure's own unit; null when nothing matched, which changes nothing.
 * Percent: `100 * completed / matched`. Metric: the amount that is finished, or all that matches. A provider that gives
 * one number gives it to either, for percent as 0..100.
 */
export function valueOfReading(measure: Measure, count: Count, { matched, completed, value }: Reading): number | null {
  if (value !== null) return value;
  if (matched === null || completed === null || matched === 0) return null;
  if (measure.type === 'percent') return (completed * 100) / matched;
  return count === 'matched' ? matched : completed;
}
