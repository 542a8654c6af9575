import { type Database, openDatabase } from '../db/database.ts';
import { pruneArchives } from '../domain/archives/fetching.ts';
import { listForgetting } from '../domain/audit/pruning.ts';
import { listUnsealed } from '../domain/audit/sealing.ts';
import { listUnnoticed } from '../domain/connections/noticing.ts';
import { listSubscribed } from '../domain/connections/subscribing.ts';
import { claimDueLinks, claimTrials, listWaiting } from '../domain/data-links/listing-due.ts';
import { pruneDeadLetters } from '../domain/jobs/dead-letters.ts';
import { listLeftJobs } from '../domain/jobs/listing-left.ts';
import { listDueLetters } from '../domain/letters/claiming.ts';
import { pruneLetters } from '../domain/letters/settling.ts';
import { type Due, listDueRollUps, listTurning } from '../domain/okrs/listing-due.ts';
import { listDoomed } from '../domain/organizations/deleting.ts';
import { pruneDeliveries, pruneKeys, pruneSyncs } from '../domain/organizations/pruning.ts';
import { listPlanning } from '../domain/periods/planning.ts';
import { listRecurring } from '../domain/recurring/finding.ts';
import { pruneSessions } from '../domain/sessions/pruning.ts';
import type { Env } from '../env.ts';
import { addDays, dayOf } from '../lib/days.ts';
import {
  deletionJob,
  enqueue,
  type Job,
  recomputeJobs,
  recurJobs,
  scanJobs,
  settleJobs,
  takeJobs,
} from '../writers/messages.ts';

/** Rows taken per tick: what the queue is given every five minutes. */
const LINKS_PER_TICK = 1_000;
const OKRS_PER_TICK = 500;
/** Organizations whose periods are looked at in one night; they are made so far ahead that some may wait for the next. */
const PLANS_PER_TICK = 500;
/** A roll-up that waits this long (ms) was left behind by a request that did not end. */
const LEFT_BEHIND_MS = 30_000;
/** A job that has not moved for this long (ms) is taken up again. */
const JOB_LOST_AFTER_MS = 10 * 60_000;
const JOBS_PER_TICK = 100;
const LETTERS_PER_TICK = 500;
const DAY_MS = 24 * 60 * 60_000;

type Task = (db: Database, now: number) => Promise<Job[]>;

/** What each cron trigger of wrangler.toml does. Tasks may run twice or late and do no harm. */
const tasks: Record<string, Task[]> = {
  '*/5 * * * *': [
    readDueLinks,
    sweepReadings,
    sweepRollUps,
    turnStatuses,
    prepareRecurring,
    tryPausedConnections,
    tellOfPauses,
    sendLetters,
    resumeJobs,
    sealEvents,
    deleteOrganizations,
  ],
  '17 3 * * *': [planPeriods, prune, forgetEvents, lookAfterPushes],
};

/** Runs what a cron trigger is there for; work that takes long goes to the queue. `now` in ms. */
export async function runDue(env: Env, cron: string, now: number): Promise<void> {
  const db = openDatabase(env.DB);
  for (const task of tasks[cron] ?? []) await enqueue(env.JOBS, await task(db, now));
}

/** Seconds after which the reads of a tick are mostly done: a second for each, at most a minute; the next tick settles the rest. */
const settledAfter = (reads: number) => Math.min(1 + reads, 60);

/**
 * One job per source; organizations take turns, so that a large one does not make a small one wait. One more for each
 * organization recomputes what all of its reads have made due.
 */
async function readDueLinks(db: Database, now: number): Promise<Job[]> {
  const due = await claimDueLinks(db, now, LINKS_PER_TICK);
  const byConnection = [...Map.groupBy(due, (link) => link.connectionId).values()];
  const jobs = byConnection.map((links) => ({
    orgId: links[0]!.orgId,
    jobs: scanJobs({ ...links[0]!, trigger: 'schedule' }, [...new Set(links.map(({ source }) => source))]),
  }));
  const byOrg = Map.groupBy(jobs, (each) => each.orgId);
  const scans = inTurn([...byOrg.values()].map((each) => each.flatMap(({ jobs }) => jobs)));
  const settles = [...byOrg].flatMap(([orgId, each]) =>
    settleJobs([orgId], { after: settledAfter(each.flatMap(({ jobs }) => jobs).length) }),
  );
  return [...scans, ...settles];
}

async function sweepReadings(db: Database, now: number): Promise<Job[]> {
  const waiting = await listWaiting(db, now - LEFT_BEHIND_MS, OKRS_PER_TICK);
  return [...Map.groupBy(waiting, (link) => link.connectionId).values()].flatMap((links) =>
    takeJobs(
      { ...links[0]!, trigger: 'schedule' },
      links.map(({ okrId }) => okrId),
    ),
  );
}

async function tellOfPauses(db: Database): Promise<Job[]> {
  return (await listUnnoticed(db, OKRS_PER_TICK)).map((each) => ({ type: 'notice', ...each }));
}

async function tryPausedConnections(db: Database, now: number): Promise<Job[]> {
  return (await claimTrials(db, now, OKRS_PER_TICK)).map((each) => ({ type: 'trial', ...each }));
}

/** The first of each list, then the second of each, and so on. */
const inTurn = <T>(lists: readonly T[][]): T[] =>
  Array.from({ length: Math.max(0, ...lists.map((each) => each.length)) }, (_, i) =>
    lists.flatMap((each) => each.slice(i, i + 1)),
  ).flat();

async function sweepRollUps(db: Database, now: number): Promise<Job[]> {
  const due = await listDueRollUps(db, now - LEFT_BEHIND_MS, OKRS_PER_TICK);
  return settleJobs([...new Set(due.map(({ orgId }) => orgId))]);
}

async function turnStatuses(db: Database, now: number): Promise<Job[]> {
  return byOrganization(await listTurning(db, now, OKRS_PER_TICK), recomputeJobs);
}

async function planPeriods(db: Database, now: number): Promise<Job[]> {
  const due = await listPlanning(db, dayOf(now, 'UTC'), PLANS_PER_TICK);
  return due.map(({ orgId }) => ({ type: 'periods', orgId }));
}

/** Yesterday in UTC has come in every time zone. */
async function prepareRecurring(db: Database, now: number): Promise<Job[]> {
  return byOrganization(await listRecurring(db, addDays(dayOf(now, 'UTC'), -1), OKRS_PER_TICK), recurJobs);
}

const byOrganization = (due: readonly Due[], jobsOf: (orgId: string, okrIds: string[]) => Job[]): Job[] =>
  [...Map.groupBy(due, (each) => each.orgId).entries()].flatMap(([orgId, each]) =>
    jobsOf(
      orgId,
      each.map(({ okrId }) => okrId),
    ),
  );

/** Jobs that were written down and whose message was lost, or that stopped on the way. */
async function resumeJobs(db: Database, now: number): Promise<Job[]> {
  const left = await listLeftJobs(db, now - JOB_LOST_AFTER_MS, now, JOBS_PER_TICK);
  return left.flatMap(({ type, ...each }) => (isResumed(type) ? [{ type, ...each }] : []));
}

const resumed = ['copies', 'erasure', 'export', 'hand-over', 'invitations', 'restore'] as const;
const isResumed = (type: string): type is (typeof resumed)[number] => (resumed as readonly string[]).includes(type);

/** Letters whose message was lost, or whose sender did not live to tell. */
async function sendLetters(db: Database, now: number): Promise<Job[]> {
  const due = await listDueLetters(db, now - LEFT_BEHIND_MS, LETTERS_PER_TICK);
  return due.map(({ id }) => ({ type: 'letter', letterId: id }));
}

async function sealEvents(db: Database): Promise<Job[]> {
  return (await listUnsealed(db, JOBS_PER_TICK)).map((each) => ({ type: 'seal', ...each }));
}

async function forgetEvents(db: Database): Promise<Job[]> {
  return (await listForgetting(db, PLANS_PER_TICK)).map((each) => ({ type: 'forget', ...each }));
}

/** One that goes on for longer than a tick is only worked at by two messages at once. */
async function deleteOrganizations(db: Database, now: number): Promise<Job[]> {
  return (await listDoomed(db, now, JOBS_PER_TICK)).map(({ orgId }) => deletionJob(orgId));
}

async function prune(db: Database, now: number): Promise<Job[]> {
  await Promise.all([
    pruneSessions(db, now),
    pruneDeliveries(db, now),
    pruneKeys(db, now),
    pruneSyncs(db, now),
    pruneDeadLetters(db, now - 90 * DAY_MS),
    pruneArchives(db, now),
    pruneLetters(db, now - 30 * DAY_MS),
  ]);
  return [];
}

/** Pushes that a provider would not give, or has ended, are asked for again, and those of what is read no more are ended. */
async function lookAfterPushes(db: Database, now: number): Promise<Job[]> {
  const subscribed = await listSubscribed(db, now);
  return subscribed.map(({ orgId, connectionId, callback }) => ({
    type: 'pushes',
    orgId,
    connectionId,
    origin: new URL(callback).origin,
    checkAfter: '',
  }));
}
