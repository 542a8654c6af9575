import { and, asc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { OrgId } from '../../db/ids.ts';
import { eventSeals, events } from '../../db/schema/access.ts';
import { organizations } from '../../db/schema/organizations.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Seals whose events are forgotten in one commit. */
const SEALS_AT_ONCE = 10;

/** Organizations that do not keep their events for ever, at most `limit`. */
export const listForgetting = (db: Database, limit: number): Promise<{ orgId: OrgId }[]> =>
  db.select({ orgId: organizations.id }).from(organizations).where(isNotNull(organizations.auditDays)).limit(limit);

/**
 * Forgets the events under the oldest seals of an organization once all of them are older than it keeps events. The seals
 * stay, so that the rest of the chain still proves itself. @returns whether more is to be forgotten
 */
export async function pruneEvents(db: Database, orgId: OrgId, now: number): Promise<boolean> {
  const old = await db
    .select({ n: eventSeals.n })
    .from(eventSeals)
    .innerJoin(organizations, eq(organizations.id, eventSeals.orgId))
    .where(
      and(
        eq(eventSeals.orgId, orgId),
        isNull(eventSeals.prunedAt),
        lt(eventSeals.sealedAt, sql`${now} - ${organizations.auditDays} * ${DAY_MS}`),
      ),
    )
    .orderBy(asc(eventSeals.n))
    .limit(SEALS_AT_ONCE);
  const ns = old.map(({ n }) => n);
  if (ns.length === 0) return false;
  await commit(db, [
    db.delete(events).where(and(eq(events.orgId, orgId), inArray(events.seal, ns))),
    db
      .update(eventSeals)
      .set({ prunedAt: now })
      .where(and(eq(eventSeals.orgId, orgId), inArray(eventSeals.n, ns))),
  ]);
  return ns.length === SEALS_AT_ONCE;
}
