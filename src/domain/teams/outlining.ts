import { type SQL, sql } from 'drizzle-orm';
import type { MemberId, TeamId } from '../../db/ids.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { namedLike } from './searching.ts';
import { MOST_LISTED } from './team.ts';

/** A team in a list: with its lead, and its members and the teams right below it counted up to `MOST_LISTED`. */
export type TeamRow = {
  id: TeamId;
  name: string;
  type: string | null;
  parentId: TeamId | null;
  parent: string | null;
  leadId: MemberId | null;
  lead: string | null;
  archivedAt: number | null;
  members: number;
  below: number;
};

/** A team with some of the teams right below it; `hidden` of them were not read. */
export type TeamBranch = TeamRow & { branches: TeamRow[]; hidden: number };

/** Teams below those of one page, in all; and teams below one that are shown there, or only counted where it has more. */
const SECOND = 100;
const SHOWN_BELOW = 24;

/**
 * A page of the teams right below one, or of those at the top, by name: two levels of the tree. Teams of the second level
 * are read where a team has few of them, and counted where it has many.
 */
export async function outline(ctx: Context, under: TeamId | null, { after, limit }: Cut): Promise<Page<TeamBranch>> {
  const { db, org } = ctx;
  const last = valuesOf(after, 'string', 'string');
  const rows = await db.all<TeamRow & { second: number }>(sql`
    with first(id, name) as (
      select id, name from ${teams} where org_id = ${org.id} and parent_id is ${under} and archived_at is null
        ${last ? sql`and (name, id) > (${last[0]}, ${last[1]})` : sql``} order by +name, id limit ${limit + 1}
    ), picked(id, second) as (
      select id, 0 from first
      union all
      select * from (select child.id, 1 from first
        cross join ${teams} as child on child.org_id = ${org.id} and child.parent_id = first.id
        where child.archived_at is null and ${SHOWN_BELOW} >= (select count(*) from (
          select 1 from ${teams} as sibling where sibling.org_id = ${org.id} and sibling.parent_id = first.id
            limit ${SHOWN_BELOW + 1})) order by first.name, first.id, child.name, child.id limit ${SECOND})
    ) select picked.second, ${rowColumns(ctx)} from picked ${joined('picked')}
      order by picked.second, team.name, team.id`);
  const under2 = Map.groupBy(
    rows.filter(({ second }) => second),
    ({ parentId }) => parentId,
  );
  const branches = rows
    .filter(({ second }) => !second)
    .map((row): TeamBranch => {
      const below = under2.get(row.id) ?? [];
      return { ...row, branches: below, hidden: Math.max(0, row.below - below.length) };
    });
  return cut(branches, limit, ({ name, id }) => [name, id]);
}

/** Which of all teams: those with words in their name that begin so, or those that were put away. */
export type TeamFilter = { q: string; archived: boolean };

/** A page of the teams that match, by name. Reads in the order of names, as far as it has to for a page. */
export async function listTeamRows(
  ctx: Context,
  { q, archived }: TeamFilter,
  { after, limit }: Cut,
): Promise<Page<TeamRow>> {
  const { db, org } = ctx;
  const last = valuesOf(after, 'string', 'string');
  const rows = await db.all<TeamRow>(sql`
    with picked(id) as (
      select id from ${teams} where org_id = ${org.id} ${archived ? sql`and archived_at is not null` : sql``}
        ${namedLike(q)} ${last ? sql`and name > ${last[0]}` : sql``} order by name limit ${limit + 1}
    ) select ${rowColumns(ctx)} from picked ${joined('picked')} order by team.name, team.id`);
  return cut(rows, limit, ({ name, id }) => [name, id]);
}

/** The columns of a `TeamRow`, of the team under the alias `team`; `most` is what is counted up to. */
export const rowColumns = (
  { org }: Context,
  most = MOST_LISTED,
): SQL => sql`team.id, team.name, team.type, team.parent_id as parentId,
  above.name as parent, team.lead_id as leadId, lead.name as lead, team.archived_at as archivedAt,
  (select count(*) from (select 1 from ${teamMembers} as seat where seat.org_id = ${org.id} and seat.team_id = team.id
    limit ${most})) as members,
  (select count(*) from (select 1 from ${teams} as child where child.org_id = ${org.id} and child.parent_id = team.id
    and child.archived_at is null limit ${most})) as below`;

/** The joins that `rowColumns` needs, from what has the ids of teams. */
export const joined = (picked: string): SQL => sql`
  cross join ${teams} as team on team.id = ${sql.raw(picked)}.id
  left join ${members} as lead on lead.id = team.lead_id
  left join ${teams} as above on above.id = team.parent_id`;
