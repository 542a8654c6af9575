import { and, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../../db/database.ts';
import type { InvitationId, OrgId } from '../../db/ids.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import { invitations } from '../../db/schema/people.ts';
import type { Invitation } from './invitation.ts';

/** What a letter of an invitation needs. Locale and time zone are the member's, else the organization's. */
export type ToWrite = {
  invitation: Invitation;
  to: string;
  name: string;
  organization: string;
  inviter: string | null;
  locale: string;
  timeZone: string;
};

/** What the letters of these invitations need, of those that still ask somebody to come. */
export async function listToWrite(db: Database, orgId: OrgId, ids: readonly InvitationId[]): Promise<ToWrite[]> {
  const inviter = alias(members, 'inviter');
  const rows = await db
    .select({ invitation: invitations, member: members, org: organizations, inviter: inviter.name })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, invitations.orgId))
    .innerJoin(members, and(eq(members.id, invitations.memberId), eq(members.orgId, invitations.orgId)))
    .leftJoin(inviter, and(eq(inviter.id, invitations.invitedById), eq(inviter.orgId, invitations.orgId)))
    .where(
      and(
        sql`${invitations.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        eq(sql`+${invitations.orgId}`, orgId),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        isNull(members.deactivatedAt),
      ),
    );
  return rows.map(({ invitation, member, org, inviter: asked }) => ({
    invitation,
    to: member.email,
    name: member.name,
    organization: org.name,
    inviter: asked,
    locale: member.locale ?? org.locale,
    timeZone: member.timeZone ?? org.timeZone,
  }));
}
