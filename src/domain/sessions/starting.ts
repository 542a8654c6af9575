import { and, eq, gt } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { newId, type OrgId } from '../../db/ids.ts';
import { sessions } from '../../db/schema/access.ts';
import { hashOf, newToken } from '../../lib/tokens.ts';
import type { SignInMethod } from '../words.ts';
import { LONGEST_SESSION_MS, SESSION_MS } from './session.ts';

/**
 * How somebody came, and from where. `ssoOrg` is the organization through whose own sign-in they did; `former` the token
 * of the session that their browser had.
 */
export type Beginning = {
  address: string;
  method: SignInMethod;
  ssoOrg?: OrgId;
  former?: string;
  userAgent?: string | null;
  place?: string | null;
};

/**
 * Starts a session for an address whose owner has proved it, or for whom an organization vouches. What the former session
 * of the same person had shown stays shown when they come through an organization's own sign-in, until that session would
 * have reached its greatest age: who belongs to two organizations need not choose. @returns the token that the browser keeps
 */
export async function startSession(
  db: Database,
  { address, method, ssoOrg, former, userAgent = null, place = null }: Beginning,
  now: number,
): Promise<string> {
  const token = newToken();
  const before = ssoOrg && former ? await shownBy(db, former, address, now) : undefined;
  await db.insert(sessions).values({
    tokenHash: await hashOf(token),
    id: newId('ses', now),
    email: address,
    method,
    proved: ssoOrg === undefined || before?.proved === true,
    ssoOrgs: ssoOrg === undefined ? [] : [...new Set([...(before?.ssoOrgs ?? []), ssoOrg])],
    userAgent,
    place,
    createdAt: before?.createdAt ?? now,
    seenAt: now,
    expiresAt: Math.min((before?.createdAt ?? now) + LONGEST_SESSION_MS, now + SESSION_MS),
  });
  return token;
}

async function shownBy(db: Database, token: string, address: string, now: number) {
  const [found] = await db
    .select({ proved: sessions.proved, ssoOrgs: sessions.ssoOrgs, createdAt: sessions.createdAt })
    .from(sessions)
    .where(and(eq(sessions.tokenHash, await hashOf(token)), eq(sessions.email, address), gt(sessions.expiresAt, now)));
  return found;
}
