import { sql } from 'drizzle-orm';
import { commit, guard, guardThat, isDuplicate, LostRace, type Statement, written } from '../../db/commit.ts';
import { newId, type TeamId } from '../../db/ids.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRows, type Happening } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { DEEPEST } from './finding-path.ts';
import { guardNesting } from './guarding-nesting.ts';
import {
  type ImportLine,
  type ImportPlan,
  type Known,
  type KnownPerson,
  type KnownTeam,
  planImport,
} from './import-plan.ts';
import type { ImportRow } from './import-rows.ts';
import { MOST_SEATS } from './team.ts';

/** People whom one file takes into teams, in all. */
const MOST_JOINING = 20_000;
/** Of them in one statement: D1 takes at most 2 MB at once. */
const SEATS_PER_STATEMENT = 8000;

/** What a file of teams would do, row by row; nothing is written. @throws Refusal `forbidden` unless admin, `invalid` */
export async function tryImport(ctx: Context, rows: readonly ImportRow[]): Promise<ImportLine[]> {
  return (await plan(ctx, rows)).lines;
}

/**
 * Makes and changes teams as a file says, in one commit with an event for each. Rows that are refused are left out.
 * @returns what became of each row
 * @throws Refusal `forbidden` unless admin, `invalid`, `stale` when teams changed at the same moment: nothing was written then
 */
export async function importTeams(ctx: Context, rows: readonly ImportRow[]): Promise<ImportLine[]> {
  const planned = await plan(ctx, rows);
  try {
    await commit(ctx.db, statementsOf(ctx, planned));
  } catch (reason) {
    throw reason instanceof LostRace || isDuplicate(reason, 'teams.name')
      ? new Refusal('stale', 'Teams were changed at the same moment. Nothing was imported; try again.')
      : reason;
  }
  return planned.lines;
}

async function plan(ctx: Context, rows: readonly ImportRow[]): Promise<ImportPlan> {
  demand(may.administer(ctx.actor), sentences.admin);
  const planned = planImport(rows, await findKnown(ctx, rows), () => newId('tm', ctx.now));
  if (planned.seats.length > MOST_JOINING)
    throw invalid({ file: `One file takes at most ${MOST_JOINING} people into teams. Divide it.` });
  return planned;
}

/** What is there of all that the rows name. One round trip; the rows read depend on the file. */
async function findKnown({ db, org }: Context, rows: readonly ImportRow[]): Promise<Known> {
  const names = JSON.stringify([...new Set(rows.flatMap(({ name, parent }) => [name, parent]).filter(Boolean))]);
  const emails = JSON.stringify([...new Set(rows.flatMap(({ lead, members }) => [lead, ...members]).filter(Boolean))]);
  const named = sql`select own.id from json_each(${names}) as name
    cross join ${teams} as own on own.org_id = ${org.id} and own.name = name.value`;
  const [known, people, seated] = await Promise.all([
    db.all<KnownTeam>(sql`
      with recursive up(id, height) as (
        select id, 0 from (${named})
        union
        select team.parent_id, up.height + 1 from up cross join ${teams} as team on team.id = up.id
          where team.parent_id is not null and up.height < ${DEEPEST}
      )
      select team.id, team.name, team.type, team.parent_id as parentId, team.lead_id as leadId,
        team.archived_at as archivedAt, team.changed_at as changedAt,
        (select count(*) from ${teamMembers} as seat where seat.org_id = ${org.id} and seat.team_id = team.id) as seats
        from (select distinct id from up) as met cross join ${teams} as team on team.id = met.id and +team.org_id = ${org.id}`),
    db.all<KnownPerson>(sql`
      select person.id, person.email, person.role from json_each(${emails}) as email
        cross join ${members} as person on person.org_id = ${org.id} and person.email = email.value
        where person.deactivated_at is null`),
    db.all<Known['seated'][number]>(sql`
      select seat.team_id as teamId, seat.member_id as memberId from (${named}) as own
        cross join ${teamMembers} as seat on seat.org_id = ${org.id} and seat.team_id = own.id`),
  ]);
  return { teams: known, people, seated };
}

function statementsOf(ctx: Context, planned: ImportPlan): Statement[] {
  const { db, org, now } = ctx;
  const fresh = planned.teams.filter((team) => team.fresh);
  const edited = planned.teams.filter((team) => !team.fresh);
  const touched = [...new Set([...planned.teams.map(({ id }) => id), ...planned.seats.map(({ teamId }) => teamId)])];
  if (touched.length === 0) return [];
  const said = "value ->> 'parentId' as parent, value ->> 'leadId' as lead, value ->> 'type' as type";
  return [
    ...(fresh.length > 0
      ? [
          written(
            db,
            sql`insert into ${teams} (id, org_id, name, type, parent_id, lead_id, created_at, changed_at)
              select value ->> 'id', ${org.id}, value ->> 'name', value ->> 'type', value ->> 'parentId',
                value ->> 'leadId', ${now}, ${now} from json_each(${JSON.stringify(fresh)})`,
          ),
        ]
      : []),
    ...(edited.length > 0
      ? [
          written(
            db,
            sql`update ${teams} set parent_id = said.parent, lead_id = said.lead, type = said.type, changed_at = ${now}
              from (select value ->> 'id' as id, value ->> 'changedAt' as changed, ${sql.raw(said)}
                from json_each(${JSON.stringify(edited)})) as said
              where teams.id = said.id and +teams.org_id = ${org.id} and teams.changed_at is said.changed
                and teams.archived_at is null`,
          ),
          guard(db, edited.length),
        ]
      : []),
    ...chunks(planned.seats).map((some) =>
      written(
        db,
        sql`insert into ${teamMembers} (org_id, team_id, member_id)
          select ${org.id}, value ->> 'teamId', value ->> 'memberId' from json_each(${JSON.stringify(some)})
          where true on conflict do nothing`,
      ),
    ),
    guardNesting(ctx, touched),
    guardThat(
      db,
      sql`not exists (select 1 from json_each(${JSON.stringify(touched)}) as own where ${MOST_SEATS} <
        (select count(*) from ${teamMembers} as seat where seat.org_id = ${org.id} and seat.team_id = own.value))`,
    ),
    eventRows(ctx, happenings(planned, touched)),
  ];
}

function happenings({ teams: all, seats }: ImportPlan, ids: readonly TeamId[]): Happening[] {
  const known = new Map(all.map((team) => [team.id, team]));
  const joining = Map.groupBy(seats, ({ teamId }) => teamId);
  return ids.map((id) => {
    const team = known.get(id);
    const joined = joining.get(id)?.map(({ memberId }) => memberId);
    return {
      action: team?.fresh ? 'team.created' : 'team.edited',
      subject: id,
      data: { ...(team && { name: team.name }), imported: true, ...(joined && { joined }) },
    };
  });
}

const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / SEATS_PER_STATEMENT) }, (_, i) =>
    all.slice(i * SEATS_PER_STATEMENT, (i + 1) * SEATS_PER_STATEMENT),
  );
