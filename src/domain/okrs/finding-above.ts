import { and, eq, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { measureOf } from './okr.ts';
import { weigh } from './rolling-up.ts';
import { type Stone, stonesOf } from './row.ts';
import { published, visible } from './visible.ts';

/** An OKR on the way up from another one. */
export type Step = { id: OkrId; title: string; stones: Stone[] };

/** A parent, and how much (percent) the OKR contributes to it. */
export type Parent = { id: OkrId; title: string; contribution: number };

/** Longest way that is shown; what stands above is reached from there. */
const HIGHEST = 8;

/** The way from an OKR up to its root by the first parent of each that the actor may see, root first. */
export async function listWayUp(ctx: Context, okrId: OkrId): Promise<Step[]> {
  const { db, org } = ctx;
  const rows = await db.all<{ id: OkrId; title: string; stones: string }>(sql`
    with recursive up(id, height) as (
      select ${okrId}, 0
      union all
      select (select edge.parent_id from ${alignments} as edge cross join ${okrs} as above on above.id = edge.parent_id
          where edge.org_id = ${org.id} and edge.child_id = up.id and ${visible(ctx, sql`above`)}
          order by edge.created_at, edge.parent_id limit 1),
        up.height + 1
      from up where up.id is not null and up.height < ${HIGHEST}
    )
    select okr.id, okr.title, ${stonesOf(ctx, sql`okr.id`)} as stones from up
      cross join ${okrs} as okr on okr.id = up.id and okr.org_id = ${org.id}
      where up.height > 0 order by up.height desc`);
  return rows.map((row) => ({ ...row, stones: JSON.parse(row.stones) as Stone[] }));
}

/** The parents of an OKR that the actor may see, first one first, each with the share that this child has among all of them. */
export async function listParents(ctx: Context, okrId: OkrId): Promise<Parent[]> {
  const { db, org } = ctx;
  const own = alias(alignments, 'own');
  const edge = alias(alignments, 'edge');
  const parent = alias(okrs, 'parent');
  const edges = await db
    .select({
      id: parent.id,
      title: parent.title,
      weighing: parent.weighing,
      fixedWeight: edge.fixedWeight,
      counts: edge.counts,
      child: okrs,
    })
    .from(own)
    .crossJoin(edge)
    .innerJoin(parent, eq(parent.id, own.parentId))
    .innerJoin(okrs, eq(okrs.id, edge.childId))
    .where(
      and(
        eq(own.orgId, org.id),
        eq(own.childId, okrId),
        eq(edge.orgId, org.id),
        eq(edge.parentId, own.parentId),
        visible(ctx, sql`${parent}`),
        or(published(), eq(okrs.id, okrId)),
      ),
    )
    .orderBy(own.createdAt, own.parentId);
  return [...Map.groupBy(edges, (each) => each.id)].map(([id, siblings]) => {
    const { title, weighing } = siblings[0]!;
    const weighed = weigh(
      siblings.map(({ child, fixedWeight, counts }) => ({
        id: child.id,
        kind: child.kind,
        measure: measureOf(child),
        fixedWeight,
        counts,
      })),
      weighing,
    );
    return { id, title, contribution: weighed.find((child) => child.id === okrId)!.contribution };
  });
}
