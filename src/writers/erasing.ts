import type { Database } from '../db/database.ts';
import type { JobId, OrgId } from '../db/ids.ts';
import { acting, type Context } from '../domain/context.ts';
import { clearNext } from '../domain/erasure/clearing.ts';
import { eraseMember } from '../domain/erasure/erasing.ts';
import { type ErasureJob, isErasure } from '../domain/erasure/erasure-job.ts';
import { failJob } from '../domain/jobs/failing.ts';
import { findAsked } from '../domain/jobs/finding.ts';
import { isOver } from '../domain/jobs/job.ts';
import type { Member } from '../domain/members/member.ts';
import type { Env } from '../env.ts';
import { enqueue } from './messages.ts';

const GIVEN_UP = 'It failed again and again, so it was given up. Some texts may still hold the name.';

/** Pages read for one message: with its own reads it stays within the free plan's 50 queries. */
const PAGES = 4;

/** Deletes a person's data and has their name taken out of texts. @throws Refusal as `eraseMember` */
export async function startErasure(env: Env, ctx: Context, member: Member, comments: boolean): Promise<ErasureJob> {
  const job = await eraseMember(ctx, member, comments);
  await enqueue(env.JOBS, [{ type: 'erasure', orgId: job.orgId, jobId: job.id }]);
  return job;
}

/**
 * Takes an erasure some pages further and asks the queue for the rest.
 * @throws LostRace when somebody edits a text of a page at this moment: the message comes again
 */
export async function goOnErasing(env: Env, db: Database, orgId: OrgId, jobId: JobId): Promise<void> {
  const found = await findAsked(db, orgId, jobId);
  if (!found || !isErasure(found.job)) return;
  const ctx: Context = { ...acting(found.org, 'cron', Date.now()), db };
  let job: ErasureJob = found.job;
  for (let page = 0; page < PAGES && !isOver(job); page++) job = await clearNext(ctx, job);
  if (!isOver(job)) await enqueue(env.JOBS, [{ type: 'erasure', orgId, jobId }]);
}

/** Ends an erasure whose message failed as often as it may. */
export const giveUpErasing = (db: Database, orgId: OrgId, jobId: JobId): Promise<unknown> =>
  failJob(db, orgId, jobId, GIVEN_UP, Date.now());
