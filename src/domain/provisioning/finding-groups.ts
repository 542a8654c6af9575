import { and, asc, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { TeamId } from '../../db/ids.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { isThere, type Stretch } from './finding-users.ts';
import type { Group } from './group.ts';

/** What an index finds groups by. */
export type GroupLookup = { by: 'id' | 'externalId' | 'name' | 'member'; value: string };

/** @throws Refusal `not_found`, also for a team that is archived */
export async function findGroup(ctx: Context, id: TeamId, withMembers = true): Promise<Group> {
  const which = and(eq(teams.orgId, ctx.org.id), eq(teams.id, id));
  const [group] = await read(ctx, which, { offset: 0, limit: 1 }, withMembers);
  if (!group) throw new Refusal('not_found', 'There is no such group.');
  return group;
}

/** Groups in the order in which they came, and how many there are. Archived teams are not among them. */
export async function listGroups(
  ctx: Context,
  stretch: Stretch,
  withMembers: boolean,
): Promise<{ found: Group[]; total: number }> {
  const { db, org } = ctx;
  const [found, [counted]] = await Promise.all([
    stretch.limit > 0 ? read(ctx, undefined, stretch, withMembers) : [],
    db.all<{ total: number }>(
      sql`select count(*) as total from ${teams} where org_id = ${org.id} and archived_at is null`,
    ),
  ]);
  return { found, total: counted!.total };
}

/** The groups that any of the lookups finds, and at most `limit` of them. Reads no more than it finds. */
export async function lookUpGroups(
  ctx: Context,
  lookups: readonly GroupLookup[],
  limit: number,
  withMembers: boolean,
): Promise<Group[]> {
  const which = or(...lookups.map((each) => conditionOf(ctx, each)));
  const groups = await read(ctx, which, { offset: 0, limit }, withMembers);
  return groups.sort((a, b) => (a.team.id < b.team.id ? -1 : 1));
}

async function read(
  { db, org }: Context,
  which: SQL | undefined,
  { offset, limit }: Stretch,
  withMembers: boolean,
): Promise<Group[]> {
  const seated = sql<string | null>`(
    select json_group_array(json_object('id', person.id, 'name', person.name)) from ${teamMembers} as seat
    cross join ${members} as person on person.id = seat.member_id
    where seat.org_id = teams.org_id and seat.team_id = teams.id and ${isThere})`;
  const rows = await db
    .select({ team: teams, members: (withMembers ? seated : sql<null>`null`).as('members') })
    .from(teams)
    .where(and(which ?? eq(teams.orgId, org.id), isNull(teams.archivedAt)))
    .orderBy(...(which ? [] : [asc(teams.id)]))
    .limit(limit)
    .offset(offset);
  return rows.map(({ team, members: own }) => ({ team, members: own === null ? null : JSON.parse(own) }));
}

/** Each with the organization in it, so that each is answered by an index of its own. */
function conditionOf({ org }: Context, { by, value }: GroupLookup): SQL {
  const own = eq(teams.orgId, org.id);
  switch (by) {
    case 'id':
      return and(own, eq(teams.id, value as TeamId))!;
    case 'externalId':
      return and(own, eq(teams.externalId, value))!;
    case 'name':
      return and(own, eq(teams.name, value))!;
    case 'member':
      return and(
        own,
        sql`${teams.id} in (select team_id from ${teamMembers} where org_id = ${org.id} and member_id = ${value})`,
      )!;
  }
}
