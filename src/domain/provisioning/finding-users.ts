import { and, asc, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { MemberId } from '../../db/ids.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { found } from '../members/finding.ts';
import { Refusal } from '../refusal.ts';
import { plainUserName, type User } from './user.ts';

/** What an index finds users by. */
export type UserLookup = { by: 'id' | 'userName' | 'externalId' | 'email' | 'name'; value: string };

/** A part of a list: how many come before it, and how many it has at most. */
export type Stretch = { offset: number; limit: number };

/** Whether identity systems see a member at all: they did not delete them, and nobody deleted their data. */
export const isThere = sql`(erased_at is null and (deactivated_at is null or coalesce(profile ->> 'deleted', 0) = 0))`;

/** @throws Refusal `not_found`, also for one whom the identity system deleted */
export async function findUser(ctx: Context, id: MemberId): Promise<User> {
  const [user] = await read(ctx, and(eq(members.orgId, ctx.org.id), eq(members.id, id)), { offset: 0, limit: 1 });
  if (!user) throw new Refusal('not_found', 'There is no such user.');
  return user;
}

/** Users in the order in which they came, and how many there are. Deactivated ones are among them, deleted ones are not. */
export async function listUsers(ctx: Context, stretch: Stretch): Promise<{ found: User[]; total: number }> {
  const { db, org } = ctx;
  const [users, [counted]] = await Promise.all([
    stretch.limit > 0 ? read(ctx, undefined, stretch) : [],
    db.all<{ total: number }>(sql`
      select (select count(*) from ${members} where org_id = ${org.id})
        - (select count(*) from ${members} where org_id = ${org.id} and deactivated_at is not null and not ${isThere})
        as total`),
  ]);
  return { found: users, total: counted!.total };
}

/** The users that any of the lookups finds, and at most `limit` of them. Reads no more than it finds. */
export async function lookUpUsers(ctx: Context, lookups: readonly UserLookup[], limit: number): Promise<User[]> {
  const users = await read(ctx, or(...lookups.map((each) => conditionOf(ctx, each))), { offset: 0, limit });
  return users.sort((a, b) => (a.member.id < b.member.id ? -1 : 1));
}

async function read({ db, org }: Context, which: SQL | undefined, { offset, limit }: Stretch): Promise<User[]> {
  const rows = await db
    .select({
      member: members,
      teams: sql<string>`(
        select json_group_array(json_object('id', team.id, 'name', team.name)) from ${teamMembers} as seat
        cross join ${teams} as team on team.id = seat.team_id and team.archived_at is null
        where seat.org_id = members.org_id and seat.member_id = members.id)`.as('teams'),
    })
    .from(members)
    .where(and(which ?? eq(members.orgId, org.id), isThere))
    // Asked for in order, SQLite would rather walk through all of them than look a few up.
    .orderBy(...(which ? [] : [asc(members.id)]))
    .limit(limit)
    .offset(offset);
  return rows.map(({ member, teams: own }) => ({ member, teams: JSON.parse(own) }));
}

/** Each with the organization in it, so that each is answered by an index of its own. */
function conditionOf({ org }: Context, { by, value }: UserLookup): SQL {
  const own = eq(members.orgId, org.id);
  const plain = plainUserName(value);
  switch (by) {
    case 'id':
      return and(own, eq(members.id, value as MemberId))!;
    case 'externalId':
      return and(own, eq(members.externalId, value))!;
    case 'email':
      return and(own, eq(members.email, plain))!;
    case 'userName':
      return or(and(own, eq(members.userName, plain)), and(own, eq(members.email, plain), isNull(members.userName)))!;
    case 'name':
      return and(own, found(org.id, value) ?? eq(members.name, value))!;
  }
}
