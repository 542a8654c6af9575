import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { organizations } from '../../db/schema/organizations.ts';
import { scimTokens } from '../../db/schema/people.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Actor, Organization } from '../context.ts';

const HOUR_MS = 60 * 60_000;

/** The system with which an organization keeps its people: whose it is, as whom it acts, and when it was last here (ms). */
export type IdentitySystem = { org: Organization; actor: Actor & { via: 'scim' }; usedAt: number | null };

/** The identity system behind a token; null when nobody has it. */
export async function findIdentitySystem(db: Database, token: string): Promise<IdentitySystem | null> {
  const [found] = await db
    .select({ org: organizations, usedAt: scimTokens.lastUsedAt })
    .from(scimTokens)
    .innerJoin(organizations, eq(organizations.id, scimTokens.orgId))
    .where(eq(scimTokens.tokenHash, await hashOf(token)));
  return found ? { ...found, actor: { memberId: null, name: 'Identity system', role: 'admin', via: 'scim' } } : null;
}

/** Notes that an identity system was here, at most once an hour. */
export async function noteProvisioning(db: Database, { org, usedAt }: IdentitySystem, now: number): Promise<void> {
  if (usedAt !== null && now - usedAt < HOUR_MS) return;
  await db
    .update(scimTokens)
    .set({ lastUsedAt: now })
    .where(
      and(eq(scimTokens.orgId, org.id), or(isNull(scimTokens.lastUsedAt), lt(scimTokens.lastUsedAt, now - HOUR_MS))),
    );
}
