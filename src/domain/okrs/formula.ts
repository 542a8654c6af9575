import type { Tally } from '../tasks/task.ts';
import type { Wording } from './explanation.ts';
import type { Measure, Metric } from './measure.ts';
import { clamped, progressOf } from './progress.ts';
import { type Child, meanOf, type Weighed } from './rolling-up.ts';

/** Sums longer than this are said in words. */
const LONGEST_SUM = 6;

/** How progress follows from a value: `(20 − 15) ÷ (35 − 15) = 25%`. */
export function formulaOfValue(measure: Measure, value: number | null, words: Wording): string {
  if (value === null) return 'No value yet.';
  if (measure.type === 'percent')
    return `${words.number(value)} ÷ ${words.number(100)} = ${words.percent(value / 100)}`;
  const { start, target, direction } = measure;
  const [now, from, to] = [value, start, target].map((each) => bracketed(words.number(each)));
  const result = words.percent(progressOf(measure, value));
  switch (direction) {
    case 'baseline':
      return 'The target is not known yet, so there is no progress to work out.';
    case 'stay_above':
      return `${now} is ${value > target ? 'above' : 'not above'} ${to}, so ${result}.`;
    case 'stay_below':
      return `${now} is ${value < target ? 'below' : 'not below'} ${to}, so ${result}.`;
    default:
      return `(${now} − ${from}) ÷ (${to} − ${from}) = ${result}`;
  }
}

/** How a reading makes the value: `3 ÷ 11 = 27%`; a metric, and one number without counts, go on with the formula of the value. */
export function formulaOfReading(
  measure: Measure,
  { matched, completed, value }: { matched: number | null; completed: number | null; value: number | null },
  words: Wording,
): string {
  if (matched === null || completed === null)
    return value === null ? 'Nothing was read yet.' : formulaOfValue(measure, value, words);
  if (matched === 0) return 'Nothing matches this query, so there is nothing to divide.';
  return measure.type === 'percent'
    ? `${words.number(completed)} ÷ ${words.number(matched)} = ${words.percent(completed / matched)}`
    : formulaOfValue(measure, value, words);
}

/** How tasks make the value of a project: `3 ÷ 8 = 38%`. */
export function formulaOfTasks({ done, all }: Tally, words: Wording): string {
  if (all === 0) return 'There are no tasks yet, so there is nothing to divide.';
  return `${words.number(done)} ÷ ${words.number(all)} = ${words.percent(done / all)}`;
}

/** How children make the value: their weighted mean, or the sum of those that carry the parent's unit. */
export function formulaOfChildren(
  measure: Measure,
  children: readonly Weighed<Child>[],
  value: number | null,
  words: Wording,
): string {
  if (value === null)
    return children.length === 0 ? 'There are no children to roll up yet.' : 'No child has a value yet.';
  const counting = children.filter((child) => child.contribution > 0);
  if (sums(measure))
    return `${sumOf(counting, measure, words)} = ${words.number(value)}; ${formulaOfValue(measure, value, words)}`;
  const mean = meanOf(counting) ?? 0;
  const parts = counting.map(
    (child) => `${words.number(round(child.contribution))}% × ${words.percent(clamped(child.progress ?? 0))}`,
  );
  const sum =
    parts.length > LONGEST_SUM ? `The weighted mean of ${words.number(parts.length)} children` : parts.join(' + ');
  const average = `${sum} = ${words.percent(mean)}`;
  if (measure.type === 'percent') return average;
  const { start, target } = measure;
  return `${average}; ${words.number(start)} + ${words.percent(mean)} × (${words.number(target)} − ${bracketed(words.number(start))}) = ${words.number(value)}`;
}

/** What one child adds: points of the mean, or its value where the parent sums values of its unit. */
export function partOf(measure: Measure, child: Weighed<Child>): number | null {
  if (child.contribution === 0) return null;
  if (sums(measure)) return sharesUnit(measure, child) ? child.value : null;
  return child.contribution * clamped(child.progress ?? 0);
}

/** True for a metric that adds up its children's values instead of averaging their progress. */
export const sums = (measure: Measure): measure is Metric => measure.type === 'metric' && measure.unit !== '%';

const sharesUnit = (parent: Metric, { measure }: Child): boolean =>
  measure.type === 'metric' && measure.unit === parent.unit;

function sumOf(children: readonly Weighed<Child>[], measure: Metric, words: Wording): string {
  const values = children
    .filter((child) => sharesUnit(measure, child) && child.value !== null)
    .map((child) => child.value!);
  return values.length > LONGEST_SUM
    ? `The sum of ${words.number(values.length)} children`
    : values.map((each) => bracketed(words.number(each))).join(' + ');
}

const bracketed = (number: string): string => (/^[-−]/.test(number) ? `(${number})` : number);

const round = (share: number): number => Math.round(share * 10) / 10;
