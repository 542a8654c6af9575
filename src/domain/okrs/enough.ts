import type { Measure } from './measure.ts';
import { valueAt } from './progress.ts';

/**
 * The value that is enough for a progress, rounded towards the target: whole where start and target are, else to
 * hundredths. Null for measures that have no way between start and target.
 */
export function enoughAt(measure: Measure, progress: number): number | null {
  const exact = valueAt(measure, Math.max(0, progress));
  if (exact === null) return null;
  const { start, target } = measure.type === 'percent' ? { start: 0, target: 100 } : measure;
  const scale = Number.isInteger(start) && Number.isInteger(target) ? 1 : 100;
  const towards = target > start ? Math.ceil : Math.floor;
  const slack = target > start ? -1e-9 : 1e-9;
  return towards(exact * scale + slack) / scale;
}
