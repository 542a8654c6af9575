import type { Measure } from '../okrs/measure.ts';
import type { Count } from '../words.ts';
import type { Reading } from './reading.ts';

/**
 * The value that a reading gives an OKR, in the measure's own unit; null when nothing matched, which changes nothing.
 * Percent: `100 * completed / matched`. Metric: the number of finished items, or of all that match.
 */
export function valueOfReading(measure: Measure, count: Count, { matched, completed }: Reading): number | null {
  if (matched === 0) return null;
  if (measure.type === 'percent') return (completed * 100) / matched;
  return count === 'matched' ? matched : completed;
}
