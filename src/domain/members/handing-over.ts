import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { commit, guard, type Statement } from '../../db/commit.ts';
import type { ConnectionId, MemberId, OkrId, TeamId } from '../../db/ids.ts';
import { connections } from '../../db/schema/connections.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRows } from '../events/event.ts';
import type { HandOverJob, HandOverResult } from './hand-over.ts';
import { sharedOf } from './holdings.ts';
import { guardManaging } from './managing.ts';

/** Teams, people and connections that change hands in one commit. */
const PLACES_PER_STEP = 100;

/**
 * Gives the next teams, reports and shared connections to the taker and moves the job on, in one commit. Whoever stands
 * between the two in the line of managers, the taker among them, reports to the manager of who left instead.
 * @throws LostRace when another delivery was faster, or the line of managers changed meanwhile
 */
export async function handOverPlaces(ctx: Context, job: HandOverJob): Promise<HandOverJob> {
  const { db } = ctx;
  const { from, to } = job.input;
  const [led, reports, accounts, above] = await Promise.all([
    listLed(ctx, from),
    listReports(ctx, from),
    db.all<{ id: ConnectionId }>(sharedOf(ctx.org.id, from)),
    listAbove(ctx, to),
  ]);
  const between = reports.filter(({ id }) => above.has(id));
  const others = reports.filter(({ id }) => !above.has(id));
  const next = movedOn(ctx, job, led.length + reports.length + accounts.length, {
    placed: Math.max(led.length, reports.length) < PLACES_PER_STEP,
    teams: job.result.teams + led.length,
    reports: job.result.reports + reports.length,
    connections: job.result.connections + accounts.length,
  });
  const told = (ids: readonly { id: string }[], action: string, fields: string[]) =>
    ids.map(({ id }) => ({ action, subject: id, data: { fields, from, to } }));
  await commit(db, [
    moveOn(ctx, job, next),
    guard(db),
    ...(led.length > 0 ? [lead(ctx, led, to)] : []),
    ...(others.length > 0 ? [manage(ctx, others, from, sql`${to}`)] : []),
    ...(between.length > 0 ? [manage(ctx, between, from, managerOf(from))] : []),
    ...(reports.length > 0 ? [guardManaging(ctx, to)] : []),
    ...(accounts.length > 0 ? [own(ctx, accounts, to)] : []),
    eventRows(ctx, [
      ...told(led, 'team.edited', ['lead_id']),
      ...told(reports, 'member.edited', ['manager_id']),
      ...told(accounts, 'connection.edited', ['owner_id']),
    ]),
  ]);
  return next;
}

/** Moves the job past OKRs that were looked at, of which some were kept; it is done when none were left to look at. */
export async function passOkrs(ctx: Context, job: HandOverJob, passed: readonly OkrId[], kept: number) {
  const next = movedOn(ctx, job, passed.length, {
    after: passed.at(-1) ?? job.result.after,
    okrs: job.result.okrs + passed.length - kept,
    kept: job.result.kept + kept,
  });
  if (passed.length === 0) Object.assign(next, { state: 'done', total: next.done });
  await commit(ctx.db, [moveOn(ctx, job, next), guard(ctx.db)]);
  return next;
}

const movedOn = ({ now }: Context, job: HandOverJob, by: number, result: Partial<HandOverResult>): HandOverJob => ({
  ...job,
  state: 'running',
  done: job.done + by,
  total: Math.max(job.total, job.done + by),
  result: { ...job.result, ...result },
  updatedAt: now,
});

const moveOn = ({ db, org }: Context, before: HandOverJob, { done, total, state, result, updatedAt }: HandOverJob) =>
  db
    .update(jobs)
    .set({ done, total, state, result, updatedAt })
    .where(
      and(
        eq(jobs.orgId, org.id),
        eq(jobs.id, before.id),
        eq(jobs.done, before.done),
        inArray(jobs.state, ['waiting', 'running']),
      ),
    );

const listLed = ({ db, org }: Context, from: MemberId): Promise<{ id: TeamId }[]> =>
  db
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.orgId, org.id), eq(teams.leadId, from), isNull(teams.archivedAt)))
    .limit(PLACES_PER_STEP);

const listReports = ({ db, org }: Context, from: MemberId): Promise<{ id: MemberId }[]> =>
  db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.managerId, from), isNull(members.deactivatedAt)))
    .limit(PLACES_PER_STEP);

/** The taker and everybody above them. */
async function listAbove({ db }: Context, to: MemberId): Promise<Set<MemberId>> {
  const rows = await db.all<{ id: MemberId }>(sql`
    with recursive up(id) as (
      select ${to}
      union
      select boss.manager_id from up cross join ${members} as boss on boss.id = up.id where boss.manager_id is not null
    )
    select id from up limit 100`);
  return new Set(rows.map(({ id }) => id));
}

const listed = (ids: readonly { id: string }[]) => JSON.stringify(ids.map(({ id }) => id));

const lead = ({ db, org, now }: Context, led: readonly { id: TeamId }[], to: MemberId): Statement =>
  db
    .update(teams)
    .set({ leadId: to, changedAt: now })
    .where(and(eq(teams.orgId, org.id), sql`${teams.id} in (select value from json_each(${listed(led)}))`));

const manage = (
  { db, org, now }: Context,
  reports: readonly { id: MemberId }[],
  from: MemberId,
  to: ReturnType<typeof sql>,
): Statement =>
  db
    .update(members)
    .set({ managerId: sql`${to}`, changedAt: now })
    .where(
      and(
        eq(members.orgId, org.id),
        eq(members.managerId, from),
        sql`${members.id} in (select value from json_each(${listed(reports)}))`,
      ),
    );

const managerOf = (from: MemberId) =>
  sql`(select leaving.manager_id from ${members} as leaving where leaving.id = ${from})`;

const own = ({ db, org }: Context, accounts: readonly { id: ConnectionId }[], to: MemberId): Statement =>
  db
    .update(connections)
    .set({ ownerId: to, version: sql`${connections.version} + 1` })
    .where(
      and(
        sql`+${connections.orgId} = ${org.id}`,
        sql`${connections.id} in (select value from json_each(${listed(accounts)}))`,
      ),
    );
