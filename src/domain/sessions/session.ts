import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../../db/database.ts';
import type { BehalfId, SessionId } from '../../db/ids.ts';
import { apiTokens, sessions } from '../../db/schema/access.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import { behalves } from '../../db/schema/people.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Actor, Organization } from '../context.ts';
import type { SignInMethod, TokenScope } from '../words.ts';

/** A session lives this long (ms) after it was last used. */
export const SESSION_MS = 30 * 24 * 60 * 60_000;

/** How a member likes to see dates and numbers. */
export type Preferences = { email: string; locale: string; timeZone: string };

/** Where a signed-in person belongs. */
export type Belonging = { slug: string; name: string };

/** A signed-in member of one organization. `behalf`: an admin acts for them until then (ms). */
export type Presence = {
  org: Organization;
  actor: Actor & { via: 'page' };
  preferences: Preferences;
  session: { id: SessionId | null; seenAt: number; method: SignInMethod; memberSeenAt: number | null };
  behalf: { id: BehalfId; endsAt: number } | null;
};

/** Why a session does not open an organization that its person belongs to. */
export type Closed = { closed: 'sso' };

/**
 * The member that a session is in the organization of that address; null when it is none, or has expired. A session that
 * came through an organization's own sign-in opens that organization alone, unless its person also proved the address
 * to Cairn; an organization that lets in by its own sign-in alone is `closed` to all others, but for an owner's recovery.
 */
export async function findPresence(
  db: Database,
  token: string,
  slug: string,
  now: number,
): Promise<Presence | Closed | null> {
  const hash = await hashOf(token);
  const admin = alias(members, 'admin');
  const [found] = await db
    .select({ org: organizations, member: members, session: sessions, behalf: behalves, admin })
    .from(sessions)
    .innerJoin(organizations, eq(organizations.slug, slug))
    .leftJoin(
      behalves,
      and(
        eq(behalves.sessionHash, sessions.tokenHash),
        eq(behalves.orgId, organizations.id),
        gt(behalves.endsAt, now),
        isNull(behalves.endedAt),
      ),
    )
    .leftJoin(
      admin,
      and(eq(admin.orgId, organizations.id), eq(admin.email, sessions.email), isNull(admin.deactivatedAt)),
    )
    .innerJoin(
      members,
      and(
        eq(members.orgId, organizations.id),
        isNull(members.deactivatedAt),
        sql`case when ${behalves.id} is null then ${members.email} = ${sessions.email}
          else ${members.id} = ${behalves.memberId} and ${admin.id} = ${behalves.adminId} end`,
      ),
    )
    .where(and(eq(sessions.tokenHash, hash), gt(sessions.expiresAt, now)));
  if (!found) return null;
  const { org, member, session, behalf } = found;
  const cameBySso = session.ssoOrgs.includes(org.id);
  if (!session.proved && !cameBySso) return null;
  if (org.ssoOnly && !cameBySso && session.method !== 'recovery') return { closed: 'sso' };
  return {
    org,
    actor: {
      memberId: member.id,
      name: member.name,
      role: member.role,
      via: 'page',
      ...(behalf && found.admin && { by: { memberId: found.admin.id, name: found.admin.name } }),
    },
    preferences: {
      email: member.email,
      locale: member.locale ?? org.locale,
      timeZone: member.timeZone ?? org.timeZone,
    },
    session: { id: session.id, seenAt: session.seenAt, method: session.method, memberSeenAt: member.seenAt },
    behalf: behalf && { id: behalf.id, endsAt: behalf.endsAt },
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
