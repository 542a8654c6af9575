import { and, eq, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { MemberId, TeamId } from '../../db/ids.ts';
import { teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refusal.ts';

/** The teams that a member has joined, by name, archived ones included. */
export const listSeats = ({ db, org }: Context, id: MemberId): Promise<{ id: TeamId; name: string }[]> =>
  db.all(sql`
    select team.id, team.name from ${teamMembers} as seat cross join ${teams} as team on team.id = seat.team_id
    where seat.org_id = ${org.id} and seat.member_id = ${id} order by team.name`);

/** @throws Refusal `invalid` unless all of these are teams of the organization */
export async function checkSeats({ db, org }: Context, ids: readonly TeamId[]): Promise<void> {
  const known = await db
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.orgId, org.id), sql`${teams.id} in (select value from json_each(${JSON.stringify(ids)}))`));
  const missing = ids.find((id) => !known.some((team) => team.id === id));
  if (missing) throw invalid({ team_ids: `No team ${missing} in this organization.` });
}

/** Makes these the teams of a member. */
export const seatRows = ({ db, org }: Context, id: MemberId, ids: readonly TeamId[]): Statement[] => {
  const named = JSON.stringify([...new Set(ids)]);
  return [
    db
      .delete(teamMembers)
      .where(
        and(
          eq(teamMembers.orgId, org.id),
          eq(teamMembers.memberId, id),
          sql`${teamMembers.teamId} not in (select value from json_each(${named}))`,
        ),
      ),
    db
      .insert(teamMembers)
      .select(sql`select ${org.id}, value, ${id} from json_each(${named}) where true`)
      .onConflictDoNothing(),
  ];
};
