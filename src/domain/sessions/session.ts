import { and, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../../db/database.ts';
import type { BehalfId, OrgId, SessionId } from '../../db/ids.ts';
import { apiTokens, sessions } from '../../db/schema/access.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import { behalves } from '../../db/schema/people.ts';
import { hashOf } from '../../lib/tokens.ts';
import { stillLets } from '../behalves/letting.ts';
import type { Actor, Organization } from '../context.ts';
import { allows, hasExpired, scopesFor } from '../tokens/token.ts';
import type { SignInMethod, TokenScope } from '../words.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A session lives this long (ms) after it was last used, unless an organization that it opens lets it live longer. */
export const SESSION_MS = 30 * DAY_MS;

/** No session lives longer than this (ms) after it began, however often it is used. */
export const LONGEST_SESSION_MS = 90 * DAY_MS;

/** How a member likes to see dates and numbers. */
export type Preferences = { email: string; locale: string; timeZone: string };

/** Where a signed-in person belongs. */
export type Belonging = { slug: string; name: string };

/**
 * The session itself. `proved`: its person showed that the address is theirs, and not an organization on their behalf.
 * `days`: how long it opens this organization without being used. `memberSeenAt`: when the member was last here;
 * `invitedAt`: when they were asked to come, while they have not.
 */
export type OwnSession = {
  id: SessionId | null;
  startedAt: number;
  seenAt: number;
  days: number;
  method: SignInMethod;
  proved: boolean;
  memberSeenAt: number | null;
  invitedAt: number | null;
};

/** A signed-in member of one organization. `behalf`: an admin acts for them until then (ms). */
export type Presence = {
  org: Organization;
  actor: Actor & { via: 'page' };
  preferences: Preferences;
  session: OwnSession;
  behalf: { id: BehalfId; endsAt: number } | null;
};

/** Why a session does not open an organization that its person belongs to. */
export type Closed = { closed: 'sso' };

/**
 * The member that a session is in the organization of that address; null when it is none, or has expired. A session that
 * came through an organization's own sign-in opens that organization alone, unless its person also proved the address
 * to Cairn; an organization that lets in by its own sign-in alone is `closed` to all others, but for an owner's recovery.
 * It opens no organization after that one's `sessionDays` without use. The role is the member's of this very moment.
 */
export async function findPresence(
  db: Database,
  token: string,
  slug: string,
  now: number,
): Promise<Presence | Closed | null> {
  const hash = await hashOf(token);
  const own = alias(members, 'own');
  const [found] = await db
    .select({
      org: organizations,
      member: members,
      session: sessions,
      behalf: behalves,
      own: { id: own.id, name: own.name, role: own.role },
    })
    .from(sessions)
    .innerJoin(organizations, eq(organizations.slug, slug))
    .innerJoin(own, and(eq(own.orgId, organizations.id), eq(own.email, sessions.email), isNull(own.deactivatedAt)))
    .leftJoin(
      behalves,
      and(
        eq(behalves.sessionHash, sessions.tokenHash),
        eq(behalves.orgId, organizations.id),
        eq(behalves.adminId, own.id),
        inArray(own.role, ['owner', 'admin']),
        gt(behalves.endsAt, now),
        isNull(behalves.endedAt),
        stillLets(),
      ),
    )
    .innerJoin(
      members,
      and(eq(members.id, sql`coalesce(${behalves.memberId}, ${own.id})`), eq(members.orgId, organizations.id)),
    )
    .where(and(alive(hash, now), sql`${sessions.seenAt} + ${organizations.sessionDays} * ${DAY_MS} > ${now}`));
  if (!found) return null;
  const { org, member, session, behalf } = found;
  const cameBySso = session.ssoOrgs.includes(org.id);
  if (!session.proved && !cameBySso) return null;
  const recovers = session.method === 'recovery' && found.own.role === 'owner';
  if (org.ssoOnly && !cameBySso && !recovers) return { closed: 'sso' };
  return {
    org,
    actor: {
      memberId: member.id,
      name: member.name,
      role: member.role,
      via: 'page',
      ...(behalf && { by: { memberId: found.own.id, name: found.own.name } }),
    },
    preferences: {
      email: member.email,
      locale: member.locale ?? org.locale,
      timeZone: member.timeZone ?? org.timeZone,
    },
    session: {
      id: session.id,
      startedAt: session.createdAt,
      seenAt: session.seenAt,
      days: org.sessionDays,
      method: session.method,
      proved: session.proved,
      memberSeenAt: member.seenAt,
      invitedAt: member.invitedAt,
    },
    behalf: behalf && { id: behalf.id, endsAt: behalf.endsAt },
  };
}

/** The organizations that a session opens, by name; null when nobody is signed in. */
export async function listBelongings(db: Database, token: string, now: number): Promise<Belonging[] | null> {
  const rows = await db
    .select({ slug: organizations.slug, name: organizations.name })
    .from(sessions)
    .leftJoin(members, and(eq(members.email, sessions.email), isNull(members.deactivatedAt), opens(members.orgId)))
    .leftJoin(organizations, eq(organizations.id, members.orgId))
    .where(alive(await hashOf(token), now))
    .orderBy(organizations.name);
  return rows.length === 0 ? null : rows.filter((row): row is Belonging => row.slug !== null);
}

/** Whether a session may open an organization: its person proved the address, or came through that one's own sign-in. */
export const opens = (orgId: typeof members.orgId | OrgId): SQL =>
  sql`(${sessions.proved} or exists (select 1 from json_each(${sessions.ssoOrgs}) where value = ${orgId}))`;

const alive = (hash: string, now: number): SQL =>
  and(eq(sessions.tokenHash, hash), gt(sessions.expiresAt, now), gt(sessions.createdAt, now - LONGEST_SESSION_MS))!;

/** A script that acts through the API. `usedAt` (ms) is when its token was last noted as used. */
export type Caller = {
  org: Organization;
  actor: Actor & { via: 'api' };
  scopes: TokenScope[];
  usedAt: number | null;
};

/**
 * The caller behind an API token; null when it is unknown, revoked or expired, or acts for a member who has left. A token
 * of the organization acts in its own name, as long as the organization is there.
 */
export async function findCaller(db: Database, token: string, now: number): Promise<Caller | null> {
  const [found] = await db
    .select({ org: organizations, member: members, token: apiTokens })
    .from(apiTokens)
    .innerJoin(organizations, eq(organizations.id, apiTokens.orgId))
    .innerJoin(members, and(eq(members.id, apiTokens.memberId), eq(members.orgId, apiTokens.orgId)))
    .where(
      and(
        eq(apiTokens.tokenHash, await hashOf(token)),
        isNull(apiTokens.revokedAt),
        or(eq(apiTokens.kind, 'organization'), isNull(members.deactivatedAt)),
      ),
    );
  if (!found || hasExpired(found.token, now)) return null;
  const { org, member, token: row } = found;
  const who =
    row.kind === 'organization'
      ? { memberId: null, name: row.name, role: 'admin' as const }
      : { memberId: member.id, name: member.name, role: member.role };
  const scopes = scopesFor(who.role, row.scopes);
  const limited = !allows(scopes, 'admin');
  return {
    org,
    actor: { ...who, via: 'api', tokenId: row.id, ...(limited && { limited }) },
    scopes,
    usedAt: row.lastUsedAt,
  };
}
