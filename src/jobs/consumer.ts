import { type Database, openDatabase } from '../db/database.ts';
import type { ConnectionId, InvitationId, JobId, LetterId, OkrId, OrgId } from '../db/ids.ts';
import { pruneEvents } from '../domain/audit/pruning.ts';
import { sealEvents } from '../domain/audit/sealing.ts';
import { endWindow } from '../domain/connections/pushing.ts';
import { acting } from '../domain/context.ts';
import { isTaking } from '../domain/data-links/listing-due.ts';
import { keepDeadLetter } from '../domain/jobs/dead-letters.ts';
import { findOrganization } from '../domain/organizations/finding.ts';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import { deliver } from '../mail/delivering.ts';
import { goOnRestating } from '../writers/configuring.ts';
import { tryPaused } from '../writers/connecting.ts';
import { giveUpCopying, goOnCopying } from '../writers/copying.ts';
import { goOnDeleting } from '../writers/deleting-organizations.ts';
import { giveUpErasing, goOnErasing } from '../writers/erasing.ts';
import { giveUpExporting, goOnExporting } from '../writers/exporting.ts';
import { giveUpHandingOver, goOnHandingOver } from '../writers/handing-over.ts';
import { giveUpInviting, goOnInviting } from '../writers/inviting.ts';
import { enqueue, type Job, job, SOON, scanJobs, settleJobs } from '../writers/messages.ts';
import { outside } from '../writers/outside.ts';
import { planFor, prepareFor } from '../writers/recurring.ts';
import { goOnRehoming } from '../writers/rehoming.ts';
import { giveUpRestoring, goOnRestoring } from '../writers/restoring.ts';
import { settleAllDue, settleRollUps } from '../writers/settling.ts';
import { arrangePushes, checkPushes, listSourcesOf } from '../writers/subscribing.ts';
import { syncSource, takeWaiting } from '../writers/syncing.ts';
import { tellOfExport } from './export-letters.ts';
import { writeInvitations } from './invitation-letters.ts';
import { tellOfPause } from './notices.ts';

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
  if (body?.type === 'scan') return `scan ${body.connectionId} ${body.source} ${body.topic} ${body.trigger}`;
  if (body?.type === 'recompute') return `recompute ${body.orgId}`;
  if (body?.type === 'pushes') return `pushes ${body.connectionId} ${body.checkAfter}`;
  if (body?.type === 'settle') return `settle ${body.orgId}`;
  if (body?.type === 'export') return `export ${body.jobId}`;
  if (body?.type === 'restore') return `restore ${body.jobId}`;
  if (body?.type === 'erasure') return `erasure ${body.jobId}`;
  if (body?.type === 'delete-organization') return `delete-organization ${body.orgId}`;
  if (body?.type === 'copies') return `copies ${body.jobId}`;
  if (body?.type === 'invitations') return `invitations ${body.jobId}`;
  if (body?.type === 'hand-over') return `hand-over ${body.jobId}`;
  return id;
}

async function work(env: Env, db: Database, jobs: Job[]): Promise<void> {
  const [first] = jobs;
  if (first?.type === 'scan') {
    const scans = jobs.filter((each) => each.type === 'scan');
    const connectionId = first.connectionId as ConnectionId;
    const at = { id: connectionId, topic: first.topic ?? null };
    if (scans.some((each) => each.closesWindow)) await endWindow(db, at, Date.now());
    if (first.source !== null) return syncSource(env, db, connectionId, first.source, first.trigger);
    const settles = first.trigger === 'schedule' ? settleJobs([first.orgId], { after: SOON }) : [];
    await enqueue(env.JOBS, [...scanJobs(first, await listSourcesOf(db, connectionId, at.topic)), ...settles]);
  } else if (first?.type === 'take') {
    await takeWaiting(env, db, first.connectionId as ConnectionId, first.okrIds as OkrId[], first.trigger);
  } else if (first?.type === 'pushes') {
    await pushes(env, db, first);
  } else if (first?.type === 'trial') {
    await tryPaused(env, db, first.connectionId as ConnectionId);
  } else if (first?.type === 'notice') {
    await tellOfPause(env, db, first.connectionId as ConnectionId, Date.now());
  } else if (first?.type === 'settle') {
    await settle(env, db, first.orgId as OrgId, first.round);
  } else if (first?.type === 'invitations') {
    await goOnInviting(env, db, first.orgId as OrgId, first.jobId as JobId);
  } else if (first?.type === 'invitation-letters') {
    const { orgId, invitationIds, origin } = first;
    await writeInvitations(env, db, {
      orgId: orgId as OrgId,
      invitationIds: invitationIds as InvitationId[],
      origin,
    });
  } else if (first?.type === 'letter') {
    await deliver(env, { db, http: outside(env).http, now: Date.now() }, first.letterId as LetterId);
  } else if (first?.type === 'copies') {
    await goOnCopying(env, db, first.orgId as OrgId, first.jobId as JobId);
  } else if (first?.type === 'hand-over') {
    await goOnHandingOver(env, db, first.orgId as OrgId, first.jobId as JobId);
  } else if (first?.type === 'periods') {
    await planFor(db, first.orgId as OrgId);
  } else if (first?.type === 'recur') {
    await prepareFor(env, db, first.orgId as OrgId, first.okrIds as OkrId[]);
  } else if (first?.type === 'export') {
    const [orgId, jobId] = [first.orgId as OrgId, first.jobId as JobId];
    if (await goOnExporting(env, db, orgId, jobId)) await tellOfExport(env, db, orgId, jobId, Date.now());
  } else if (first?.type === 'restore') {
    await goOnRestoring(env, db, first.orgId as OrgId, first.jobId as JobId);
  } else if (first?.type === 'erasure') {
    await goOnErasing(env, db, first.orgId as OrgId, first.jobId as JobId);
  } else if (first?.type === 'delete-organization') {
    await goOnDeleting(env, db, first.orgId as OrgId, first.after > 0);
  } else if (first?.type === 'seal') {
    if (await sealEvents(db, first.orgId as OrgId, Date.now())) await enqueue(env.JOBS, [first]);
  } else if (first?.type === 'forget') {
    if (await pruneEvents(db, first.orgId as OrgId, Date.now())) await enqueue(env.JOBS, [first]);
  } else if (first?.type === 'restate') {
    await goOnRestating(env, db, first.orgId as OrgId, first.before as OkrId | null);
  } else if (first?.type === 'rehome') {
    await goOnRehoming(env, db, first);
  } else if (first) {
    const org = await findOrganization(db, first.orgId as OrgId);
    if (!org) return;
    const okrIds = jobs.flatMap((each) => (each.type === 'recompute' ? (each.okrIds as OkrId[]) : []));
    await settleRollUps(env, { ...acting(org, 'cron', Date.now()), db }, [...new Set(okrIds)]);
  }
}

/** How often it is looked whether OKRs are still taking their readings; then the rest is left to later ones. */
const ROUNDS = 24;
/** Readings (ms) that nobody has taken for so long are stuck, and nobody waits for them. */
const STUCK_AFTER_MS = 5 * 60_000;

async function settle(env: Env, db: Database, orgId: OrgId, round: number): Promise<void> {
  const now = Date.now();
  const [org, taking] = await Promise.all([findOrganization(db, orgId), isTaking(db, orgId, now - STUCK_AFTER_MS)]);
  if (!org) return;
  if (taking && round < ROUNDS) await enqueue(env.JOBS, settleJobs([orgId], { after: SOON, round: round + 1 }));
  else if (await settleAllDue(env, { ...acting(org, 'roll_up', now), db }))
    await enqueue(env.JOBS, settleJobs([orgId]));
}

async function pushes(env: Env, db: Database, asked: Job & { type: 'pushes' }): Promise<void> {
  const { checkAfter, ...arranging } = asked;
  const id = asked.connectionId as ConnectionId;
  const next = checkAfter === undefined ? null : await checkPushes(env, db, id, checkAfter);
  if (next !== null) return enqueue(env.JOBS, [{ ...asked, checkAfter: next }]);
  if (await arrangePushes(env, db, id, asked.origin)) await enqueue(env.JOBS, [arranging]);
}

async function bury(env: Env, batch: MessageBatch<Job>): Promise<void> {
  for (const message of batch.messages) {
    const { id, body, timestamp } = message;
    const parsed = job.safeParse(body);
    log('job given up', { id, ...(parsed.success ? { body } : { unreadable: true }) });
    if (body?.type === 'export') await giveUpExporting(openDatabase(env.DB), body.orgId as OrgId, body.jobId as JobId);
    if (body?.type === 'restore')
      await giveUpRestoring(env, openDatabase(env.DB), body.orgId as OrgId, body.jobId as JobId);
    if (body?.type === 'erasure') await giveUpErasing(openDatabase(env.DB), body.orgId as OrgId, body.jobId as JobId);
    if (body?.type === 'invitations')
      await giveUpInviting(openDatabase(env.DB), body.orgId as OrgId, body.jobId as JobId);
    if (body?.type === 'copies') await giveUpCopying(openDatabase(env.DB), body.orgId as OrgId, body.jobId as JobId);
    if (body?.type === 'hand-over')
      await giveUpHandingOver(openDatabase(env.DB), body.orgId as OrgId, body.jobId as JobId);
    // The letter itself says how it stands, and is looked for every five minutes.
    if (parsed.success && parsed.data.type !== 'letter')
      await keepDeadLetter(openDatabase(env.DB), id, parsed.data, timestamp.getTime());
    message.ack();
  }
}
