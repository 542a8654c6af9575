import { and, desc, eq, gte, sql } from 'drizzle-orm';
import { type ConnectionId, firstIdAt } from '../../db/ids.ts';
import { syncs } from '../../db/schema/connections.ts';
import { addDays, type Day, dayOf, startOf } from '../../lib/days.ts';
import { type Context, todayOf } from '../context.ts';

/**
 * What one connection did on one day: runs of its data links that brought a new value, that found nothing new, and that
 * failed; and requests to the provider. A scan serves many links with the same requests, which count once.
 */
export type Activity = { day: Day; good: number; unchanged: number; failed: number; requests: number };

/** Runs that are looked at; on a connection that feeds more, the chart begins later. */
const MOST_RUNS = 5_000;

type Scan = { at: number; good: number; unchanged: number; failed: number; requests: number; seen: number };

/** What a connection did on each of the last `days` days, today included, oldest first; fewer days when it did very much. */
export async function listActivity(ctx: Context, id: ConnectionId, days: number): Promise<Activity[]> {
  const { db, org } = ctx;
  const first = addDays(todayOf(ctx), 1 - days);
  const runs = db
    .select({
      at: syncs.startedAt,
      outcome: syncs.outcome,
      requests: syncs.requests,
      runs: sql<number>`1 + ${syncs.repeats}`.as('runs'),
    })
    .from(syncs)
    .where(
      and(
        eq(syncs.orgId, org.id),
        eq(syncs.connectionId, id),
        gte(syncs.id, firstIdAt('syn', startOf(first, org.timeZone))),
      ),
    )
    .orderBy(desc(syncs.id))
    .limit(MOST_RUNS)
    .as('run');
  const sum = (name: string, ...outcomes: string[]) =>
    sql<number>`sum(case when ${runs.outcome} in ${outcomes} then ${runs.runs} else 0 end)`.as(name);
  const scans: Scan[] = await db
    .select({
      at: runs.at,
      good: sum('good', 'updated'),
      unchanged: sum('unchanged', 'unchanged', 'empty'),
      failed: sum('failed', 'failed'),
      requests: sql<number>`coalesce(max(${runs.requests} * ${runs.runs}), 0)`.as('asked'),
      seen: sql<number>`count(*)`.as('seen'),
    })
    .from(runs)
    .groupBy(runs.at);

  const isCut = scans.reduce((sum, { seen }) => sum + seen, 0) === MOST_RUNS;
  const byDay = Map.groupBy(scans, ({ at }) => dayOf(at, org.timeZone));
  const told = Array.from({ length: days }, (_, i) => addDays(first, i));
  // The day on which it was cut is told in part only.
  const from = isCut ? told.findIndex((day) => byDay.has(day)) + 1 : 0;
  return told.slice(from).map((day) => ({ day, ...sumOf(byDay.get(day) ?? []) }));
}

function sumOf(scans: readonly Scan[]): Omit<Activity, 'day'> {
  const sum = { good: 0, unchanged: 0, failed: 0, requests: 0 };
  for (const scan of scans)
    for (const what of ['good', 'unchanged', 'failed', 'requests'] as const) sum[what] += scan[what];
  return sum;
}
