import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { commit, LostRace } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import { invitations } from '../../db/schema/people.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Context, Organization } from '../context.ts';
import type { Member } from '../members/member.ts';
import { type Invitation, isExpired } from './invitation.ts';
import { joinRows } from './joining.ts';

/** Why a link opens nothing: it ran out, was used, was taken back, a newer letter was sent, or its member may not come. */
export type Shut = 'expired' | 'used' | 'revoked' | 'replaced' | 'deactivated';

/** What a link of an invitation leads to. `shut` is null while it opens; `inviter` while they are still there to ask. */
export type Door = {
  org: Organization & { ssoOnly: boolean };
  member: Member;
  inviter: string | null;
  shut: Shut | null;
};

/** Where a link leads; null for one that never was. */
export async function findDoor(db: Database, token: string, now: number): Promise<Door | null> {
  const inviter = alias(members, 'inviter');
  const [found] = await db
    .select({
      org: organizations,
      member: members,
      invitation: invitations,
      inviter: inviter.name,
      newest: sql<string>`(select max(id) from invitations as each_one
        where each_one.org_id = ${invitations.orgId} and each_one.member_id = ${invitations.memberId})`.as('newest'),
    })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, invitations.orgId))
    .innerJoin(members, and(eq(members.id, invitations.memberId), eq(members.orgId, invitations.orgId)))
    .leftJoin(
      inviter,
      and(
        eq(inviter.id, invitations.invitedById),
        eq(inviter.orgId, invitations.orgId),
        sql`${inviter.deactivatedAt} is null`,
      ),
    )
    .where(eq(invitations.tokenHash, await hashOf(token)));
  if (!found) return null;
  const { org, member, inviter: asked } = found;
  return { org, member, inviter: asked, shut: shutOf(found, now) };
}

/**
 * Uses a door that is open: its member has come. @returns false when somebody was faster, with the same link or in taking
 * it back
 */
export async function accept(db: Database, { org, member }: Door, now: number): Promise<boolean> {
  const { id: memberId, name, role } = member;
  const ctx: Context = { db, org, now, actor: { memberId, name, role, via: 'page' } };
  try {
    await commit(db, joinRows(ctx, memberId));
    return true;
  } catch (reason) {
    if (reason instanceof LostRace) return false;
    throw reason;
  }
}

function shutOf(
  { member, invitation, newest }: { member: Member; invitation: Invitation; newest: string },
  now: number,
): Shut | null {
  if (member.deactivatedAt !== null) return 'deactivated';
  if (invitation.acceptedAt !== null || member.invitedAt === null) return 'used';
  if (invitation.revokedAt !== null) return 'revoked';
  if (invitation.id !== newest) return 'replaced';
  return isExpired(invitation, now) ? 'expired' : null;
}
