import { and, asc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { commit, guard, LostRace, type Statement } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { ConnectionId, OrgId } from '../../db/ids.ts';
import { connections, subscriptions } from '../../db/schema/connections.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import type { Connection } from './connection.ts';

/** Connections that pause and whose owners were not told, at most `limit`. */
export const listUnnoticed = (db: Database, limit: number): Promise<{ orgId: OrgId; connectionId: ConnectionId }[]> =>
  db
    .select({ orgId: connections.orgId, connectionId: connections.id })
    .from(connections)
    // What pauses has a trial ahead, and those have an index.
    .where(and(gt(connections.trialAt, 0), isNull(connections.noticedAt)))
    .limit(limit);

/** Whom to tell of which pause, and where its page is. `origin` is null where nobody ever said it. */
export type Notice = {
  connection: Connection;
  slug: string;
  to: string;
  locale: string;
  admin: boolean;
  origin: string | null;
};

/** What is written in the commit that claims a notice. */
type Beside = (notice: Notice) => Promise<Statement[]>;

/**
 * Claims the one notice of a pause. Null when it was claimed before, when reading goes on again, and when there is nobody
 * to tell. It goes to the owner of the connection, or to an owner of the organization when they have left. `now` in ms.
 */
export async function claimNotice(
  db: Database,
  id: ConnectionId,
  now: number,
  beside: Beside = async () => [],
): Promise<Notice | null> {
  const pauses = and(eq(connections.id, id), isNotNull(connections.pausedAt), isNull(connections.noticedAt));
  const [connection] = await db.select().from(connections).where(pauses);
  if (!connection) return null;
  const notice = await noticeOf(db, connection);
  try {
    await commit(db, [
      db.update(connections).set({ noticedAt: now }).where(pauses),
      guard(db),
      ...(notice ? await beside(notice) : []),
    ]);
    return notice;
  } catch (reason) {
    if (reason instanceof LostRace) return null;
    throw reason;
  }
}

async function noticeOf(db: Database, connection: Connection): Promise<Notice | null> {
  const [[org], [told], [subscription]] = await Promise.all([
    db
      .select({ slug: organizations.slug, locale: organizations.locale })
      .from(organizations)
      .where(eq(organizations.id, connection.orgId)),
    db
      .select({ email: members.email, role: members.role, locale: members.locale })
      .from(members)
      .where(
        and(
          eq(members.orgId, connection.orgId),
          isNull(members.deactivatedAt),
          or(eq(members.role, 'owner'), sql`${members.id} is ${connection.ownerId}`),
        ),
      )
      .orderBy(sql`${members.id} is ${connection.ownerId} desc`, asc(members.id))
      .limit(1),
    db
      .select({ callback: subscriptions.callback })
      .from(subscriptions)
      .where(and(eq(subscriptions.orgId, connection.orgId), eq(subscriptions.connectionId, connection.id)))
      .limit(1),
  ]);
  if (!org || !told) return null;
  const origin = URL.parse(subscription?.callback ?? '')?.origin ?? null;
  const { email: to, role } = told;
  return { connection, slug: org.slug, to, locale: told.locale ?? org.locale, admin: role !== 'member', origin };
}
