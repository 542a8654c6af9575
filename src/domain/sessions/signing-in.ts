import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../db/database.ts';
import { signInLinks } from '../../db/schema/access.ts';
import { members } from '../../db/schema/organizations.ts';
import { hashOf, newToken } from '../../lib/tokens.ts';
import { Refusal } from '../refusal.ts';

/** A link works this long (ms). */
export const LINK_MS = 15 * 60_000;

export const email = z
  .email('Write an e-mail address, like dana@example.com.')
  .max(254)
  .transform((text) => text.trim().toLowerCase());

/**
 * Makes a sign-in link for an address, good once and only in the browser that holds `browser`. Null, without a hint to
 * the person, when nobody has that address: whoever asks learns nothing about who is a member. How often somebody may ask
 * is counted before (attempts/limits.ts).
 */
export async function makeSignInLink(
  db: Database,
  { address, browser, next }: { address: string; browser: string; next: string },
  now: number,
): Promise<string | null> {
  const [known] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.email, address), isNull(members.deactivatedAt)))
    .limit(1);
  if (!known) return null;
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

/** Forgets links that have expired. */
export const pruneLinks = (db: Database, now: number) => db.delete(signInLinks).where(lt(signInLinks.expiresAt, now));
