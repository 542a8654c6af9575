import { and, eq, isNull, lte, max, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { ConnectionId } from '../../db/ids.ts';
import { subscriptions } from '../../db/schema/connections.ts';
import type { Connection } from './connection.ts';

/** Pushes of one topic that Cairn asked a provider for. `secret` only encrypted. */
export type Subscription = typeof subscriptions.$inferSelect;

/** A provider that was asked and never answered (ms), or that would not, is asked again after this time. */
const AGAIN_AFTER_MS = 60 * 60_000;

export const listSubscriptions = (db: Database, id: ConnectionId): Promise<Subscription[]> =>
  db.select().from(subscriptions).where(eq(subscriptions.connectionId, id)).orderBy(subscriptions.topic);

/** Connections that pushes were asked for, an hour ago or more, with the address that their provider was told to call. */
export const listSubscribed = (db: Database, now: number) =>
  db
    .select({
      orgId: subscriptions.orgId,
      connectionId: subscriptions.connectionId,
      callback: subscriptions.callback,
      askedAt: max(subscriptions.askedAt),
    })
    .from(subscriptions)
    .where(lte(subscriptions.askedAt, now - AGAIN_AFTER_MS))
    // The plus keeps the planner from walking the whole primary key for the sake of its order.
    .groupBy(sql`+${subscriptions.connectionId}`);

export async function findSubscription(db: Database, id: ConnectionId, topic: string): Promise<Subscription | null> {
  const [found] = await db.select().from(subscriptions).where(own(id, topic));
  return found ?? null;
}

/** What is to be begun and what to be ended so that exactly the wanted topics are subscribed to. Pure. `now` in ms. */
export function planSubscriptions(
  wanted: readonly string[],
  there: readonly Subscription[],
  now: number,
): { begin: string[]; end: Subscription[] } {
  const good = ({ state, askedAt }: Subscription) => state === 'active' || now - askedAt < AGAIN_AFTER_MS;
  const kept = there.filter((each) => wanted.includes(each.topic) && good(each));
  return {
    begin: wanted.filter((topic) => !kept.some((each) => each.topic === topic)),
    end: there.filter((each) => !wanted.includes(each.topic)),
  };
}

/**
 * Notes that a provider is about to be asked, before it is: a handshake may come before its answer. False when somebody
 * else has just noted the same.
 */
export async function noteAsked(
  db: Database,
  { id, orgId }: Pick<Connection, 'id' | 'orgId'>,
  topic: string,
  callback: string,
  before: Subscription | null,
  now: number,
): Promise<boolean> {
  const asked = { state: 'asked' as const, callback, askedAt: now, hookId: null, secret: null, failureDetail: null };
  const noted = await db
    .insert(subscriptions)
    .values({ connectionId: id, orgId, topic, ...asked })
    .onConflictDoUpdate({
      target: [subscriptions.connectionId, subscriptions.topic],
      set: asked,
      setWhere: eq(subscriptions.askedAt, before?.askedAt ?? -1),
    })
    .returning({ topic: subscriptions.topic });
  return noted.length > 0;
}

/** Notes what came of asking. False when it is wanted no more, or was asked for again meanwhile. */
export async function noteAnswer(
  db: Database,
  id: ConnectionId,
  topic: string,
  callback: string,
  answer: { hookId: string } | { failureDetail: string },
): Promise<boolean> {
  const set = 'hookId' in answer ? { state: 'active' as const, ...answer } : { state: 'failed' as const, ...answer };
  const noted = await db
    .update(subscriptions)
    .set(set)
    .where(and(own(id, topic), eq(subscriptions.callback, callback)))
    .returning({ topic: subscriptions.topic });
  return noted.length > 0;
}

/** Notes that a provider ended pushes by itself: they are asked for again, as those that it would not give. */
export const noteEnded = (db: Database, { connectionId, topic, callback }: Subscription, failureDetail: string) =>
  db
    .update(subscriptions)
    .set({ state: 'failed', failureDetail })
    .where(and(own(connectionId, topic), eq(subscriptions.callback, callback), eq(subscriptions.state, 'active')));

/** Keeps the secret that a provider hands over in its handshake: once, and only while it was asked for. */
export async function noteHandshake(
  db: Database,
  { connectionId, topic }: Subscription,
  secret: string,
): Promise<boolean> {
  const noted = await db
    .update(subscriptions)
    .set({ secret })
    .where(and(own(connectionId, topic), eq(subscriptions.state, 'asked'), isNull(subscriptions.secret)))
    .returning({ topic: subscriptions.topic });
  return noted.length > 0;
}

export const dropSubscription = (db: Database, { connectionId, topic, callback }: Subscription) =>
  db.delete(subscriptions).where(and(own(connectionId, topic), eq(subscriptions.callback, callback)));

const own = (id: ConnectionId, topic: string) =>
  and(eq(subscriptions.connectionId, id), eq(subscriptions.topic, topic));
