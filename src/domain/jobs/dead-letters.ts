import { and, desc, eq, lt } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { ConnectionId, DeadLetterId, OrgId } from '../../db/ids.ts';
import { deadLetters } from '../../db/schema/connections.ts';
import { ulid } from '../../lib/ulid.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';

/** Work that failed as often as it may. `job` is the message as it was. */
export type DeadLetter = typeof deadLetters.$inferSelect;

type Work = { orgId: string; connectionId?: string };

/**
 * Keeps work that was given up, for an admin to try again: one letter, however often the message `messageId` comes. `at` is
 * when the message was sent (ms).
 */
export const keepDeadLetter = async (db: Database, messageId: string, job: Work, at: number) =>
  db
    .insert(deadLetters)
    .values({
      id: await letterId(messageId, at),
      orgId: job.orgId as OrgId,
      connectionId: (job.connectionId ?? null) as ConnectionId | null,
      job,
      at,
    })
    .onConflictDoNothing();

/** Sorts by time as all ids do, and is the same for each delivery of one message. */
async function letterId(messageId: string, at: number): Promise<DeadLetterId> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(messageId)));
  return `dl_${ulid(at, digest.slice(0, 16))}` as DeadLetterId;
}

const MOST = 100;

/** What was given up, newest first, at most 100. @throws Refusal `forbidden` unless admin */
export async function listDeadLetters({ db, org, actor }: Context): Promise<DeadLetter[]> {
  demand(may.administer(actor), sentences.admin);
  return db.select().from(deadLetters).where(eq(deadLetters.orgId, org.id)).orderBy(desc(deadLetters.id)).limit(MOST);
}

/**
 * Takes a letter off the list, to be tried again or let go. Of two who do so at once, one gets it.
 * @throws Refusal `not_found`, `forbidden` unless admin
 */
export async function takeDeadLetter(
  ctx: Context,
  id: DeadLetterId,
  action: 'retried' | 'dropped',
): Promise<DeadLetter> {
  const { db, org, actor } = ctx;
  demand(may.administer(actor), sentences.admin);
  const [taken] = await db
    .delete(deadLetters)
    .where(and(eq(deadLetters.orgId, org.id), eq(deadLetters.id, id)))
    .returning();
  if (!taken) throw new Refusal('not_found', 'This work is not waiting any more.');
  await commit(db, [eventRow(ctx, { action: `work.${action}`, subject: id, data: { job: taken.job.type } })]);
  return taken;
}

/** Work that nobody looked after for 90 days. */
export const pruneDeadLetters = (db: Database, before: number) =>
  db.delete(deadLetters).where(lt(deadLetters.at, before));
