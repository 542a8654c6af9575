import type { Database } from '../db/database.ts';
import type { JobId, OrgId } from '../db/ids.ts';
import { askForRestore } from '../domain/archives/asking-restore.ts';
import { isRestore, type RestoreJob } from '../domain/archives/restore-job.ts';
import { type Place, restore, turnBack } from '../domain/archives/restoring.ts';
import { acting, type Context } from '../domain/context.ts';
import { failJob } from '../domain/jobs/failing.ts';
import { findAsked } from '../domain/jobs/finding.ts';
import { isOver } from '../domain/jobs/job.ts';
import type { Env } from '../env.ts';
import { enqueue } from './messages.ts';
import { keyRing } from './outside.ts';
import { planFor } from './recurring.ts';

const GIVEN_UP = 'It failed again and again, so it was given up.';
const STUCK = 'It failed, and so did taking back what it had written. Delete this organization and found another one.';

/** Takes an archive to be restored and puts the work into the queue. @throws Refusal as `askForRestore` */
export async function startRestore(env: Env, ctx: Context, file: Blob): Promise<RestoreJob> {
  const job = await askForRestore(ctx, file);
  await enqueue(env.JOBS, [{ type: 'restore', orgId: job.orgId, jobId: job.id }]);
  return job;
}

/** Restores the next files of an archive and asks the queue for the rest. */
export async function goOnRestoring(env: Env, db: Database, orgId: OrgId, jobId: JobId): Promise<void> {
  const found = await findRestore(env, db, orgId, jobId);
  if (!found) return;
  const end = await restore(found.place, found.job);
  if (end === null) await enqueue(env.JOBS, [{ type: 'restore', orgId, jobId }]);
  else if (end === 'failed') await planFor(db, orgId);
}

/** Takes back what a restore has written that failed as often as it may, or ends it where that failed too. */
export async function giveUpRestoring(env: Env, db: Database, orgId: OrgId, jobId: JobId): Promise<void> {
  const found = await findRestore(env, db, orgId, jobId);
  if (!found) return;
  const { place, job } = found;
  if (job.result.pass === 'undo') await failJob(db, orgId, jobId, STUCK, Date.now());
  else if (await turnBack(place, job, GIVEN_UP)) await enqueue(env.JOBS, [{ type: 'restore', orgId, jobId }]);
}

/** A restore that is not over, and where it goes to. It ends when the owner who asked for it is gone. */
async function findRestore(env: Env, db: Database, orgId: OrgId, jobId: JobId) {
  const found = await findAsked(db, orgId, jobId);
  if (!found || !isRestore(found.job) || isOver(found.job)) return null;
  const { job, org, asker } = found;
  if (!asker) throw new Error(`nobody is there who asked for ${jobId}`);
  const place: Place = { ctx: { ...acting(org, 'cron', Date.now()), db }, owner: asker, ring: keyRing(env) };
  return { place, job };
}
