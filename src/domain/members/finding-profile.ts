import { sql } from 'drizzle-orm';
import type { MemberId, OkrId, TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { listed } from '../okrs/visible.ts';
import { dueFor } from '../organizations/finding-shell.ts';
import { Refusal } from '../refusal.ts';
import type { MemberState, Role } from '../words.ts';
import { stateOf } from './member.ts';

/** A member as everybody in the organization sees them. `email` is null once their data was deleted. */
export type Profile = {
  id: MemberId;
  name: string;
  email: string | null;
  role: Role;
  state: MemberState;
  manager: { id: MemberId; name: string } | null;
  reports: { id: MemberId; name: string }[];
  /** Teams that they lead or belong to, by name. */
  teams: { id: TeamId; name: string; leads: boolean }[];
  /** Check-ins that wait for them, of OKRs that whoever asks may see; the longest silence first. */
  waiting: { id: OkrId; title: string; checkedInAt: number | null }[];
};

const MOST_REPORTS = 100;
const MOST_TEAMS = 50;
const MOST_WAITING = 20;

/** A member with those around them and what waits for them. Four statements that travel together. @throws Refusal `not_found` */
export async function findProfile(ctx: Context, id: MemberId): Promise<Profile> {
  const { db, org } = ctx;
  const [[person], reports, theirs, waiting] = await Promise.all([
    db.all<Read>(sql`
      select person.id, person.name, person.email, person.role, person.deactivated_at as deactivatedAt,
        person.invited_at as invitedAt, person.erased_at as erasedAt, boss.id as bossId, boss.name as boss
      from ${members} as person
      left join ${members} as boss on boss.id = person.manager_id and boss.deactivated_at is null
      where person.id = ${id} and +person.org_id = ${org.id}`),
    db.all<{ id: MemberId; name: string }>(sql`
      select id, name from ${members} where org_id = ${org.id} and manager_id = ${id} and deactivated_at is null
        order by +name, id limit ${MOST_REPORTS}`),
    db.all<{ id: TeamId; name: string; leads: number }>(sql`
      select team.id, team.name, team.lead_id = ${id} as leads from (
        select id from ${teams} where org_id = ${org.id} and lead_id = ${id}
        union
        select team_id from ${teamMembers} where org_id = ${org.id} and member_id = ${id}
      ) as mine cross join ${teams} as team on team.id = mine.id and team.archived_at is null
      order by team.name limit ${MOST_TEAMS}`),
    db
      .select({ id: okrs.id, title: okrs.title, checkedInAt: okrs.checkedInAt })
      .from(okrs)
      .where(sql`${dueFor(ctx, id)} and ${listed(ctx)}`)
      .orderBy(sql`coalesce(${okrs.checkedInAt}, 0)`, okrs.id)
      .limit(MOST_WAITING),
  ]);
  if (!person) throw new Refusal('not_found', 'There is nobody here by this address.');
  const { name, email, role, erasedAt, bossId, boss } = person;
  return {
    ...{ id, name, role, reports },
    email: erasedAt === null ? email : null,
    state: stateOf(person),
    manager: bossId && boss ? { id: bossId, name: boss } : null,
    teams: theirs.map((team) => ({ ...team, leads: Boolean(team.leads) })),
    waiting: person.deactivatedAt === null ? waiting : [],
  };
}

type Read = {
  id: MemberId;
  name: string;
  email: string;
  role: Role;
  deactivatedAt: number | null;
  invitedAt: number | null;
  erasedAt: number | null;
  bossId: MemberId | null;
  boss: string | null;
};
