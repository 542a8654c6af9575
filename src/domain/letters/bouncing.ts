import { and, eq, inArray, sql } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { MemberId } from '../../db/ids.ts';
import { bounces, letters } from '../../db/schema/letters.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { findMember } from '../members/listing.ts';
import { demand, may, sentences } from '../permission.ts';
import type { Bounce, BounceKind } from './bounce.ts';

/** What a mail service tells of a letter that it had taken. `at` in ms. */
export type Return = { serviceId: string | null; to: readonly string[]; kind: BounceKind; reason: string; at: number };

const MOST_IN_REASON = 200;

/** Marks the addresses that a letter came back from. Told again, it changes nothing. */
export async function noteReturn(db: Database, { serviceId, to, kind, reason, at }: Return): Promise<void> {
  const short = reason.slice(0, MOST_IN_REASON);
  const marks = to.map((email) => markStatement(db, { email: email.toLowerCase(), kind, reason: short, at }));
  const letter = serviceId
    ? [db.update(letters).set({ state: 'failed', reason: kind }).where(eq(letters.serviceId, serviceId))]
    : [];
  await commit(db, [...marks, ...letter]);
}

/** Marks an address at which the mail service itself sends nothing any more. */
export const noteBounce = (db: Database, bounce: Bounce): Promise<void> => commit(db, [markStatement(db, bounce)]);

/** The newest word counts, in whatever order they come. */
const markStatement = (db: Database, bounce: Bounce) =>
  db
    .insert(bounces)
    .values(bounce)
    .onConflictDoUpdate({
      target: bounces.email,
      set: { kind: bounce.kind, reason: bounce.reason, at: bounce.at },
      setWhere: sql`excluded.at > ${bounces.at}`,
    });

/** What is known of these addresses that letters came back from. */
export const listBounced = (db: Database, emails: readonly string[]): Promise<Bounce[]> =>
  emails.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(bounces)
        .where(inArray(bounces.email, [...emails]));

/**
 * Takes the mark from a member's address, so that letters are tried there again.
 * @throws Refusal `not_found`, `forbidden` unless admin
 */
export async function clearBounce(ctx: Context, id: MemberId): Promise<void> {
  const { db, actor } = ctx;
  demand(may.administer(actor), sentences.admin);
  const { email } = await findMember(ctx, id);
  const [bounce] = await listBounced(db, [email]);
  if (!bounce) return;
  await commit(db, [
    db.delete(bounces).where(and(eq(bounces.email, email), eq(bounces.at, bounce.at))),
    eventRow(ctx, { action: 'member.mail_retried', subject: id }),
  ]);
}
