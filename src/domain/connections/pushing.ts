import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { ConnectionId } from '../../db/ids.ts';
import { connections, deliveries, subscriptions } from '../../db/schema/connections.ts';
import type { Connection } from './connection.ts';

/** The first push acts at once; those that follow within this time (ms) share one read at its end. */
export const PUSH_WINDOW_MS = 5_000;

/** A waiting read that has not come this long (ms) after its window is taken for lost. */
const LOST_AFTER_MS = 60_000;

type Window = Pick<Connection, 'pushedAt' | 'pushWaiting'>;

/** What a push asks for: a read now, one in `delayMs`, or none because one is already waiting. */
export type PushPlan = { read: 'now' } | { read: 'later'; delayMs: number } | { read: 'none' };

/** Decides what a push at `now` (ms) does, given the window it falls into. */
export function planPush({ pushedAt, pushWaiting }: Window, now: number): PushPlan {
  const since = pushedAt === null ? Number.POSITIVE_INFINITY : now - pushedAt;
  if (pushWaiting && since < PUSH_WINDOW_MS + LOST_AFTER_MS) return { read: 'none' };
  if (since >= PUSH_WINDOW_MS) return { read: 'now' };
  return { read: 'later', delayMs: PUSH_WINDOW_MS - since };
}

/** True the first time a delivery is seen; a repetition, however many, is false. */
export async function isNewDelivery(
  db: Database,
  connectionId: ConnectionId,
  deliveryId: string,
  now: number,
): Promise<boolean> {
  const added = await db
    .insert(deliveries)
    .values({ connectionId, deliveryId, at: now })
    .onConflictDoNothing()
    .returning({ id: deliveries.deliveryId });
  return added.length > 0;
}

/** Takes a delivery back that could not be acted on, so that its repetition is. */
export const forgetDelivery = (db: Database, connectionId: ConnectionId, deliveryId: string) =>
  db.delete(deliveries).where(and(eq(deliveries.connectionId, connectionId), eq(deliveries.deliveryId, deliveryId)));

/** Where the windows of pushes are kept: with the connection, or with what Cairn subscribed to. */
export type Windows = { id: ConnectionId; topic: string | null };

/**
 * Notes a push and returns what is to be done. Of pushes that arrive together exactly one gets each plan: the window is
 * moved under compare-and-swap, and who loses looks again.
 */
export async function notePush(db: Database, at: Windows, seen: Window, now: number): Promise<PushPlan> {
  const windows = windowsOf(db, at);
  if (at.topic !== null) await db.update(connections).set({ lastPushAt: now }).where(eq(connections.id, at.id));
  for (let window: Window | undefined = seen; window; ) {
    const plan = planPush(window, now);
    const next = plan.read === 'now' ? { pushedAt: now, pushWaiting: false } : { pushWaiting: true };
    if (await windows.move(window, { lastPushAt: now, ...next })) return plan;
    window = await windows.find();
  }
  return { read: 'none' };
}

/** Opens a new window before the waiting read begins: what is pushed during the read is read after it. */
export const endWindow = (db: Database, at: Windows, now: number) =>
  windowsOf(db, at).move(null, { pushedAt: now, pushWaiting: false });

type Moved = { pushedAt?: number; pushWaiting: boolean; lastPushAt?: number };

function windowsOf(db: Database, { id, topic }: Windows) {
  const table = topic === null ? connections : subscriptions;
  const own =
    topic === null ? eq(connections.id, id) : and(eq(subscriptions.connectionId, id), eq(subscriptions.topic, topic));
  return {
    /** False when the window is not the expected one any more. */
    async move(expected: Window | null, to: Moved): Promise<boolean> {
      const moved = await db
        .update(table)
        .set(to)
        .where(and(own, expected ? unchanged(table, expected) : undefined))
        .returning({ pushedAt: table.pushedAt });
      return moved.length > 0;
    },
    async find(): Promise<Window | undefined> {
      const [found] = await db
        .select({ pushedAt: table.pushedAt, pushWaiting: table.pushWaiting })
        .from(table)
        .where(own);
      return found;
    },
  };
}

const unchanged = (table: typeof connections | typeof subscriptions, { pushedAt, pushWaiting }: Window) =>
  and(
    pushedAt === null ? isNull(table.pushedAt) : eq(table.pushedAt, pushedAt),
    sql`${table.pushWaiting} = ${pushWaiting ? 1 : 0}`,
  );
