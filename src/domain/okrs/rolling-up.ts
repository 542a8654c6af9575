import type { Kind } from '../words.ts';
import { contributionsOf } from './contributing.ts';
import type { Measure } from './measure.ts';
import { clamped } from './progress.ts';

/** A child as its parent sees it. */
export type Child = {
  kind: Kind;
  measure: Measure;
  value: number | null;
  progress: number | null;
  fixedWeight: number | null;
};

export type Weighed<C> = C & { contribution: number };

/** Whether a child enters its parent's average: projects do not, and neither does a baseline, whose target is unknown. */
export const contributes = ({ kind, measure }: Pick<Child, 'kind' | 'measure'>): boolean =>
  kind !== 'project' && !(measure.type === 'metric' && measure.direction === 'baseline');

/** The children with their contributions in percent, in the order given. */
export function weigh<C extends Child>(children: readonly C[]): Weighed<C>[] {
  const shares = contributionsOf(
    children.map((child) => ({ contributes: contributes(child), fixed: child.fixedWeight })),
  );
  return children.map((child, i) => ({ ...child, contribution: shares[i]! }));
}

/**
 * The value of a parent, from its children; null while none of them has one.
 *
 * - percent: `100 * sum(w * clamp(p)) / sum(w)`; a child without a value yet counts as 0
 * - metric in `%`: the same mean, scaled into start..target
 * - any other metric: the sum of the values of the children that carry the same unit
 */
export function rolledUpValue(parent: Measure, children: readonly Child[]): number | null {
  const weighed = weigh(children).filter((child) => child.contribution > 0);
  if (parent.type === 'metric' && parent.unit !== '%') return sumOfUnit(parent.unit, weighed);
  if (weighed.every((child) => child.progress === null)) return null;
  const total = weighed.reduce((sum, child) => sum + child.contribution, 0);
  const mean = weighed.reduce((sum, child) => sum + child.contribution * clamped(child.progress ?? 0), 0) / total;
  return parent.type === 'percent' ? mean * 100 : parent.start + mean * (parent.target - parent.start);
}

function sumOfUnit(unit: string | null, children: readonly Child[]): number | null {
  const values = children
    .filter(({ measure }) => measure.type === 'metric' && measure.unit === unit)
    .map(({ value }) => value)
    .filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}
