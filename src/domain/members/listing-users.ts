import { sql } from 'drizzle-orm';
import { bounces } from '../../db/schema/letters.ts';
import { okrOwners, okrs } from '../../db/schema/okrs.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { listed } from '../okrs/visible.ts';
import { type Cut, cut, type Page } from '../paging.ts';
import { demand, may, sentences } from '../permission.ts';
import { type MemberFilter, pageOfIds } from './filtering.ts';
import { type Census, MOST_COUNTED, MOST_OKRS, type User } from './user.ts';

const MOST_TEAMS = 20;

/** A page of the users whom the filter leaves, by name. @throws Refusal `forbidden` unless admin */
export async function listUsers(ctx: Context, filter: MemberFilter, at: Cut): Promise<Page<User>> {
  const { db, org, actor } = ctx;
  demand(may.administer(actor), sentences.admin);
  const rows = await db.all<Omit<User, 'teams'> & { teams: string }>(sql`
    select person.id, person.name, person.email, person.role, boss.name as manager, boss.email as managerEmail,
      (select json_group_array(joined.name) from (
        select team.name from ${teamMembers} as seat
          cross join ${teams} as team on team.id = seat.team_id and team.archived_at is null
          where seat.org_id = ${org.id} and seat.member_id = person.id order by team.name limit ${MOST_TEAMS}
      ) as joined) as teams,
      (select count(*) from (
        select 1 from ${okrOwners} as owned
          cross join ${okrs} as okr on okr.id = owned.okr_id and okr.closed_at is null and ${listed(ctx, sql`okr`)}
          where owned.org_id = ${org.id} and owned.member_id = person.id limit ${MOST_OKRS}
      )) as okrs,
      person.created_at as createdAt, person.deactivated_at as deactivatedAt, person.invited_at as invitedAt,
      person.seen_at as seenAt,
      (select bounce.at from ${bounces} as bounce where bounce.email = person.email) as bouncedAt
    from (${pageOfIds(ctx, filter, at)}) as page
    cross join ${members} as person on person.id = page.id
    left join ${members} as boss on boss.id = person.manager_id
    order by person.name, person.id`);
  const users = rows.map((row) => ({ ...row, teams: JSON.parse(row.teams) as string[] }));
  return cut(users, at.limit, (last) => [last.name, last.id]);
}

/** Counts the users; what is read is bounded, however many there are. */
export async function countUsers({ db, org }: Context): Promise<Census> {
  const upTo = (which: ReturnType<typeof sql>) =>
    sql`(select count(*) from (select 1 from ${members} ${which} limit ${MOST_COUNTED + 1}))`;
  const [census] = await db.all<Census>(sql`select
    ${upTo(sql`indexed by members_by_name where org_id = ${org.id}`)} as everybody,
    ${upTo(sql`indexed by members_invited where org_id = ${org.id} and invited_at is not null and deactivated_at is null`)} as invited,
    ${upTo(sql`indexed by members_deactivated where org_id = ${org.id} and deactivated_at is not null`)} as "left"`);
  return census!;
}
