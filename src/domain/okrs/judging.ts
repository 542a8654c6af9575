import type { OkrId } from '../../db/ids.ts';
import { type Acting, todayOf } from '../context.ts';
import type { Status } from '../words.ts';
import { statusesOfChildren } from './finding-subject.ts';
import type { Asked, OpenOkr } from './listing-open.ts';
import { standingOf } from './okr.ts';
import { statusOn } from './status.ts';

/** The status that an OKR gets, and the statuses of the children it asks, as they get theirs; null when it asks none. */
export type Judged = { okr: OpenOkr; status: Status; children: Status[] | null };

/**
 * What open OKRs are judged today by the settings of the organization, children before the parents that ask them. A
 * child that is not among them counts as it is stored. In the order given.
 */
export function judge(
  acting: Pick<Acting, 'org' | 'now'>,
  open: readonly OpenOkr[],
  asked: readonly Asked[],
): Judged[] {
  const today = todayOf(acting);
  const known = new Map(open.map((okr) => [okr.id, okr]));
  const below = Map.groupBy(asked, (each) => each.parentId);
  const done = new Map<OkrId, Judged>();

  const judged = (okr: OpenOkr): Judged => {
    const before = done.get(okr.id);
    if (before) return before;
    // Stands in while its children are judged, so that even edges that close a circle come to an end.
    done.set(okr.id, { okr, status: okr.status, children: null });
    const children = statusesOfChildren(
      acting,
      okr,
      (below.get(okr.id) ?? []).map((each) => {
        const child = known.get(each.childId);
        return child ? { ...each, status: judged(child).status } : each;
      }),
    );
    const own = { okr, children, status: statusOn(today, standingOf(okr, children), acting.org) };
    done.set(okr.id, own);
    return own;
  };
  return open.map(judged);
}
