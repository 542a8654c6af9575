import type { Database } from '../db/database.ts';
import type { JobId, OrgId } from '../db/ids.ts';
import { askForExport } from '../domain/archives/asking.ts';
import { type ExportJob, isExport } from '../domain/archives/export-job.ts';
import { pack } from '../domain/archives/packing.ts';
import type { Context } from '../domain/context.ts';
import { failJob } from '../domain/jobs/failing.ts';
import { findAsked } from '../domain/jobs/finding.ts';
import { isOver } from '../domain/jobs/job.ts';
import type { Env } from '../env.ts';
import { enqueue } from './messages.ts';

const GIVEN_UP = 'It failed again and again, so it was given up. Ask for a new one.';

/** Asks for an export and puts the work into the queue. @throws Refusal as `askForExport` */
export async function startExport(env: Env, ctx: Context): Promise<ExportJob> {
  const job = await askForExport(ctx);
  await enqueue(env.JOBS, [{ type: 'export', orgId: job.orgId, jobId: job.id }]);
  return job;
}

/** Packs the next pages of an export and asks the queue for the rest. @returns whether it can be fetched now */
export async function goOnExporting(env: Env, db: Database, orgId: OrgId, jobId: JobId): Promise<boolean> {
  const found = await findAsked(db, orgId, jobId);
  if (!found || !isExport(found.job)) return false;
  if (isOver(found.job)) return found.job.state === 'done';
  const packed = await pack(db, found.org, found.job, Date.now());
  if (!packed) await enqueue(env.JOBS, [{ type: 'export', orgId, jobId }]);
  return packed;
}

/** Ends an export that failed as often as it may. */
export const giveUpExporting = (db: Database, orgId: OrgId, jobId: JobId): Promise<unknown> =>
  failJob(db, orgId, jobId, GIVEN_UP, Date.now());
