import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { upwards } from './aligning.ts';
import { childColumns } from './finding-subject.ts';
import { measureOf, type Okr } from './okr.ts';
import type { Child } from './rolling-up.ts';
import { published, visible } from './visible.ts';

/** An OKR, and whether whoever asked may see it: what they may not see still counts. */
export type Kin = Okr & { seen: boolean };

/** An OKR with all that is computed into it. */
export type Family = { okr: Kin; children: (Kin & Child)[] };

const okr = sql`${okrs}`;

/**
 * An OKR and everything above it, each with its children; the OKR first, and each after all that it is computed from.
 * @throws Refusal `not_found` for what is not there for the actor
 */
export async function findLineage(ctx: Context, okrId: OkrId): Promise<[Family, ...Family[]]> {
  const [family, ...others] = await listFamilies(ctx, [okrId]);
  if (!family?.okr.seen) throw new Refusal('not_found', 'There is no such OKR.');
  return [family, ...others];
}

/** These OKRs and everything above them, each with its children, and each after all that it is computed from. */
export async function listFamilies(ctx: Context, ids: readonly OkrId[]): Promise<Family[]> {
  const { db, org } = ctx;
  const picked = sql`(${upwards(ctx, ids)}) as picked`;
  const seen = sql<boolean>`${visible(ctx, okr)}`.mapWith(Boolean).as('seen');
  const [above, edges] = await Promise.all([
    db
      .select({ ...getTableColumns(okrs), seen })
      .from(picked)
      .crossJoin(okrs)
      .where(and(sql`${okrs.id} = picked.id`, eq(okrs.orgId, org.id)))
      .orderBy(sql`picked.height`, okrs.id),
    db
      .select({ parentId: alignments.parentId, ...getTableColumns(okrs), ...childColumns, seen })
      .from(picked)
      .crossJoin(alignments)
      .crossJoin(okrs)
      .where(
        and(
          eq(alignments.orgId, org.id),
          sql`${alignments.parentId} = picked.id`,
          eq(okrs.id, alignments.childId),
          published(okr),
        ),
      )
      .orderBy(alignments.parentId, alignments.childId),
  ]);
  const children = Map.groupBy(edges, (edge) => edge.parentId);
  return above.map((each) => ({
    okr: each,
    children: (children.get(each.id) ?? []).map(({ parentId: _, ...child }) => ({
      ...child,
      measure: measureOf(child),
    })),
  }));
}
