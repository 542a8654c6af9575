import type { OkrId } from '../../db/ids.ts';
import { type Acting, todayOf } from '../context.ts';
import type { Family } from './finding-lineage.ts';
import { statusesOfChildren } from './finding-subject.ts';
import { measureOf, type Okr, standingOf } from './okr.ts';
import { progressOf } from './progress.ts';
import { rolledUpValue, type Weighed, weigh } from './rolling-up.ts';
import { statusOn } from './status.ts';
import type { Weights } from './weighing.ts';

/** An OKR as it is and as it would be. */
export type Supposed = { okr: Okr; would: Pick<Okr, 'value' | 'progress' | 'status'> };

/**
 * What new weights below the first OKR of a lineage would make of it and of everything above. Nothing is written; each
 * is recomputed as a roll-up would, and what does not roll up, is closed or is held stays as it is.
 */
export function suppose(acting: Pick<Acting, 'org' | 'now'>, lineage: readonly Family[], weights: Weights): Supposed[] {
  const would = new Map<OkrId, Supposed['would']>();
  return lineage.map(({ okr, children }, i) => {
    const below = children.map((child) => ({
      ...child,
      ...would.get(child.id),
      ...(i === 0 && { fixedWeight: weights.fixed[child.id] ?? null }),
    }));
    const weighing = (i === 0 && weights.weighing) || okr.weighing;
    const supposed = rolledUp(acting, { okr: { ...okr, weighing }, children: below });
    would.set(okr.id, supposed);
    return { okr, would: supposed };
  });
}

/** The children of an OKR with the shares that they would have. */
export const supposedShares = (
  { okr, children }: Family,
  { weighing, fixed }: Weights,
): Weighed<Family['children'][number]>[] =>
  weigh(
    children.map((child) => ({ ...child, fixedWeight: fixed[child.id] ?? null })),
    weighing ?? okr.weighing,
  );

function rolledUp(acting: Pick<Acting, 'org' | 'now'>, { okr, children }: Family): Supposed['would'] {
  if (okr.mode !== 'rollup' || okr.closedAt !== null || okr.heldAt !== null) return okr;
  const measure = measureOf(okr);
  const value = rolledUpValue(measure, children, okr.weighing);
  const next: Okr = { ...okr, value, progress: progressOf(measure, value) };
  if (value !== okr.value) next.statusSource = 'computed';
  const { progress } = next;
  const status = statusOn(todayOf(acting), standingOf(next, statusesOfChildren(acting, next, children)), acting.org);
  return { value, progress, status };
}
