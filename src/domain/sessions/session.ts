import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { apiTokens, sessions } from '../../db/schema/access.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Actor, Organization } from '../context.ts';
import type { TokenScope } from '../words.ts';

/** A session lives this long (ms) after it was last used. */
export const SESSION_MS = 30 * 24 * 60 * 60_000;

/** How a member likes to see dates and numbers. */
export type Preferences = { email: string; locale: string; timeZone: string };

/** A signed-in member of one organization. */
export type Presence = { org: Organization; actor: Actor & { via: 'page' }; preferences: Preferences; seenAt: number };

/** Where a signed-in person belongs. */
export type Belonging = { slug: string; name: string };

/** The member that a session is in the organization of that address; null when it is none, or has expired. */
export async function findPresence(db: Database, token: string, slug: string, now: number): Promise<Presence | null> {
  const [found] = await db
    .select({ org: organizations, member: members, seenAt: sessions.seenAt })
    .from(sessions)
    .innerJoin(organizations, eq(organizations.slug, slug))
    .innerJoin(
      members,
      and(eq(members.orgId, organizations.id), eq(members.email, sessions.email), isNull(members.deactivatedAt)),
    )
    .where(and(eq(sessions.tokenHash, await hashOf(token)), gt(sessions.expiresAt, now)));
  if (!found) return null;
  const { org, member, seenAt } = found;
  return {
    org,
    actor: { memberId: member.id, name: member.name, role: member.role, via: 'page' },
    preferences: {
      email: member.email,
      locale: member.locale ?? org.locale,
      timeZone: member.timeZone ?? org.timeZone,
    },
    seenAt,
  };
}

/** The organizations of a signed-in person, by name; null when nobody is signed in. */
export async function listBelongings(db: Database, token: string, now: number): Promise<Belonging[] | null> {
  const rows = await db
    .select({ slug: organizations.slug, name: organizations.name })
    .from(sessions)
    .leftJoin(members, and(eq(members.email, sessions.email), isNull(members.deactivatedAt)))
    .leftJoin(organizations, eq(organizations.id, members.orgId))
    .where(and(eq(sessions.tokenHash, await hashOf(token)), gt(sessions.expiresAt, now)))
    .orderBy(organizations.name);
  return rows.length === 0 ? null : rows.filter((row): row is Belonging => row.slug !== null);
}

/** A script that acts for a member through the API. */
export type Caller = { org: Organization; actor: Actor & { via: 'api' }; scopes: TokenScope[] };

/** The caller behind an API token; null when it is unknown, revoked, expired or its member has left. */
export async function findCaller(db: Database, token: string, now: number): Promise<Caller | null> {
  const [found] = await db
    .select({ org: organizations, member: members, token: apiTokens })
    .from(apiTokens)
    .innerJoin(organizations, eq(organizations.id, apiTokens.orgId))
    .innerJoin(
      members,
      and(eq(members.id, apiTokens.memberId), eq(members.orgId, apiTokens.orgId), isNull(members.deactivatedAt)),
    )
    .where(and(eq(apiTokens.tokenHash, await hashOf(token)), isNull(apiTokens.revokedAt)));
  if (!found || (found.token.expiresAt !== null && found.token.expiresAt <= now)) return null;
  const { org, member, token: row } = found;
  return {
    org,
    actor: { memberId: member.id, name: member.name, role: member.role, via: 'api', tokenId: row.id },
    scopes: row.scopes,
  };
}
