import { sql } from 'drizzle-orm';
import type { MemberId, TeamId } from '../../db/ids.ts';
import { bounces } from '../../db/schema/letters.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { holdsNothing } from '../members/holdings.ts';
import { type Ground, type Known, roleIn } from './planning.ts';
import type { Row } from './row.ts';

/** Levels beyond which no organization goes; keeps a walk finite whatever the rows say. */
const DEEPEST = 50;

/** What these rows are held against, in one trip. It costs what the rows name, not what the organization has. */
export async function findGround({ db, org, actor }: Context, rows: readonly Row[]): Promise<Ground> {
  const named = each(rows.flatMap(({ email, manager }) => [email, manager]));
  const observing = rows.filter((row) => roleIn(row) === 'observer').map(({ email }) => email);
  const [known, found, seats, back, held] = await Promise.all([
    db.all<Known>(sql`
      with recursive up(id, height) as (
        select person.id, 0 from json_each(${named}) as said
          cross join ${members} as person on person.org_id = ${org.id} and person.email = said.value
        union
        select boss.manager_id, up.height + 1 from up cross join ${members} as boss on boss.id = up.id
          where boss.manager_id is not null and up.height < ${DEEPEST}
      )
      select distinct person.id, person.email, person.name, person.role, person.manager_id as managerId,
          person.deactivated_at as deactivatedAt, person.invited_at as invitedAt
        from up cross join ${members} as person on person.id = up.id and person.org_id = ${org.id}`),
    db.all<{ id: TeamId; name: string; archivedAt: number | null }>(sql`
      select team.id, team.name, team.archived_at as archivedAt from json_each(${each(rows.flatMap(spellings))}) as said
        cross join ${teams} as team on team.org_id = ${org.id} and team.name = said.value`),
    db.all<{ memberId: MemberId; teamId: TeamId }>(sql`
      select seat.member_id as memberId, seat.team_id as teamId
        from json_each(${each(rows.filter((row) => row.teams.length > 0).map(({ email }) => email))}) as said
        cross join ${members} as person on person.org_id = ${org.id} and person.email = said.value
        cross join ${teamMembers} as seat on seat.org_id = person.org_id and seat.member_id = person.id`),
    db.all<{ email: string; reason: string }>(
      sql`select back.email, back.reason from json_each(${each(rows.map(({ email }) => email))}) as said
        cross join ${bounces} as back on back.email = said.value`,
    ),
    db.all<{ id: MemberId }>(sql`
      select person.id from json_each(${each(observing)}) as said
        cross join ${members} as person on person.org_id = ${org.id} and person.email = said.value
        where not (${holdsNothing(org.id, personId)})`),
  ]);
  return {
    members: known,
    teams: found,
    seats,
    bounces: new Map(back.map(({ email, reason }) => [email, reason])),
    bound: new Set(held.map(({ id }) => id)),
    actor: actor.role,
  };
}

const personId = sql`person.id` as unknown as MemberId;

const each = (values: readonly string[]): string => JSON.stringify([...new Set(values)].filter(Boolean));

/** The ways in which a team of this name is usually written: an index finds names only as they are. */
const spellings = ({ teams }: Row): string[] =>
  teams.flatMap((name) => {
    const small = name.toLowerCase();
    const first = small.charAt(0).toUpperCase() + small.slice(1);
    return [name, small, name.toUpperCase(), first, small.replace(/(?<=^|\s)\S/g, (sign) => sign.toUpperCase())];
  });
