import { and, eq, lt, ne } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { MemberId, SessionId } from '../../db/ids.ts';
import { sessions } from '../../db/schema/access.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demandFor } from '../members/creating.ts';
import { findMember } from '../members/listing.ts';
import { Refusal } from '../refusal.ts';
import { ownSessions, sessionsHere } from './listing.ts';
import { demandOneself } from './oneself.ts';
import type { OwnSession } from './session.ts';

/** Ends the session of a browser. Ending one that does not exist does nothing. */
export const endSession = async (db: Database, token: string): Promise<unknown> =>
  db.delete(sessions).where(eq(sessions.tokenHash, await hashOf(token)));

/** Ends one of the acting person's sessions. @throws Refusal `not_found`, `forbidden` to an admin who acts for them */
export async function endOwnSession(ctx: Context, own: OwnSession, id: SessionId): Promise<void> {
  demandOneself(ctx);
  try {
    await commit(ctx.db, [
      ctx.db.delete(sessions).where(and(ownSessions(ctx, own), eq(sessions.id, id))),
      guard(ctx.db),
      eventRow(ctx, { action: 'member.session_ended', subject: ctx.actor.memberId!, data: { session: id } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('not_found', 'This session has ended already.');
  }
}

/** Ends all of the acting person's sessions but the one with this token. @throws Refusal `forbidden` as `endOwnSession` */
export async function endOtherSessions(ctx: Context, own: OwnSession, token: string): Promise<void> {
  demandOneself(ctx);
  await commit(ctx.db, [
    ctx.db.delete(sessions).where(and(ownSessions(ctx, own), ne(sessions.tokenHash, await hashOf(token)))),
    eventRow(ctx, { action: 'member.sessions_ended', subject: ctx.actor.memberId!, data: { others: true } }),
  ]);
}

/**
 * Ends every session by which a member comes here. One that also opens other organizations ends there too, which costs its
 * person a sign-in; one that does not open this organization stays.
 * @throws Refusal `not_found`; `forbidden` unless admin, or for an owner unless owner
 */
export async function endSessionsOf(ctx: Context, memberId: MemberId): Promise<void> {
  const { id, role } = await findMember(ctx, memberId);
  demandFor(ctx, role);
  await commit(ctx.db, [
    ctx.db.delete(sessions).where(sessionsHere(ctx, id)),
    eventRow(ctx, { action: 'member.sessions_ended', subject: id }),
  ]);
}

/** Forgets sessions that have expired. */
export const pruneEnded = (db: Database, now: number) => db.delete(sessions).where(lt(sessions.expiresAt, now));
