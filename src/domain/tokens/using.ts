import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { apiTokens } from '../../db/schema/access.ts';
import type { Caller } from '../sessions/session.ts';

const HOUR_MS = 60 * 60_000;

/** Notes that a token was used, at most once an hour: a busy script writes one row, not one for each call. */
export async function noteTokenUse(db: Database, { org, actor, usedAt }: Caller, now: number): Promise<void> {
  if (usedAt !== null && now - usedAt < HOUR_MS) return;
  await db
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(apiTokens.orgId, org.id),
        eq(apiTokens.id, actor.tokenId),
        or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, now - HOUR_MS)),
      ),
    );
}
