import { and, count, eq, gt, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../db/database.ts';
import { newId, type OrgId } from '../../db/ids.ts';
import { sessions, signInLinks } from '../../db/schema/access.ts';
import { members } from '../../db/schema/organizations.ts';
import { hashOf, newToken } from '../../lib/tokens.ts';
import { Refusal } from '../refusal.ts';
import type { SignInMethod } from '../words.ts';
import { SESSION_MS } from './session.ts';

/** A link works this long (ms). */
export const LINK_MS = 15 * 60_000;

/** Links that one address may ask for within `LINK_MS`. */
const MOST_LINKS = 5;

export const email = z
  .email('Write an e-mail address, like dana@example.com.')
  .max(254)
  .transform((text) => text.trim().toLowerCase());

/**
 * Makes a sign-in link for an address, good once and only in the browser that holds `browser`. Null, without a hint to
 * the person, when nobody has that address or it asked too often: whoever asks learns nothing about who is a member.
 */
export async function makeSignInLink(
  db: Database,
  { address, browser, next }: { address: string; browser: string; next: string },
  now: number,
): Promise<string | null> {
  const [[known], [recent]] = await Promise.all([
    db
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.email, address), isNull(members.deactivatedAt)))
      .limit(1),
    db
      .select({ links: count() })
      .from(signInLinks)
      .where(and(eq(signInLinks.email, address), gt(signInLinks.createdAt, now - LINK_MS))),
  ]);
  if (!known || (recent?.links ?? 0) >= MOST_LINKS) return null;
  const token = newToken();
  await db.insert(signInLinks).values({
    tokenHash: await hashOf(token),
    email: address,
    browserHash: await hashOf(browser),
    next,
    createdAt: now,
    expiresAt: now + LINK_MS,
  });
  return token;
}

/**
 * Uses a link up. @returns the address that it proves, and where to go
 * @throws Refusal `unauthorized` when the link was used, has expired or belongs to another browser
 */
export async function useSignInLink(
  db: Database,
  { token, browser }: { token: string; browser: string },
  now: number,
): Promise<{ address: string; next: string }> {
  const [used] = await db
    .update(signInLinks)
    .set({ usedAt: now })
    .where(
      and(
        eq(signInLinks.tokenHash, await hashOf(token)),
        eq(signInLinks.browserHash, await hashOf(browser)),
        isNull(signInLinks.usedAt),
        gt(signInLinks.expiresAt, now),
      ),
    )
    .returning({ email: signInLinks.email, next: signInLinks.next });
  if (!used)
    throw new Refusal(
      'unauthorized',
      'This link has been used, is older than 15 minutes or was made in another browser. Ask for a new one.',
    );
  return { address: used.email, next: used.next };
}

/** How somebody came, and from where. `ssoOrg` is the organization through whose own sign-in they did. */
export type Beginning = {
  address: string;
  method: SignInMethod;
  ssoOrg?: OrgId;
  userAgent?: string | null;
  place?: string | null;
};

/** Starts a session for an address whose owner has proved it. @returns the token that the browser keeps */
export async function startSession(
  db: Database,
  { address, method, ssoOrg, userAgent = null, place = null }: Beginning,
  now: number,
): Promise<string> {
  const token = newToken();
  await db.insert(sessions).values({
    tokenHash: await hashOf(token),
    id: newId('ses', now),
    email: address,
    method,
    proved: ssoOrg === undefined,
    ssoOrgs: ssoOrg === undefined ? [] : [ssoOrg],
    userAgent,
    place,
    createdAt: now,
    seenAt: now,
    expiresAt: now + SESSION_MS,
  });
  return token;
}

/** Lets a session live on from now. */
export const prolongSession = async (db: Database, token: string, now: number): Promise<unknown> =>
  db
    .update(sessions)
    .set({ seenAt: now, expiresAt: now + SESSION_MS })
    .where(eq(sessions.tokenHash, await hashOf(token)));

/** Ends a session. Ending one that does not exist does nothing. */
export const endSession = async (db: Database, token: string): Promise<unknown> =>
  db.delete(sessions).where(eq(sessions.tokenHash, await hashOf(token)));

/** Forgets links and sessions that have expired. */
export const pruneSessions = (db: Database, now: number): Promise<unknown> =>
  Promise.all([
    db.delete(signInLinks).where(lt(signInLinks.expiresAt, now)),
    db.delete(sessions).where(lt(sessions.expiresAt, now)),
  ]);
