import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { OkrId, OrgId } from '../../db/ids.ts';
import { alignments, okrs, rollUpsDue } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';

/** OKRs that wait to be recomputed, of whatever organization. */
export type Due = { orgId: OrgId; okrId: OkrId };

/** Roll-ups that were due at `before` (ms) and still are: what a crash between commit and settling left behind. */
export const listDueRollUps = (db: Database, before: number, limit: number): Promise<Due[]> =>
  db
    .select({ orgId: rollUpsDue.orgId, okrId: rollUpsDue.okrId })
    .from(rollUpsDue)
    .where(lte(rollUpsDue.dueAt, before))
    .orderBy(asc(rollUpsDue.dueAt))
    .limit(limit);

/** What is due in an organization and has nothing right below it that is due too, at most `limit`. */
export async function listDeepestDue({ db, org }: Context, limit: number): Promise<OkrId[]> {
  const rows = await db.all<{ id: OkrId }>(sql`
    select due.okr_id as id from ${rollUpsDue} as due where due.org_id = ${org.id} and not exists (
      select 1 from ${alignments} as edge cross join ${rollUpsDue} as below
        where edge.org_id = due.org_id and edge.parent_id = due.okr_id
          and below.org_id = due.org_id and below.okr_id = edge.child_id
    ) limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** OKRs whose status changes by `now` (ms) because days have passed. */
export const listTurning = (db: Database, now: number, limit: number): Promise<Due[]> =>
  db
    .select({ orgId: okrs.orgId, okrId: okrs.id })
    .from(okrs)
    .where(lte(okrs.turnsAt, now))
    .orderBy(asc(okrs.turnsAt))
    .limit(limit);

/** Forgets the roll-up of an OKR that no longer exists. */
export const dropRollUp = ({ db, org }: Context, okrId: OkrId): Promise<unknown> =>
  db.delete(rollUpsDue).where(and(eq(rollUpsDue.orgId, org.id), eq(rollUpsDue.okrId, okrId)));
