import { and, asc, eq, isNull, notExists } from 'drizzle-orm';
import type { TeamId } from '../../db/ids.ts';
import { members, teamMembers } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { found, type Person } from '../members/finding.ts';

const MOST_FOUND = 20;

/** Active members with `q` in their name or address who do not belong to a team yet, by name; nobody for an empty `q`. At most 20. */
export async function listMembersOutside({ db, org }: Context, teamId: TeamId, q: string): Promise<Person[]> {
  if (q === '') return [];
  const seat = db
    .select({ id: teamMembers.memberId })
    .from(teamMembers)
    .where(and(eq(teamMembers.orgId, org.id), eq(teamMembers.teamId, teamId), eq(teamMembers.memberId, members.id)));
  return db
    .select({ id: members.id, name: members.name })
    .from(members)
    .where(and(eq(members.orgId, org.id), isNull(members.deactivatedAt), found(org.id, q), notExists(seat)))
    .orderBy(asc(members.name))
    .limit(MOST_FOUND);
}
