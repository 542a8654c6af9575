import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { MemberId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { alignments, okrOwners, okrs, progressPoints } from '../../db/schema/okrs.ts';
import { members, periods, teams } from '../../db/schema/organizations.ts';
import type { Day } from '../../lib/days.ts';
import { isStale } from '../connections/connection.ts';
import type { Context } from '../context.ts';
import type { Interval, Status } from '../words.ts';
import type { Measure } from './measure.ts';
import { expectedOf, measureOf, type Okr } from './okr.ts';
import { published } from './visible.ts';

export type Person = { id: MemberId; name: string };

/** What was last known in a week of the period: the day it was said, and the status then. */
export type Word = { day: Day; status: Status };

/** A child of an OKR, as its parent's cairn shows it. */
export type Stone = { status: Status; progress: number | null };

type Shown =
  | 'id'
  | 'kind'
  | 'title'
  | 'level'
  | 'periodId'
  | 'startsOn'
  | 'endsOn'
  | 'ambition'
  | 'visibility'
  | 'mode'
  | 'provider'
  | 'value'
  | 'valueAt'
  | 'progress'
  | 'status'
  | 'closedAt'
  | 'score'
  | 'createdAt';

/** One OKR as lists show it. `expected` is a fraction; `off` says that its source stopped. */
export type OkrRow = Pick<Okr, Shown> & {
  measure: Measure;
  period: { name: string; startsOn: Day; endsOn: Day };
  team: string | null;
  owners: Person[];
  /** At most one per week of the period, oldest first; weeks in which nothing was said are left out. */
  weeks: Word[];
  expected: number;
  off: boolean;
};

type Raw = Omit<OkrRow, 'measure' | 'period' | 'expected' | 'off'> &
  Parameters<typeof measureOf>[0] &
  Pick<Okr, 'checkpoints'> & {
    periodName: string;
    periodStartsOn: Day;
    periodEndsOn: Day;
    readAt: number | null;
    linkedAt: number | null;
    interval: Interval | null;
    pausedAt: number | null;
  };

/**
 * The OKRs that `picked` names in its column `id`, in no particular order, each with the columns `also` of it.
 * One statement, which travels with others awaited beside it.
 */
export async function listRows<Also extends Record<string, SQL.Aliased>>(
  ctx: Context,
  picked: SQL,
  also: Also,
): Promise<(OkrRow & { [K in keyof Also]: Also[K]['_']['type'] })[]> {
  // A cross join keeps its order: SQLite, which knows no sizes, would else begin with all OKRs of the organization.
  const rows = await ctx.db
    .select({ ...columns(ctx), ...(also as Record<string, SQL.Aliased>) })
    .from(sql`(${picked}) as picked`)
    .crossJoin(okrs)
    .innerJoin(periods, eq(periods.id, okrs.periodId))
    .leftJoin(teams, eq(teams.id, okrs.teamId))
    .leftJoin(dataLinks, eq(dataLinks.okrId, okrs.id))
    .leftJoin(connections, eq(connections.id, dataLinks.connectionId))
    .where(and(sql`${okrs.id} = picked.id`, eq(okrs.orgId, ctx.org.id)));
  return rows.map((row) => rowOf(ctx, row as unknown as Raw)) as Awaited<ReturnType<typeof listRows<Also>>>;
}

function rowOf({ org, now }: Context, raw: Raw): OkrRow {
  const { mode, closedAt, linkedAt, interval, readAt, pausedAt } = raw;
  const fed = mode === 'data_source' && closedAt === null && linkedAt !== null && interval !== null;
  return {
    ...raw,
    measure: measureOf(raw),
    period: { name: raw.periodName, startsOn: raw.periodStartsOn, endsOn: raw.periodEndsOn },
    expected: expectedOf(raw, org, now),
    off: fed && (pausedAt !== null || isStale(readAt, linkedAt, interval, now)),
  };
}

/** Reads JSON that SQLite put together. */
export const fromJson = { mapFromDriverValue: (text: unknown) => JSON.parse(String(text)) };

/** Up to twelve children of the OKR whose id stands in a column, for its cairn. */
export const stonesOf = ({ org }: Context, id: SQL) =>
  sql<Stone[]>`(
    select json_group_array(json_object('status', stone.status, 'progress', stone.progress)) from (
      select child.status, child.progress from ${alignments} as under cross join ${okrs} as child on child.id = under.child_id
        where under.org_id = ${org.id} and under.parent_id = ${id} and ${published(sql`child`)} limit 12
    ) as stone)`.mapWith(fromJson);

const columns = ({ org }: Context) => ({
  id: okrs.id,
  kind: okrs.kind,
  title: okrs.title,
  level: okrs.level,
  periodId: okrs.periodId,
  startsOn: okrs.startsOn,
  endsOn: okrs.endsOn,
  ambition: okrs.ambition,
  visibility: okrs.visibility,
  measureType: okrs.measureType,
  measureName: okrs.measureName,
  unit: okrs.unit,
  startValue: okrs.startValue,
  targetValue: okrs.targetValue,
  direction: okrs.direction,
  riskThreshold: okrs.riskThreshold,
  decimals: okrs.decimals,
  checkpoints: okrs.checkpoints,
  mode: okrs.mode,
  provider: okrs.provider,
  value: okrs.value,
  valueAt: okrs.valueAt,
  progress: okrs.progress,
  status: okrs.status,
  closedAt: okrs.closedAt,
  score: okrs.score,
  createdAt: okrs.createdAt,
  periodName: periods.name,
  periodStartsOn: periods.startsOn,
  periodEndsOn: periods.endsOn,
  team: teams.name,
  readAt: dataLinks.readAt,
  linkedAt: dataLinks.createdAt,
  interval: connections.interval,
  pausedAt: connections.pausedAt,
  owners: sql`(
    select json_group_array(json_object('id', owner.id, 'name', owner.name)) from (
      select member.id, member.name from ${okrOwners} as own cross join ${members} as member on member.id = own.member_id
        where own.org_id = ${org.id} and own.okr_id = ${okrs.id} order by own.position
    ) as owner)`
    .mapWith(fromJson)
    .as('owners'),
  weeks: sql`(
    select json_group_array(json_object('day', word.day, 'status', word.status)) from (
      select max(point.day) as day, point.status from ${progressPoints} as point
        where point.org_id = ${org.id} and point.okr_id = ${okrs.id}
          and point.day between ${periods.startsOn} and ${periods.endsOn}
        group by cast((julianday(point.day) - julianday(${periods.startsOn})) / 7 as integer)
    ) as word)`
    .mapWith(fromJson)
    .as('weeks'),
});
