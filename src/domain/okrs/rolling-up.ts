import { type Tally, valueOfTasks } from '../tasks/task.ts';
import type { Kind, Weighing } from '../words.ts';
import { comparable, contributionsOf, type Share, type Size } from './contributing.ts';
import type { Measure } from './measure.ts';
import { measureOf, type Okr } from './okr.ts';
import { clamped } from './progress.ts';

/**
 * What decides a child's share in its parent. `fixedWeight` in percent; null shares what is left. `counts` is the switch
 * by which a project contributes; of other kinds it says nothing.
 */
export type Contributor = { kind: Kind; measure: Measure; fixedWeight: number | null; counts: boolean };

/** A child as its parent sees it. */
export type Child = Contributor & { value: number | null; progress: number | null };

export type Weighed<C> = C & { contribution: number };

/** Whether a child counts in a parent as far as its kind goes: a project does only where that is switched on. */
export const isSwitchedOn = ({ kind, counts }: Pick<Child, 'kind' | 'counts'>): boolean => kind !== 'project' || counts;

/** Whether a child enters its parent's average: not while it is switched off, and no baseline, whose target is unknown. */
export const contributes = ({ kind, measure, counts }: Pick<Child, 'kind' | 'measure' | 'counts'>): boolean =>
  isSwitchedOn({ kind, counts }) && !(measure.type === 'metric' && measure.direction === 'baseline');

/** A child as far as its share is concerned. Its size is the way from start to target. */
export const shareOf = ({ kind, measure, fixedWeight, counts }: Contributor): Share => ({
  contributes: contributes({ kind, measure, counts }),
  fixed: fixedWeight,
  size: sizeOf(measure),
});

/** The children with their contributions in percent, in the order given. `weighing` is the parent's. */
export function weigh<C extends Contributor>(children: readonly C[], weighing: Weighing): Weighed<C>[] {
  const shares = contributionsOf(children.map(shareOf), weighing);
  return children.map((child, i) => ({ ...child, contribution: shares[i]! }));
}

/** What an OKR that rolls up comes to: a project goes by its tasks, anything else by its children. */
export const rolledUp = (
  okr: Pick<Okr, 'kind' | 'weighing'> & Parameters<typeof measureOf>[0],
  below: { children: readonly Child[]; tally: Tally },
): number | null =>
  okr.kind === 'project' ? valueOfTasks(below.tally) : rolledUpValue(measureOf(okr), below.children, okr.weighing);

/**
 * The value of a parent, from its children; null while none of them has one.
 *
 * - percent: `100 * sum(w * clamp(p)) / sum(w)`; a child without a value yet counts as 0
 * - metric in `%`: the same mean, scaled into start..target
 * - any other metric: the sum of the values of the children that carry the same unit
 */
export function rolledUpValue(parent: Measure, children: readonly Child[], weighing: Weighing): number | null {
  const weighed = weigh(children, weighing);
  if (parent.type === 'metric' && parent.unit !== '%')
    return sumOfUnit(
      parent.unit,
      weighed.filter((child) => child.contribution > 0),
    );
  const mean = meanOf(weighed);
  if (mean === null) return null;
  return parent.type === 'percent' ? mean * 100 : parent.start + mean * (parent.target - parent.start);
}

/** The weighted mean of the progress of children that contribute, 0..1; null while none of them has a value. */
export function meanOf(children: readonly Weighed<Pick<Child, 'progress'>>[]): number | null {
  const counting = children.filter((child) => child.contribution > 0);
  if (counting.every((child) => child.progress === null)) return null;
  const total = counting.reduce((sum, child) => sum + child.contribution, 0);
  return counting.reduce((sum, child) => sum + child.contribution * clamped(child.progress ?? 0), 0) / total;
}

/** What the children come to on average (0..1) with nothing fixed: shared equally, and by size where that is offered. */
export function averagesOf(children: readonly Child[]): { equal: number | null; size: number | null } {
  const unfixed = children.map((child) => ({ ...child, fixedWeight: null }));
  return {
    equal: meanOf(weigh(unfixed, 'equal')),
    size: weighsBySize(unfixed) ? meanOf(weigh(unfixed, 'size')) : null,
  };
}

/** Whether those children that share can do so by the size of their targets: all go some way in one unit. */
export const weighsBySize = (children: readonly Contributor[]): boolean => comparable(children.map(shareOf));

function sizeOf(measure: Measure): Size | null {
  if (measure.type === 'percent' || (measure.direction !== 'increase' && measure.direction !== 'decrease')) return null;
  const amount = Math.abs(measure.target - measure.start);
  return Number.isFinite(amount) && amount > 0 ? { unit: measure.unit, amount } : null;
}

function sumOfUnit(unit: string | null, children: readonly Child[]): number | null {
  const values = children
    .filter(({ measure }) => measure.type === 'metric' && measure.unit === unit)
    .map(({ value }) => value)
    .filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}
