import type { OkrId } from '../../db/ids.ts';
import { type Acting, todayOf } from '../context.ts';
import { invalid } from '../refusal.ts';
import type { Family, Kin } from './finding-lineage.ts';
import { statusesOfChildren } from './finding-subject.ts';
import { contradictions, type Measure } from './measure.ts';
import { measureColumns, measureOf, type Okr, standingOf } from './okr.ts';
import { progressOf, valueAt } from './progress.ts';
import { rolledUpValue, type Weighed, weigh } from './rolling-up.ts';
import { statusOn } from './status.ts';
import { switchOf, type Weights, wantedOf } from './weighing.ts';

type Figures = Readonly<Record<OkrId, number>>;

/**
 * What somebody supposes: values and targets of an OKR, of what stands above it or directly below any of these, and what
 * the children of the first one contribute. A value counts as a person's word that holds.
 */
export type Supposition = { values?: Figures; targets?: Figures; weights?: Weights };

/** An OKR as it is and as it would be. */
export type Supposed = { okr: Kin; would: Pick<Okr, 'value' | 'progress' | 'status' | 'targetValue'> };

/** See `findLineage`. */
export type Lineage = readonly [Family, ...Family[]];

/**
 * What a supposition would make of a lineage: first what is supposed below it, then the OKR and everything above it.
 * Nothing is written; each is recomputed as a roll-up would, and what is closed or held stays as it is.
 */
export function suppose(acting: Pick<Acting, 'org' | 'now'>, lineage: Lineage, supposition: Supposition): Supposed[] {
  const { values = {}, targets = {}, weights } = supposition;
  const above = new Set(lineage.map(({ okr }) => okr.id));
  const supposed = new Map<OkrId, { okr: Kin; next: Okr }>();
  for (const { children } of lineage)
    for (const okr of children)
      if (!above.has(okr.id) && (okr.id in values || okr.id in targets))
        supposed.set(okr.id, { okr, next: restated(acting, { okr, children: null }, supposition) });
  for (const [i, { okr, children }] of lineage.entries()) {
    const below = children.map((child) => {
      const next = supposed.get(child.id)?.next ?? child;
      const { fixedWeight, counts } = i === 0 && weights ? reweighed(child, weights) : child;
      return { ...child, ...next, measure: measureOf(next), fixedWeight, counts };
    });
    const weighing = (i === 0 && weights?.weighing) || okr.weighing;
    const family = { okr: { ...okr, weighing }, children: below };
    supposed.set(okr.id, { okr, next: restated(acting, family, supposition) });
  }
  return [...supposed.values()].map(({ okr, next }) => {
    const { value, progress, status, targetValue } = next;
    return { okr, would: { value, progress, status, targetValue } };
  });
}

/** Whether a supposition moves an OKR: its value, progress, status or target. */
export const isMoved = ({ okr, would }: Supposed): boolean =>
  would.value !== okr.value ||
  would.progress !== okr.progress ||
  would.status !== okr.status ||
  would.targetValue !== okr.targetValue;

/** The children of an OKR with the shares that they would have. */
export const supposedShares = ({ okr, children }: Family, weights: Weights): Weighed<Family['children'][number]>[] =>
  weigh(
    children.map((child) => reweighed(child, weights)),
    weights.weighing ?? okr.weighing,
  );

const reweighed = <C extends Family['children'][number]>(child: C, weights: Weights): C => ({
  ...child,
  fixedWeight: wantedOf(child, weights.fixed),
  counts: switchOf(child, weights),
});

/**
 * @throws Refusal `invalid`, its sentences at `values.<id>` and `targets.<id>`, for what is not in the lineage or not for
 * the actor to see, for what is closed, and for a target that its measure cannot have
 */
export function refuseUnthinkable(lineage: Lineage, { values = {}, targets = {} }: Supposition): void {
  const known = new Map(
    lineage
      .flatMap(({ okr, children }) => [okr, ...children])
      .filter(({ seen }) => seen)
      .map((okr) => [okr.id, okr] as [string, Okr]),
  );
  const fields: Record<string, string> = {};
  for (const [name, figures] of Object.entries({ values, targets }))
    for (const [id, figure] of Object.entries(figures)) {
      const sentence = objectionTo(known.get(id), name === 'targets' ? figure : null);
      if (sentence) fields[`${name}.${id}`] = sentence;
    }
  if (Object.keys(fields).length > 0) throw invalid(fields);
}

function objectionTo(okr: Okr | undefined, target: number | null): string | undefined {
  if (!okr) return 'This is neither the OKR asked about, nor below or above it.';
  if (okr.closedAt !== null) return 'This OKR is closed, so nothing can be supposed of it.';
  if (target === null) return undefined;
  const measure = measureOf(okr);
  if (measure.type === 'percent') return 'A percent has no target of its own. It is complete at 100%.';
  return contradictions({ ...measure, target })[0]?.[1];
}

/** `children` null: out of view, so that a roll-up keeps the progress that it has. */
type Known = { okr: Okr; children: Family['children'] | null };

function restated(acting: Pick<Acting, 'org' | 'now'>, { okr, children }: Known, supposition: Supposition): Okr {
  const said = supposition.values?.[okr.id];
  const target = supposition.targets?.[okr.id];
  const rolls = okr.mode === 'rollup' && okr.heldAt === null && said === undefined;
  if (okr.closedAt !== null || (said === undefined && target === undefined && !(rolls && children))) return okr;

  const measure: Measure = target === undefined ? measureOf(okr) : ({ ...measureOf(okr), target } as Measure);
  const value = said ?? (rolls ? rolledUp(measure, okr, children) : okr.value);
  const progress = progressOf(measure, value);
  const next: Okr = { ...okr, ...measureColumns(measure), value, progress };
  if (said !== undefined) next.heldAt = acting.now;
  if (value !== okr.value) next.statusSource = 'computed';
  const statuses = statusesOfChildren(acting, next, children ?? []);
  if (statuses && !children) return next;
  return { ...next, status: statusOn(todayOf(acting), standingOf(next, statuses), acting.org) };
}

function rolledUp(measure: Measure, okr: Okr, children: Known['children']): number | null {
  if (okr.kind === 'project') return okr.value;
  if (children) return rolledUpValue(measure, children, okr.weighing);
  const scales = measure.type === 'metric' && measure.unit === '%' && okr.progress !== null;
  return (scales ? valueAt(measure, okr.progress!) : null) ?? okr.value;
}
