import { and, eq, gt, sql } from 'drizzle-orm';
import { guard, LostRace, type Statement } from '../../db/commit.ts';
import type { ConnectionId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { committing } from './adding.ts';
import { type Connection, type ConnectionPatch, intervalMs } from './connection.ts';
import { findChangeableConnection } from './finding.ts';

/**
 * Renames a connection, shares it or makes it private, or changes how often it is read; a shorter interval holds at once.
 * `expected` is the version that the editor saw, if they insist on it.
 * @throws Refusal `stale`, `not_found`, `forbidden`, `invalid` when the name is taken
 */
export async function editConnection(
  ctx: Context,
  id: ConnectionId,
  patch: ConnectionPatch,
  expected?: number,
): Promise<Connection> {
  const before = await findChangeableConnection(ctx, id);
  const soonest = patch.interval && ctx.now + intervalMs[patch.interval];
  return changeConnection(ctx, before, patch, {
    happening: { action: 'connection.edited', data: { fields: Object.keys(patch) } },
    expected,
    also: soonest ? [readBy(ctx, id, soonest)] : [],
  });
}

type Change = { happening: { action: string; data?: Record<string, unknown> }; expected?: number; also?: Statement[] };

/** Sets columns of a connection under compare-and-swap of its version, with the event. @throws Refusal `stale`, `forbidden` */
export async function changeConnection(
  ctx: Context,
  before: Connection,
  set: Partial<Connection>,
  { happening, expected = before.version, also = [] }: Change,
): Promise<Connection> {
  const { db, org } = ctx;
  demand(!set.shared || before.shared || may.shareConnection(ctx.actor), sentences.shareConnection);
  const after = { ...set, version: expected + 1 };
  try {
    await committing(ctx, [
      db
        .update(connections)
        .set(after)
        .where(and(eq(connections.orgId, org.id), eq(connections.id, before.id), eq(connections.version, expected))),
      guard(db),
      ...also,
      eventRow(ctx, { ...happening, subject: before.id }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal(
      'stale',
      'Somebody changed this connection since you read it. Look again, then repeat your change.',
    );
  }
  return { ...before, ...after };
}

/** Brings the next automatic read of every link of a connection forward to `at` (ms), where it would come later. */
export const readBy = ({ db, org }: Context, id: ConnectionId, at: number): Statement =>
  db
    .update(dataLinks)
    .set({ dueAt: sql`${at}` })
    .where(and(eq(dataLinks.orgId, org.id), eq(dataLinks.connectionId, id), gt(dataLinks.dueAt, at)));
