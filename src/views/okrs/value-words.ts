import type { Measure, Metric } from '../../domain/okrs/measure.ts';
import type { Formats } from '../format.ts';

/** A value in its own unit: 27%, 45.2, $400, 640 downloads; “None yet” without one. */
export function valueWords(measure: Measure, value: number | null, formats: Formats): string {
  if (value === null) return 'None yet';
  return measure.type === 'percent'
    ? formats.percent(value / 100)
    : formats.metricValue(value, measure.unit, measure.decimals);
}

/** Units longer than this stand with the title already; a column of values has no room for them. */
const LONGEST_UNIT = 4;
/** From here on a column shows three digits and a word: $1.56M. The page of the OKR says it in full. */
const LARGE = 1_000_000;

/** The measure without a unit that is a long word, for where the target beside it or the title says the word. */
export const briefly = (measure: Measure): Measure =>
  measure.type === 'metric' && (measure.unit?.length ?? 0) > LONGEST_UNIT ? { ...measure, unit: null } : measure;

/** A value in a narrow column: 640, 22 min, $1.56M. */
export function valueInShort(measure: Measure, value: number | null, formats: Formats): string {
  const brief = briefly(measure);
  return value !== null && brief.type === 'metric' && Math.abs(value) >= LARGE
    ? formats.largeValue(value, brief.unit)
    : valueWords(brief, value, formats);
}

/** What decides how the values of a metric look. */
export type NumberFormat = Pick<Metric, 'unit' | 'decimals'>;

/** The value that another one replaced. A unit that is a word is left to the new value: 12 → 14 bugs, $400 → $500. */
export function formerWords({ unit, decimals }: NumberFormat, value: number, formats: Formats): string {
  const bare = formats.metricValue(value, null, decimals);
  const whole = formats.metricValue(value, unit, decimals);
  return whole === `${bare} ${unit}` ? bare : whole;
}

/** A change as two texts. Percents that round to the same are told in decimals, so that a change looks like one. */
export function changeWords(measure: Measure, from: number | null, to: number | null, formats: Formats) {
  const now = valueWords(measure, to, formats);
  if (from === null || to === null) return { from: valueWords(measure, from, formats), to: now };
  if (measure.type === 'metric') return { from: formerWords(measure, from, formats), to: now };
  const was = valueWords(measure, from, formats);
  const exact = (value: number) => formats.metricValue(value, '%');
  return was === now ? { from: exact(from), to: exact(to) } : { from: was, to: now };
}

/** What the value is to be compared with: “of 50”, “above 2”; null for a percent and while the target is not known. */
export function targetWords(measure: Measure, formats: Formats, words = valueWords): string | null {
  if (measure.type === 'percent' || measure.direction === 'baseline') return null;
  const target = words(measure, measure.target, formats);
  if (measure.direction === 'stay_above') return `above ${target}`;
  return measure.direction === 'stay_below' ? `below ${target}` : `of ${target}`;
}

/** How an OKR is measured, in a few words. */
export function measureWords(measure: Measure, formats: Formats): string {
  if (measure.type === 'percent') return '% complete';
  const { name, start, target, direction } = measure;
  const figure = (value: number) => valueWords(measure, value, formats);
  switch (direction) {
    case 'stay_above':
      return `${name}, stays above ${figure(target)}`;
    case 'stay_below':
      return `${name}, stays below ${figure(target)}`;
    case 'baseline':
      return `${name}, target not known yet`;
    default:
      return `${name}, from ${formerWords(measure, start, formats)} to ${figure(target)}`;
  }
}
