import { and, eq, isNull, sql } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import { sessions } from '../../db/schema/access.ts';
import { members } from '../../db/schema/organizations.ts';
import { behalves } from '../../db/schema/people.ts';
import { hashOf, newToken } from '../../lib/tokens.ts';
import type { Context } from '../context.ts';
import { adminOf } from '../events/event.ts';
import { LONGEST_SESSION_MS, type OwnSession } from './session.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Whether it is time to write down that a session is used and that its member is here: at most once an hour, and not more
 * seldom, because an organization may end a session after a day without use.
 */
export const isDue = ({ seenAt, memberSeenAt }: OwnSession, now: number): boolean =>
  now - seenAt > HOUR_MS || now - (memberSeenAt ?? 0) > HOUR_MS;

/**
 * Lets a session live on for as long as the organization lets one rest, up to its greatest age, and notes that its member
 * was here. For whom an admin acts is not here.
 */
export async function keepAlive({ db, org, actor, now }: Context, token: string, { days }: OwnSession): Promise<void> {
  const lives = db
    .update(sessions)
    .set({
      seenAt: now,
      expiresAt: sql`min(${sessions.createdAt} + ${LONGEST_SESSION_MS}, max(${sessions.expiresAt}, ${now + days * DAY_MS}))`,
    })
    .where(eq(sessions.tokenHash, await hashOf(token)));
  const isHere = db
    .update(members)
    .set({ seenAt: now })
    .where(and(eq(members.orgId, org.id), eq(members.id, actor.memberId!), isNull(members.deactivatedAt)));
  await commit(db, adminOf(actor) ? [lives] : [lives, isHere]);
}

/**
 * Gives a session another token, where its rights grow: nobody who knew the old one comes along. It stays the same session
 * otherwise, and an admin who acts for somebody in it goes on doing so. @returns the token that the browser keeps from now on
 */
export async function rotateSession(db: Database, token: string): Promise<string> {
  const fresh = newToken();
  const [before, after] = await Promise.all([hashOf(token), hashOf(fresh)]);
  await commit(db, [
    db.update(sessions).set({ tokenHash: after }).where(eq(sessions.tokenHash, before)),
    db.update(behalves).set({ sessionHash: after }).where(eq(behalves.sessionHash, before)),
  ]);
  return fresh;
}
