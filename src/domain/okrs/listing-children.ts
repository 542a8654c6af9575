import { sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Day } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import { existedOn, rowAsOf } from './as-of.ts';
import { byKind } from './nesting.ts';
import { type PastPoint, pointBy } from './past-point.ts';
import { fromJson, listRows, type OkrRow, type Stone, stonesOf } from './row.ts';
import { listed, published, visible } from './visible.ts';

/**
 * A child of an OKR as lists show it. `fixedWeight` (percent) is a contribution somebody set; null shares what is left.
 * One that the actor may not see (`seen` is false) counts with its numbers and says nothing else: its id is empty.
 */
export type ChildRow = OkrRow & {
  fixedWeight: number | null;
  /** The switch by which a project contributes. */
  counts: boolean;
  stones: Stone[];
  seen: boolean;
  /** Its other parents that the actor may see. */
  elsewhere: Elsewhere[];
};

/** Another parent of a child, in which it counts fully, too. */
export type Elsewhere = { id: OkrId; title: string };

const MOST_ELSEWHERE = 5;

/** What stands for the title of an OKR that one may not see. */
export const PRIVATE = 'A private OKR';

/** All published children of an OKR, of whatever period; as of a past day where one is given. */
export async function listChildren(ctx: Context, okrId: OkrId, on: Day | null = null): Promise<ChildRow[]> {
  const children = await listRows(
    ctx,
    sql`select edge.child_id as id, edge.fixed_weight, edge.counts from ${alignments} as edge
      cross join ${okrs} as child on child.id = edge.child_id
      where edge.org_id = ${ctx.org.id} and edge.parent_id = ${okrId} and ${published(sql`child`)}`,
    {
      fixedWeight: sql<number | null>`picked.fixed_weight`.as('fixed_weight'),
      counts: sql<boolean>`picked.counts`.mapWith(Boolean).as('counts'),
      elsewhere: sql<Elsewhere[]>`(
        select json_group_array(json_object('id', other.id, 'title', other.title)) from (
          select above.id, above.title from ${alignments} as over cross join ${okrs} as above on above.id = over.parent_id
            where over.org_id = ${ctx.org.id} and over.child_id = ${okrs.id} and over.parent_id <> ${okrId}
              and (over.counts or ${okrs.kind} <> 'project') and ${listed(ctx, sql`above`)}
            order by over.created_at, over.parent_id limit ${MOST_ELSEWHERE}
        ) as other)`
        .mapWith(fromJson)
        .as('elsewhere'),
      stones: stonesOf(ctx, sql`${okrs.id}`).as('stones'),
      seen: sql<boolean>`${visible(ctx)}`.mapWith(Boolean).as('seen'),
      past: (on ? pointBy(ctx, on) : sql<PastPoint | null>`null`).as('past'),
    },
  );
  const there = on
    ? children
        .filter((child) => existedOn(child, child.past, on, ctx.org))
        .map((child) => rowAsOf(child, child.past, on, ctx.org))
    : children;
  return there.sort(byKind).map((child) => (child.seen ? child : veiled(child)));
}

function veiled(child: ChildRow): ChildRow {
  const measure = child.measure.type === 'metric' ? { ...child.measure, name: '' } : child.measure;
  const nothing = { owners: [], team: null, weeks: [], stones: [], elsewhere: [], provider: null, off: false };
  return { ...child, ...nothing, measure, id: '' as OkrId, title: PRIVATE };
}
