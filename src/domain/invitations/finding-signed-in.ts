import { and, eq, gt } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { sessions } from '../../db/schema/access.ts';
import { hashOf } from '../../lib/tokens.ts';

/** The address that a browser is signed in with; null when it is with none. `now` in ms. */
export async function findSignedIn(db: Database, token: string, now: number): Promise<string | null> {
  const [found] = await db
    .select({ email: sessions.email })
    .from(sessions)
    .where(and(eq(sessions.tokenHash, await hashOf(token)), gt(sessions.expiresAt, now)));
  return found?.email ?? null;
}
