import { and, eq, gt, lt } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { challenges } from '../../db/schema/people.ts';
import { hashOf, newToken } from '../../lib/tokens.ts';

/** A challenge waits this long (ms) for its answer: a sign-in page offers passkeys for as long as it stands open. */
export const CHALLENGE_MS = 15 * 60_000;

/** What a challenge is for, and a secret of the browser that was given it. It is good for nothing and nobody else. */
export type Asked = { purpose: string; holder: string };

/** Gives a browser something to sign: 256 random bits, base64url. */
export async function giveChallenge(db: Database, asked: Asked, now: number): Promise<string> {
  const challenge = newToken();
  const hash = await keyOf(challenge, asked);
  await db.insert(challenges).values({ hash, purpose: asked.purpose, expiresAt: now + CHALLENGE_MS });
  return challenge;
}

/** Uses a challenge up, whatever comes of its answer. @returns whether it was given to this browser, for this, and not too long ago */
export async function takeChallenge(db: Database, challenge: string, asked: Asked, now: number): Promise<boolean> {
  const taken = await db
    .delete(challenges)
    .where(and(eq(challenges.hash, await keyOf(challenge, asked)), gt(challenges.expiresAt, now)))
    .returning({ hash: challenges.hash });
  return taken.length === 1;
}

/** Forgets challenges that nobody answered. */
export const pruneChallenges = (db: Database, now: number) =>
  db.delete(challenges).where(lt(challenges.expiresAt, now));

const keyOf = (challenge: string, { purpose, holder }: Asked): Promise<string> =>
  hashOf(`challenge ${purpose} ${holder} ${challenge}`);
