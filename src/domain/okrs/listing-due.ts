import { and, asc, eq, lte } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { OkrId, OrgId } from '../../db/ids.ts';
import { okrs, rollUpsDue } from '../../db/schema/okrs.ts';
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
