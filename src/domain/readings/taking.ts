import { okrs } from '../../db/schema/okrs.ts';
import { measureOf, type Okr } from '../okrs/okr.ts';
import type { Count } from '../words.ts';
import type { Reading } from './reading.ts';
import { valueOfReading } from './valuing.ts';

/** Columns of an OKR that decide what a reading does to it. */
export const takerColumns = {
  measureType: okrs.measureType,
  measureName: okrs.measureName,
  unit: okrs.unit,
  startValue: okrs.startValue,
  targetValue: okrs.targetValue,
  direction: okrs.direction,
  riskThreshold: okrs.riskThreshold,
  decimals: okrs.decimals,
  mode: okrs.mode,
  value: okrs.value,
  heldAt: okrs.heldAt,
  closedAt: okrs.closedAt,
};

export type Taker = Pick<Okr, keyof typeof takerColumns>;

/**
 * What a complete reading means for an OKR: the value that it gives (null when nothing matched), and whether that changes
 * the OKR. A closed OKR, one that is no longer fed, one whose value a person holds, and an equal value stay as they are.
 */
export function effectOf(okr: Taker, count: Count, reading: Reading): { value: number | null; changes: boolean } {
  const value = valueOfReading(measureOf(okr), count, reading);
  const takes = okr.mode === 'data_source' && okr.closedAt === null && okr.heldAt === null;
  return { value, changes: value !== null && takes && value !== okr.value };
}
