import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { commit, guard, isDuplicate, LostRace } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { EventId, OrgId } from '../../db/ids.ts';
import { eventSeals, events } from '../../db/schema/access.ts';
import { BEGINNING, type SealedEvent, sealOf } from './chain.ts';

/** Events under one seal, at most. */
const EVENTS_PER_SEAL = 500;

/** Organizations with events that no seal covers yet, at most `limit`. */
export const listUnsealed = (db: Database, limit: number): Promise<{ orgId: OrgId }[]> =>
  // Named, because SQLite would else walk all events in the order of their seals.
  db.all(
    sql`select distinct org_id as orgId from ${events} indexed by events_unsealed where seal is null limit ${limit}`,
  );

/** The columns of an event that its seal covers. */
export const sealed = {
  id: events.id,
  at: events.at,
  actorId: events.actorId,
  byId: events.byId,
  via: events.via,
  action: events.action,
  subjectId: events.subjectId,
  data: sql<string>`${events.data}`.as('text'),
};

/**
 * Puts the next seal on the events of an organization that have none, the oldest 500. One that comes late, after others
 * of its moment were sealed, is under the next seal. Repeated or run twice at once it does no harm. @returns whether
 * events are left
 */
export async function sealEvents(db: Database, orgId: OrgId, now: number): Promise<boolean> {
  const [[last], rows] = await Promise.all([
    db.select().from(eventSeals).where(eq(eventSeals.orgId, orgId)).orderBy(desc(eventSeals.n)).limit(1),
    db
      .select(sealed)
      .from(events)
      .where(and(eq(events.orgId, orgId), isNull(events.seal)))
      .orderBy(asc(events.id))
      .limit(EVENTS_PER_SEAL),
  ]);
  const [first, newest] = [rows[0], rows.at(-1)];
  if (!first || !newest) return false;
  try {
    await putSeal(db, orgId, last, rows, now);
  } catch (reason) {
    if (!isDuplicate(reason, 'event_seals.n') && !(reason instanceof LostRace)) throw reason;
    return true;
  }
  return rows.length === EVENTS_PER_SEAL;
}

async function putSeal(
  db: Database,
  orgId: OrgId,
  last: { n: number; hash: string } | undefined,
  rows: readonly (SealedEvent & { id: EventId })[],
  now: number,
): Promise<void> {
  const n = (last?.n ?? 0) + 1;
  const previous = last?.hash ?? BEGINNING;
  const ids = rows.map(({ id }) => id);
  await commit(db, [
    db.insert(eventSeals).values({
      orgId,
      n,
      hash: await sealOf(orgId, previous, rows),
      previous,
      events: rows.length,
      firstId: ids[0]!,
      lastId: ids.at(-1)!,
      sealedAt: now,
    }),
    db
      .update(events)
      .set({ seal: n })
      .where(and(sql`${events.id} in (select value from json_each(${JSON.stringify(ids)}))`, isNull(events.seal))),
    guard(db, rows.length),
  ]);
}
