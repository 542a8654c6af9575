import { and, asc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type { MemberId, TeamId } from '../../db/ids.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { Refusal } from '../refusal.ts';
import { namedLike } from './searching.ts';
import type { Team } from './team.ts';

/** What a list of teams is narrowed by; all that are given must hold. `parent` null are those at the top. */
export type TeamFilters = { q?: string; parent?: TeamId | null; archived?: boolean };

/** A page of the teams, oldest first, archived ones included unless filtered. */
export async function listTeamPage(
  ctx: Context,
  { after, limit }: Cut,
  { q = '', parent, archived }: TeamFilters = {},
): Promise<Page<Team>> {
  const last = valuesOf(after, 'string');
  const rows = await withMembers(ctx)
    .where(
      and(
        eq(teams.orgId, ctx.org.id),
        last ? gt(teams.id, last[0] as TeamId) : undefined,
        parent === undefined ? undefined : sql`${teams.parentId} is ${parent}`,
        archived === undefined ? undefined : archived ? isNotNull(teams.archivedAt) : isNull(teams.archivedAt),
        sql`true${namedLike(q, sql`${teams.name}`)}`,
      ),
    )
    // The unary plus leads SQLite by the parent, not through all that the organization has.
    .orderBy(parent === undefined ? asc(teams.id) : sql`+${teams.id}`)
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
