import { and, desc, eq, gt, not, type SQL, sql } from 'drizzle-orm';
import type { MemberId, SessionId } from '../../db/ids.ts';
import { sessions } from '../../db/schema/access.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import type { SignInMethod } from '../words.ts';
import { addressOf, demandOneself } from './oneself.ts';
import { type OwnSession, opens } from './session.ts';

const SHOWN = 50;
const DAY_MS = 24 * 60 * 60_000;

/** A browser that is signed in. `userAgent` and `place` are what it, and its network, said at the beginning. */
export type ListedSession = {
  id: SessionId | null;
  method: SignInMethod;
  userAgent: string | null;
  place: string | null;
  startedAt: number;
  seenAt: number;
};

/** The acting person's own sessions, last used first. @throws Refusal `forbidden` to an admin who acts for them */
export async function listOwnSessions(ctx: Context, own: OwnSession): Promise<ListedSession[]> {
  demandOneself(ctx);
  return list(ctx, ownSessions(ctx, own));
}

/** The sessions by which a member comes here, for admins. @throws Refusal `forbidden` unless admin */
export async function listSessionsOf(ctx: Context, memberId: MemberId): Promise<ListedSession[]> {
  demand(may.administer(ctx.actor), sentences.admin);
  return list(ctx, sessionsHere(ctx, memberId));
}

/**
 * The sessions that are somebody's own business. Who came through an organization's own sign-in, and never proved the
 * address, is shown no more than what that organization vouched for: it may have vouched for a stranger.
 */
export const ownSessions = (ctx: Context, { proved }: OwnSession): SQL =>
  and(eq(sessions.email, addressOf(ctx)), proved ? undefined : and(not(sessions.proved), opens(ctx.org.id)))!;

/**
 * The sessions that are an organization's business: of a member who has been here, and that open it. Anybody's address can
 * be made a member's; nothing of theirs is seen here before they came.
 */
export const sessionsHere = (ctx: Context, memberId: MemberId): SQL =>
  and(
    eq(sessions.email, addressOf(ctx, memberId)),
    opens(ctx.org.id),
    gt(sessions.seenAt, ctx.now - ctx.org.sessionDays * DAY_MS),
    sql`exists (select 1 from ${members} as here
      where here.org_id = ${ctx.org.id} and here.id = ${memberId} and here.seen_at is not null)`,
  )!;

const list = ({ db, now }: Context, which: SQL): Promise<ListedSession[]> =>
  db
    .select({
      id: sessions.id,
      method: sessions.method,
      userAgent: sessions.userAgent,
      place: sessions.place,
      startedAt: sessions.createdAt,
      seenAt: sessions.seenAt,
    })
    .from(sessions)
    .where(and(which, gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.seenAt))
    .limit(SHOWN);
