import { type Database, openDatabase } from '../db/database.ts';
import type { ConnectionId, JobId, OkrId, OrgId } from '../db/ids.ts';
import { endWindow } from '../domain/connections/pushing.ts';
import { acting } from '../domain/context.ts';
import { listLinkedOkrs } from '../domain/data-links/listing-due.ts';
import { findOrganization } from '../domain/organizations/finding.ts';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import { goOnRestating } from '../writers/configuring.ts';
import { giveUpCopying, goOnCopying } from '../writers/copying.ts';
import { enqueue, type Job, job, OKRS_PER_JOB, syncJobs } from '../writers/messages.ts';
import { planFor, prepareFor } from '../writers/recurring.ts';
import { settleRollUps } from '../writers/settling.ts';
import { syncConnection } from '../writers/syncing.ts';

/** Seconds until a failed job is tried again: 10, 20, 40 ... */
const retryDelay = (attempts: number) => Math.min(10 * 2 ** (attempts - 1), 600);

/**
 * Works off a batch. Messages about one connection are read together, so that a query asked for twice goes out once.
 * A job that throws is tried again and finally lands in the dead-letter queue, where it is logged.
 */
export async function consume(env: Env, batch: MessageBatch<Job>): Promise<void> {
  if (batch.queue.endsWith('-dead')) return bury(env, batch);
  for (const messages of Map.groupBy(batch.messages, subjectOf).values()) {
    try {
      await work(
        env,
        openDatabase(env.DB),
        messages.map((message) => job.parse(message.body)),
      );
      for (const message of messages) message.ack();
    } catch (reason) {
      log('job failed', { queue: batch.queue, type: messages[0]?.body?.type, attempts: messages[0]?.attempts, reason });
      for (const message of messages) message.retry({ delaySeconds: retryDelay(message.attempts) });
    }
  }
}

function subjectOf({ id, body }: Message<Job>): string {
  if (body?.type === 'sync') return `sync ${body.connectionId} ${body.trigger}`;
  if (body?.type === 'recompute') return `recompute ${body.orgId}`;
  if (body?.type === 'copies') return `copies ${body.jobId}`;
  return id;
}

async function work(env: Env, db: Database, jobs: Job[]): Promise<void> {
  const [first] = jobs;
  if (first?.type === 'sync') {
    const syncs = jobs.filter((each) => each.type === 'sync');
    const connectionId = first.connectionId as ConnectionId;
    if (syncs.some((each) => each.closesWindow)) await endWindow(db, connectionId, Date.now());
    const named = syncs.flatMap((each) => (each.okrIds ?? []) as OkrId[]);
    const all = syncs.some((each) => each.okrIds === null);
    const okrIds = all ? await listLinkedOkrs(db, connectionId) : [...new Set(named)];
    if (all && okrIds.length > OKRS_PER_JOB) await enqueue(env.JOBS, syncJobs(first, okrIds));
    else await syncConnection(env, db, connectionId, okrIds, first.trigger);
  } else if (first?.type === 'copies') {
    await goOnCopying(env, db, first.orgId as OrgId, first.jobId as JobId);
  } else if (first?.type === 'periods') {
    await planFor(db, first.orgId as OrgId);
  } else if (first?.type === 'recur') {
    await prepareFor(env, db, first.orgId as OrgId, first.okrIds as OkrId[]);
  } else if (first?.type === 'restate') {
    await goOnRestating(env, db, first.orgId as OrgId, first.before as OkrId | null);
  } else if (first) {
    const org = await findOrganization(db, first.orgId as OrgId);
    if (!org) return;
    const okrIds = jobs.flatMap((each) => (each.type === 'recompute' ? (each.okrIds as OkrId[]) : []));
    await settleRollUps(env, { ...acting(org, 'cron', Date.now()), db }, [...new Set(okrIds)]);
  }
}

async function bury(env: Env, batch: MessageBatch<Job>): Promise<void> {
  for (const message of batch.messages) {
    const { id, body } = message;
    log('job given up', { id, body });
    if (body?.type === 'copies') await giveUpCopying(openDatabase(env.DB), body.orgId as OrgId, body.jobId as JobId);
    message.ack();
  }
}
