import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { MemberId, TeamId } from '../../db/ids.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { Refusal } from '../refusal.ts';
import type { Team } from './team.ts';

/** A page of the teams, oldest first, archived ones included. */
export async function listTeamPage(ctx: Context, { after, limit }: Cut): Promise<Page<Team>> {
  const last = valuesOf(after, 'string');
  const rows = await withMembers(ctx)
    .where(and(eq(teams.orgId, ctx.org.id), last ? gt(teams.id, last[0] as TeamId) : undefined))
    .orderBy(asc(teams.id))
    .limit(limit + 1);
  return cut(rows.map(flat), limit, (last) => [last.id]);
}

/** @throws Refusal `not_found` */
export async function findTeam(ctx: Context, id: TeamId): Promise<Team> {
  const [found] = await withMembers(ctx).where(and(eq(teams.orgId, ctx.org.id), eq(teams.id, id)));
  if (!found) throw new Refusal('not_found', 'There is no such team.');
  return flat(found);
}

const withMembers = ({ db }: Context) =>
  db
    .select({
      team: teams,
      memberIds: sql<string>`(select json_group_array(member_id) from team_members
        where team_members.org_id = teams.org_id and team_members.team_id = teams.id)`.as('member_ids'),
    })
    .from(teams);

const flat = ({ team, memberIds }: { team: Omit<Team, 'memberIds'>; memberIds: string }): Team => ({
  ...team,
  memberIds: (JSON.parse(memberIds) as MemberId[]).sort(),
});
