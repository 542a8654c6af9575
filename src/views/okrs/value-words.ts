import type { Measure } from '../../domain/okrs/measure.ts';
import type { OkrRow } from '../../domain/okrs/row.ts';
import type { Formats } from '../format.ts';

type Valued = Pick<OkrRow, 'measure' | 'value' | 'progress'>;

/** Where an OKR stands, in its own unit: 27%, 45.2, $400; “None yet” without a value. */
export function valueWords({ measure, value, progress }: Valued, formats: Formats): string {
  if (value === null) return 'None yet';
  return measure.type === 'percent' ? formats.percent(progress) : formats.metricValue(value, measure.unit);
}

/** Units longer than this stand with the title already; a column of values has no room for them. */
const LONGEST_UNIT = 4;

/** The measure as a narrow column shows it: without units that are words. */
export const inShort = (measure: Measure): Measure =>
  measure.type === 'metric' && (measure.unit?.length ?? 0) > LONGEST_UNIT ? { ...measure, unit: null } : measure;

/** Any value of this measure: for changes from one to another. */
export const measured = (measure: Measure, value: number | null, formats: Formats): string =>
  valueWords({ measure, value, progress: value === null ? null : value / 100 }, formats);

/** What the value is to be compared with: “of 50”, “above 2”; null for a percent and while the target is not known. */
export function targetWords(measure: Measure, formats: Formats): string | null {
  if (measure.type === 'percent' || measure.direction === 'baseline') return null;
  const target = formats.metricValue(measure.target, measure.unit);
  if (measure.direction === 'stay_above') return `above ${target}`;
  return measure.direction === 'stay_below' ? `below ${target}` : `of ${target}`;
}

/** How an OKR is measured, in a few words. */
export function measureWords(measure: Measure, formats: Formats): string {
  if (measure.type === 'percent') return '% complete';
  const { name, unit, start, target, direction } = measure;
  const figure = (value: number) => formats.metricValue(value, unit);
  switch (direction) {
    case 'stay_above':
      return `${name}, stays above ${figure(target)}`;
    case 'stay_below':
      return `${name}, stays below ${figure(target)}`;
    case 'baseline':
      return `${name}, target not known yet`;
    default:
      return `${name}, from ${figure(start)} to ${figure(target)}`;
  }
}
