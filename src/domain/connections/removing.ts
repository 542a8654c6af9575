import { and, asc, eq, notExists, sql } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { connections, dataLinks, subscriptions } from '../../db/schema/connections.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import type { Connection } from './connection.ts';

/** OKRs that a connection feeds, at most `limit` of them. */
export async function listFedIds({ db, org }: Context, connection: Connection, limit: number): Promise<OkrId[]> {
  const rows = await db
    .select({ okrId: dataLinks.okrId })
    .from(dataLinks)
    .where(and(eq(dataLinks.orgId, org.id), eq(dataLinks.connectionId, connection.id)))
    .orderBy(asc(dataLinks.queryKey))
    .limit(limit);
  return rows.map((row) => row.okrId);
}

/**
 * Deletes a connection that feeds nothing any more; `connection` comes from `findChangeableConnection`.
 * False, and nothing happens, while an OKR is linked to it. Its past readings stay with their OKRs.
 */
export async function removeConnection(ctx: Context, { id, name, provider }: Connection): Promise<boolean> {
  const { db, org } = ctx;
  const feeds = db
    .select({ one: sql`1` })
    .from(dataLinks)
    .where(and(eq(dataLinks.orgId, org.id), eq(dataLinks.connectionId, id)));
  try {
    await commit(db, [
      db.delete(connections).where(and(eq(connections.orgId, org.id), eq(connections.id, id), notExists(feeds))),
      guard(db),
      db.delete(subscriptions).where(eq(subscriptions.connectionId, id)),
      eventRow(ctx, { action: 'connection.removed', subject: id, data: { name, provider } }),
    ]);
    return true;
  } catch (reason) {
    if (reason instanceof LostRace) return false;
    throw reason;
  }
}
