import type { Database } from '../../db/database.ts';
import { challenges } from '../../db/schema/people.ts';
import { hashOf } from '../../lib/tokens.ts';

/**
 * Uses the state of a sign-in up. Nothing is written when one begins, so that whoever begins many fills no table; what is
 * kept is that a state has been used, until it is too old anyway (`until`, ms). @returns false when it was used before
 */
export async function consumeState(db: Database, state: string, until: number): Promise<boolean> {
  const used = await db
    .insert(challenges)
    .values({ hash: await hashOf(`sso ${state}`), purpose: 'sso', email: null, expiresAt: until })
    .onConflictDoNothing()
    .returning({ hash: challenges.hash });
  return used.length > 0;
}
