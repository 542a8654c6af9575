import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { upwards } from './aligning.ts';
import { childColumns, type Subject } from './finding-subject.ts';
import { measureOf, type Okr } from './okr.ts';

/** An OKR with what stands directly below it. */
export type Family = Pick<Subject, 'okr' | 'children'>;

/** An OKR and everything above it, each with its children; the OKR first, and each after all that it is computed from. */
export async function findLineage(ctx: Context, okrId: OkrId): Promise<Family[]> {
  const { db, org } = ctx;
  const picked = sql`(${upwards(ctx, [okrId])}) as picked`;
  const [above, edges] = await Promise.all([
    db
      .select({ ...getTableColumns(okrs), height: sql<number>`picked.height`.as('height') })
      .from(picked)
      .crossJoin(okrs)
      .where(and(sql`${okrs.id} = picked.id`, eq(okrs.orgId, org.id)))
      .orderBy(sql`picked.height`, okrs.id),
    db
      .select({ parentId: alignments.parentId, ...childColumns })
      .from(picked)
      .crossJoin(alignments)
      .crossJoin(okrs)
      .where(
        and(eq(alignments.orgId, org.id), sql`${alignments.parentId} = picked.id`, eq(okrs.id, alignments.childId)),
      )
      .orderBy(alignments.parentId, alignments.childId),
  ]);
  const children = Map.groupBy(edges, (edge) => edge.parentId);
  return above.map(({ height: _, ...okr }) => ({
    okr: okr satisfies Okr,
    children: (children.get(okr.id) ?? []).map((child) => ({ ...child, measure: measureOf(child) })),
  }));
}
