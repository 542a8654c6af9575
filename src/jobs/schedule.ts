import { type Database, openDatabase } from '../db/database.ts';
import { claimDueLinks } from '../domain/data-links/listing-due.ts';
import { type Due, listDueRollUps, listTurning } from '../domain/okrs/listing-due.ts';
import { pruneDeliveries, pruneKeys, pruneSyncs } from '../domain/organizations/pruning.ts';
import { listPlanning } from '../domain/periods/planning.ts';
import { listRecurring } from '../domain/recurring/finding.ts';
import { pruneSessions } from '../domain/sessions/signing-in.ts';
import type { Env } from '../env.ts';
import { addDays, dayOf } from '../lib/days.ts';
import { enqueue, type Job, recomputeJobs, recurJobs, syncJobs } from '../writers/messages.ts';

/** Rows taken per tick: what the queue is given every five minutes. */
const LINKS_PER_TICK = 1_000;
const OKRS_PER_TICK = 500;
/** Organizations whose periods are looked at in one night; they are made so far ahead that some may wait for the next. */
const PLANS_PER_TICK = 500;
/** A roll-up that waits this long (ms) was left behind by a request that did not end. */
const LEFT_BEHIND_MS = 30_000;

type Task = (db: Database, now: number) => Promise<Job[]>;

/** What each cron trigger of wrangler.toml does. Tasks may run twice or late and do no harm. */
const tasks: Record<string, Task[]> = {
  '*/5 * * * *': [readDueLinks, sweepRollUps, turnStatuses, prepareRecurring],
  '17 3 * * *': [planPeriods, prune],
};

/** Runs what a cron trigger is there for; work that takes long goes to the queue. `now` in ms. */
export async function runDue(env: Env, cron: string, now: number): Promise<void> {
  const db = openDatabase(env.DB);
  for (const task of tasks[cron] ?? []) await enqueue(env.JOBS, await task(db, now));
}

async function readDueLinks(db: Database, now: number): Promise<Job[]> {
  const due = await claimDueLinks(db, now, LINKS_PER_TICK);
  return [...Map.groupBy(due, (link) => link.connectionId).values()].flatMap((links) =>
    syncJobs(
      { orgId: links[0]!.orgId, connectionId: links[0]!.connectionId, trigger: 'schedule' },
      links.map((link) => link.okrId),
    ),
  );
}

async function sweepRollUps(db: Database, now: number): Promise<Job[]> {
  return recomputing(await listDueRollUps(db, now - LEFT_BEHIND_MS, OKRS_PER_TICK));
}

async function turnStatuses(db: Database, now: number): Promise<Job[]> {
  return recomputing(await listTurning(db, now, OKRS_PER_TICK));
}

async function planPeriods(db: Database, now: number): Promise<Job[]> {
  const due = await listPlanning(db, dayOf(now, 'UTC'), PLANS_PER_TICK);
  return due.map(({ orgId }) => ({ type: 'periods', orgId }));
}

/** Yesterday in UTC has come in every time zone. */
async function prepareRecurring(db: Database, now: number): Promise<Job[]> {
  return byOrganization(await listRecurring(db, addDays(dayOf(now, 'UTC'), -1), OKRS_PER_TICK), recurJobs);
}

async function prune(db: Database, now: number): Promise<Job[]> {
  await Promise.all([pruneSessions(db, now), pruneDeliveries(db, now), pruneKeys(db, now), pruneSyncs(db, now)]);
  return [];
}

const recomputing = (due: readonly Due[]): Job[] => byOrganization(due, recomputeJobs);

const byOrganization = (due: readonly Due[], jobsOf: (orgId: string, okrIds: string[]) => Job[]): Job[] =>
  [...Map.groupBy(due, (each) => each.orgId).entries()].flatMap(([orgId, each]) =>
    jobsOf(
      orgId,
      each.map(({ okrId }) => okrId),
    ),
  );
