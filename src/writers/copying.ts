import { LostRace } from '../db/commit.ts';
import type { Database } from '../db/database.ts';
import type { JobId, OkrId, OrgId } from '../db/ids.ts';
import type { Actor, Context } from '../domain/context.ts';
import { askForCopies } from '../domain/copies/asking.ts';
import { copyStep, type Stepped } from '../domain/copies/copying.ts';
import { listOriginals, type Original } from '../domain/copies/finding-originals.ts';
import { type CopiesInput, type CopyJob, isCopyJob } from '../domain/copies/order.ts';
import { failJob } from '../domain/jobs/failing.ts';
import { findAsked } from '../domain/jobs/finding.ts';
import { isOver } from '../domain/jobs/job.ts';
import type { Member } from '../domain/members/member.ts';
import { findPeriod } from '../domain/periods/finding.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Env } from '../env.ts';
import { COPIES_PER_JOB, enqueue, scanJobs } from './messages.ts';
import { okrWriter } from './okr-writer-client.ts';
import { settleRollUps } from './settling.ts';

const NOT_STARTED = 'The queue did not take it. Ask again.';
const GIVEN_UP = 'It failed again and again, so it was given up. What was copied by then is there.';
const LEFT = 'Whoever asked for it has left the organization.';

/** `only` narrows what is copied to these. `first` is done after the job was written down and before it is begun. */
type Starting = { only?: readonly OkrId[]; first?: () => Promise<unknown> };

/**
 * Asks for copies and puts the work into the queue. A refusal of `first` ends the job; cut short in the middle of it, the
 * job is there and finishes what was asked for. @throws Refusal as `askForCopies`, and what `first` throws
 */
export async function startCopies(
  env: Env,
  ctx: Context,
  okrId: OkrId,
  input: CopiesInput,
  { only, first }: Starting = {},
): Promise<CopyJob> {
  const job = await askForCopies(ctx, okrId, input, only);
  try {
    await first?.();
    await env.JOBS.send({ type: 'copies', orgId: job.orgId, jobId: job.id });
  } catch (reason) {
    // What has ended by then goes on in its copies, which the sweep of jobs left behind sees to.
    const refused = reason instanceof Refusal;
    if (refused || !first) await failJob(ctx.db, job.orgId, job.id, refused ? reason.message : NOT_STARTED, ctx.now);
    throw reason;
  }
  return job;
}

/**
 * Makes the next few copies of a job and asks the queue for the rest. The job's row says how far it is, and moves in the
 * commit that makes the copies: a message received twice, or after a crash, goes on where the last one ended.
 * What our rules refuse ends the job; anything else is thrown, and the message tried again.
 */
export async function goOnCopying(env: Env, db: Database, orgId: OrgId, jobId: JobId): Promise<void> {
  const found = await findAsked(db, orgId, jobId);
  if (!found || !isCopyJob(found.job) || isOver(found.job)) return;
  const { job, org, asker } = found;
  const now = Date.now();
  try {
    const ctx: Context = { db, org, now, actor: actorOf(job, asker) };
    const stepped = await step(env, ctx, job);
    await settleRollUps(env, ctx, stepped.due);
    await enqueue(env.JOBS, [
      ...(stepped.job.state === 'running' ? [{ type: 'copies' as const, orgId, jobId }] : []),
      ...[...Map.groupBy(stepped.fed, (link) => link.connectionId)].flatMap(([connectionId, links]) =>
        scanJobs({ orgId, connectionId, trigger: 'edit' }, [...new Set(links.map(({ sourceKey }) => sourceKey))]),
      ),
    ]);
  } catch (reason) {
    if (reason instanceof LostRace) return;
    if (!(reason instanceof Refusal)) throw reason;
    await failJob(db, orgId, jobId, reason.message, now);
  }
}

/** Ends a job whose message failed as often as it may. */
export const giveUpCopying = (db: Database, orgId: OrgId, jobId: JobId): Promise<unknown> =>
  failJob(db, orgId, jobId, GIVEN_UP, Date.now());

async function step(env: Env, ctx: Context, job: CopyJob): Promise<Stepped> {
  const { pairs, periodId, postpone } = job.input;
  const taken = pairs.slice(job.done, job.done + COPIES_PER_JOB);
  const [period, originals] = await Promise.all([
    findPeriod(ctx, periodId),
    listOriginals(
      ctx,
      taken.map(({ from }) => from),
    ),
  ]);
  const ended = postpone ? await Promise.all(originals.map((original) => postponed(env, ctx, original))) : [];
  const from = postpone ? ended.map(({ original }) => original) : originals;
  const stepped = await copyStep(ctx, job, period, from, taken.length);
  return { ...stepped, due: [...new Set([...ended.flatMap(({ due }) => due), ...stepped.due])] };
}

/** The original as it stood when it was postponed; one that had ended before stays as it is. */
async function postponed(env: Env, ctx: Context, original: Original): Promise<{ original: Original; due: OkrId[] }> {
  if (original.okr.closedAt !== null) return { original, due: [] };
  const { okr, due } = await okrWriter(env, ctx, original.okr.id).closeOkr({ status: 'postponed' });
  return { original: { ...original, okr }, due };
}

function actorOf({ askedById, input }: CopyJob, asker: Member | null): Actor {
  const { tokenId, byId } = input;
  if (askedById === null && tokenId) return { memberId: null, name: 'A token', role: 'admin', via: 'api', tokenId };
  if (!asker || asker.deactivatedAt !== null) throw new Refusal('forbidden', LEFT);
  const { id: memberId, name, role } = asker;
  if (tokenId) return { memberId, name, role, via: 'api', tokenId };
  return { memberId, name, role, via: 'page', ...(byId && { by: { memberId: byId, name: 'An admin' } }) };
}
