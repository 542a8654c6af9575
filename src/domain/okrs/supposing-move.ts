import type { OkrId } from '../../db/ids.ts';
import type { Acting } from '../context.ts';
import type { Family, Kin } from './finding-lineage.ts';
import { measureOf } from './okr.ts';
import { type Supposed, suppose } from './supposing.ts';

/** Where an OKR goes: away from one parent, to another, or both. Null is nowhere. */
export type Move = { from: OkrId | null; to: OkrId | null };

/**
 * What a move would make of everything above an OKR, before and after. `families` are the OKR, its new parent and all
 * that stands above them (`listFamilies`). Nothing is written. Pure.
 */
export function supposeMove(
  acting: Pick<Acting, 'org' | 'now'>,
  families: readonly Family[],
  child: Kin,
  { from, to }: Move,
): Supposed[] {
  const counts = families.find(({ okr }) => okr.id === from)?.children.find(({ id }) => id === child.id)?.counts;
  const moved = families.map(({ okr, children }): Family => {
    if (okr.id === from) return { okr, children: children.filter(({ id }) => id !== child.id) };
    if (okr.id !== to || children.some(({ id }) => id === child.id)) return { okr, children };
    const arrived = {
      ...child,
      measure: measureOf(child),
      fixedWeight: null,
      counts: counts ?? acting.org.projectsContribute,
    };
    return { okr, children: [...children, arrived] };
  });
  const [first, ...others] = moved;
  return first ? suppose(acting, [first, ...others], {}).filter(({ okr }) => okr.id !== child.id) : [];
}
