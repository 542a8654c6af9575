import { sql } from 'drizzle-orm';
import type { MemberId, PeriodId, TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { periodOf } from '../okrs/listing-tree.ts';
import { listed } from '../okrs/visible.ts';
import { worst } from '../organizations/finding-shell.ts';
import { Refusal } from '../refusal.ts';
import type { Status } from '../words.ts';
import { listUpwards, type TeamStep } from './finding-path.ts';
import { joined, rowColumns, type TeamRow } from './outlining.ts';
import { MOST_COUNTED } from './team.ts';

/** Somebody who belongs to a team. */
export type Seat = { id: MemberId; name: string; role: string; away: boolean };

/** A team below another one, and the worst of the status of its objectives in the period in view. */
export type SubTeam = { id: TeamId; name: string; status: Status | null };

/** A team as everybody sees it, with the teams above it, top first. */
export type TeamPage = { team: TeamRow; above: TeamStep[]; seats: Seat[]; below: SubTeam[] };

const SEATS_SHOWN = 60;
const BELOW_SHOWN = 100;

/**
 * A team with its people and the teams around it. The plus leads SQLite by a team's OKRs, not by all objectives.
 * Four statements that travel together. @throws Refusal `not_found`
 */
export async function findTeamPage(ctx: Context, id: TeamId, period: PeriodId | null): Promise<TeamPage> {
  const { db, org } = ctx;
  const [team, up, seats, below] = await Promise.all([
    findTeamRow(ctx, id),
    listUpwards(ctx, id),
    listSeats(ctx, id, SEATS_SHOWN),
    db.all<{ id: TeamId; name: string; standing: string }>(sql`
      with in_view(id) as materialized (select ${periodOf(ctx, { period })})
      select child.id, child.name, (select json_group_array(distinct okr.status) from in_view
          cross join ${okrs} as okr on okr.org_id = ${org.id} and okr.team_id = child.id and okr.period_id = in_view.id
          where +okr.kind = 'objective' and ${listed(ctx, sql`okr`)}) as standing
        from ${teams} as child
        where child.org_id = ${org.id} and child.parent_id = ${id} and child.archived_at is null
        order by +child.name, child.id limit ${BELOW_SHOWN}`),
  ]);
  return {
    team,
    seats,
    above: up.slice(1).reverse(),
    below: below.map(({ standing, ...child }) => ({ ...child, status: worstIn(standing) })),
  };
}

const worstIn = (standing: string): Status | null =>
  worst((JSON.parse(standing) as Status[]).map((status) => ({ status })));

/** One team, its members and those below it counted up to `MOST_COUNTED`. @throws Refusal `not_found` */
export async function findTeamRow(ctx: Context, id: TeamId): Promise<TeamRow> {
  const [found] = await ctx.db.all<TeamRow>(sql`
    select ${rowColumns(ctx, MOST_COUNTED)} from (select ${id} as id) as picked ${joined('picked')} where +team.org_id = ${ctx.org.id}`);
  if (!found) throw new Refusal('not_found', 'There is no such team.');
  return found;
}

/** Who belongs to a team, by name, after somebody of that name and id. Those who may not come any more are among them. */
export async function listSeats(
  { db, org }: Context,
  id: TeamId,
  limit: number,
  after: [name: string, id: string] | null = null,
): Promise<Seat[]> {
  const rows = await db.all<Omit<Seat, 'away'> & { away: number }>(sql`
    select person.id, person.name, person.role, person.deactivated_at is not null as away from ${teamMembers} as seat
      cross join ${members} as person on person.id = seat.member_id and +person.org_id = ${org.id}
      where seat.org_id = ${org.id} and seat.team_id = ${id}
        ${after ? sql`and (person.name, person.id) > (${after[0]}, ${after[1]})` : sql``}
      order by person.name, person.id limit ${limit}`);
  return rows.map((row) => ({ ...row, away: Boolean(row.away) }));
}
