import { performance } from 'node:perf_hooks';
import { eq } from 'drizzle-orm';
import { openDatabase } from '../src/db/database.ts';
import { type ConnectionId, newId, type OkrId } from '../src/db/ids.ts';
import { events } from '../src/db/schema/access.ts';
import { connections, dataLinks } from '../src/db/schema/connections.ts';
import { alignments, okrs } from '../src/db/schema/okrs.ts';
import { organizations, periods } from '../src/db/schema/organizations.ts';
import { acting, type Context } from '../src/domain/context.ts';
import { measureColumns, type Okr, untouched } from '../src/domain/okrs/okr.ts';
import { rollUp } from '../src/domain/okrs/recomputing.ts';
import { beginning } from '../src/domain/organizations/beginning.ts';
import { type Look, recordReading } from '../src/domain/readings/recording.ts';
import { addDays, dayOf } from '../src/lib/days.ts';
import { fill } from './company/filling.ts';
import type { Column } from './table.ts';

// How often do readings under one objective of a thousand key results recompute it: settled once as a sync does, or after each?

const READINGS = 1_000;
/** The baseline reads the whole thousand children again for each of its readings, so it does a part of them. */
const BASELINE = 50;

/** What a swarm of readings cost, and how often the objective above it was recomputed. */
export type Swarm = {
  name: string;
  together: boolean;
  readings: number;
  recomputed: number;
  trips: number;
  ms: number;
};

export const swarmNames = [{ name: 'Settled together' }, { name: 'Settled after each' }] as const;

/** Readings in organizations of their own: settled together, and as a baseline one by one. */
export async function readSwarms(d1: D1Database, now: number): Promise<Swarm[]> {
  const [together, each] = swarmNames;
  return [await readSwarm(d1, now, together.name, true), await readSwarm(d1, now, each.name, false)];
}

async function readSwarm(d1: D1Database, now: number, name: string, together: boolean): Promise<Swarm> {
  const { ctx, objective, keyResults, look } = await foundSwarm(d1, now, together ? 'together' : 'each');
  const { trips } = ctx.db.cost;
  const started = performance.now();
  const due = new Set<OkrId>();
  const read = together ? keyResults : keyResults.slice(0, BASELINE);
  for (const okrId of read) {
    const recorded = await recordReading(ctx, okrId, look);
    for (const id of recorded?.due ?? []) due.add(id);
    if (!together) await settle(ctx, due);
  }
  if (together) await settle(ctx, due);
  const ms = performance.now() - started;
  const told = await ctx.db.select({ action: events.action }).from(events).where(eq(events.subjectId, objective));
  const recomputed = told.filter(({ action }) => action === 'okr.rolled_up').length;
  return { name, together, readings: read.length, recomputed, trips: ctx.db.cost.trips - trips - 1, ms };
}

/** One objective with a thousand key results under it, all linked to one query. */
async function foundSwarm(d1: D1Database, now: number, slug: string) {
  const org = {
    id: newId('org', now),
    slug: `swarm-${slug}`,
    name: slug,
    timeZone: 'UTC',
    locale: 'en',
    fiscalYearStart: 1,
    ...beginning,
  };
  const today = dayOf(now, org.timeZone);
  const period = { id: newId('per', now), startsOn: addDays(today, -30), endsOn: addDays(today, 60) };
  const own = { orgId: org.id, createdAt: now };
  const connectionId = newId('con', now) as ConnectionId;
  const [objective, ...all] = Array.from(
    { length: READINGS + 1 },
    (_, i): Okr => ({
      ...untouched,
      ...measureColumns({ type: 'percent' }),
      ...own,
      id: newId('okr', now + i),
      kind: i === 0 ? 'objective' : 'key_result',
      title: `Swarm ${i}`,
      description: null,
      level: 'organization',
      teamId: null,
      periodId: period.id,
      startsOn: period.startsOn,
      endsOn: period.endsOn,
      ambition: 'committed',
      visibility: 'public',
      creatorId: null,
      checkInOwnerId: null,
      top: i === 0,
      mode: i === 0 ? 'rollup' : 'data_source',
      provider: i === 0 ? null : 'jira',
      updatedAt: now,
    }),
  );
  const keyResults = all.map(({ id }) => id);
  const queryKey = 'project = AE';
  await fill(d1, organizations, [{ ...org, createdAt: now }]);
  await fill(d1, periods, [{ ...period, ...own, name: 'This quarter', kind: 'quarter' }]);
  await fill(d1, connections, [
    {
      ...own,
      id: connectionId,
      provider: 'jira',
      name: 'Jira',
      config: {},
      secret: '',
      webhookSecret: '',
      shared: true,
      interval: 'hourly',
      version: 1,
      failures: 0,
      pushWaiting: false,
    },
  ]);
  await fill(d1, okrs, [objective!, ...all]);
  await fill(
    d1,
    alignments,
    keyResults.map((childId) => ({ ...own, childId, parentId: objective!.id })),
  );
  await fill(
    d1,
    dataLinks,
    keyResults.map((okrId) => ({
      ...own,
      okrId,
      connectionId,
      query: { jql: queryKey },
      queryKey,
      sourceKey: queryKey,
      count: 'completed' as const,
      dueAt: now,
    })),
  );
  const ctx: Context = { ...acting(org, 'sync', now), db: openDatabase(d1) };
  const seen: Look['seen'] = {
    ok: true,
    value: { matched: 10, completed: 4, value: null, approximate: false, samples: [] },
  };
  const look: Look = {
    connectionId,
    queryKey,
    trigger: 'schedule',
    startedAt: now,
    finishedAt: now,
    requests: 1,
    seen,
  };
  return { ctx, objective: objective!.id, keyResults, look };
}

/** Recomputes what readings made due, each once: what settling does with one level above them. */
async function settle(ctx: Context, due: ReadonlySet<OkrId>): Promise<void> {
  for (const okrId of due) await rollUp(ctx, okrId);
}

export const swarmColumns: Column<Swarm>[] = [
  ['', ({ name }) => name],
  ['readings', ({ readings }) => String(readings)],
  ['recomputed', ({ recomputed }) => String(recomputed)],
  ['trips', ({ trips }) => String(trips)],
  ['ms', ({ ms }) => ms.toFixed(0)],
];

export const brokenBySwarm = ({ together, recomputed }: Swarm): string[] =>
  together && recomputed !== 1 ? [`recomputes the objective ${recomputed} times`] : [];
