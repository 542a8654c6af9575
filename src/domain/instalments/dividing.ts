import { addDays, type Day } from '../../lib/days.ts';
import type { Span } from '../okrs/expected.ts';
import type { Measure, Metric } from '../okrs/measure.ts';
import type { Period } from '../periods/finding.ts';
import { quarterOf } from '../periods/fiscal.ts';

/** How a number is divided: each quarter goes on where the one before ended, or each counts its own part. */
export const divisions = ['steps', 'parts'] as const;
export type Division = (typeof divisions)[number];

/** Quarters that one OKR is divided into at most. */
export const MOST_INSTALMENTS = 12;

/** The quarters that a span of days reaches into, in time, or the name of the first that nobody has made. */
export type Quarters = { quarters: Period[]; missing: null } | { quarters: null; missing: string };

/** Walks from the first day of a span to its last through periods that are quarters. Pure. */
export function quartersOf({ startsOn, endsOn }: Span, periods: readonly Period[], firstMonth: number): Quarters {
  const quarters: Period[] = [];
  for (let day: Day = startsOn; day <= endsOn; ) {
    const found = periods
      .filter((period) => period.kind === 'quarter' && period.startsOn <= day && period.endsOn >= day)
      .sort((a, b) => b.startsOn.localeCompare(a.startsOn))[0];
    if (!found) return { quarters: null, missing: quarterOf(day, firstMonth).name };
    quarters.push(found);
    day = addDays(found.endsOn, 1);
  }
  return { quarters, missing: null };
}

/** The part of a quarter that a span of days covers. */
export const within = (span: Span, quarter: Span): Span => ({
  startsOn: span.startsOn > quarter.startsOn ? span.startsOn : quarter.startsOn,
  endsOn: span.endsOn < quarter.endsOn ? span.endsOn : quarter.endsOn,
});

/** What each division may be asked of: parts only of what grows, for a part of a decline would count below nothing. */
export const divisionsOf = (measure: Measure): readonly Division[] => {
  if (measure.type === 'percent') return [];
  if (measure.direction === 'increase') return divisions;
  return measure.direction === 'decrease' ? ['steps'] : [];
};

/**
 * The measures of `count` instalments of one. A number goes from start to target in equal steps, or as far by the end of
 * each as `reached` says (a fraction of the way): as `steps`, each begins at the target of the one before; as `parts`,
 * each counts its own part from 0, the first from the start, so that their values add up to the target. Whole numbers stay
 * whole where the way is long enough. Anything else is the same in each.
 */
export function dividedMeasure(
  measure: Measure,
  count: number,
  division: Division,
  reached: readonly number[] = [],
): Measure[] {
  if (measure.type === 'percent' || !divisionsOf(measure).includes(division)) return Array(count).fill(measure);
  const marks = [reached, []].map((each) => marksOf(measure, count, each)).find(goesOn) ?? [];
  return marks.slice(1).map((mark, i) => {
    const before = marks[i]!;
    if (division === 'steps' || i === 0) return { ...measure, start: before, target: mark };
    return { ...measure, start: 0, target: rounded(mark - before) };
  });
}

/** Where the value stands at the end of each instalment, beginning with the start. */
function marksOf({ start, target }: Metric, count: number, reached: readonly number[]): number[] {
  const whole = Number.isInteger(start) && Number.isInteger(target) && Math.abs(target - start) >= count;
  return Array.from({ length: count + 1 }, (_, i) => {
    if (i === 0) return start;
    if (i === count) return target;
    const exact = start + (target - start) * (reached[i - 1] ?? i / count);
    return whole ? Math.round(exact) : rounded(exact);
  });
}

/** A measure has a way to go: where nothing is expected of an instalment, or less than before it, it has none. */
const goesOn = (marks: readonly number[]): boolean =>
  marks.every((mark, i) => i === 0 || (mark - marks[i - 1]!) * (marks.at(-1)! - marks[0]!) > 0);

/** Without the digits that binary fractions add. */
const rounded = (value: number): number => Number(value.toPrecision(12));
