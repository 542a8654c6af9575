import { LostRace } from '../db/commit.ts';
import type { Database } from '../db/database.ts';
import type { JobId, MemberId, OkrId, OrgId } from '../db/ids.ts';
import type { Actor, Context } from '../domain/context.ts';
import { failJob } from '../domain/jobs/failing.ts';
import { findAsked } from '../domain/jobs/finding.ts';
import { isOver } from '../domain/jobs/job.ts';
import { type HandOverJob, type HandOverOrder, isHandOverJob } from '../domain/members/hand-over.ts';
import { handOverPlaces, passOkrs } from '../domain/members/handing-over.ts';
import { listHeldOkrs } from '../domain/members/holdings.ts';
import type { Member } from '../domain/members/member.ts';
import { askForHandOver, deactivateHandingOver } from '../domain/members/ordering-hand-over.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Env } from '../env.ts';
import { OKRS_PER_JOB } from './messages.ts';
import { okrWriter } from './okr-writer-client.ts';
import { settleRollUps } from './settling.ts';

const GIVEN_UP = 'It failed again and again, so it was given up. What was handed over by then stays so.';

/** Asks for a hand-over and puts the work into the queue. @throws Refusal as `askForHandOver` */
export async function startHandOver(env: Env, ctx: Context, from: Member, to: MemberId): Promise<HandOverJob> {
  return sent(env, await askForHandOver(ctx, from, to));
}

/** Ends a member's access and has what they leave handed over. @throws Refusal as `deactivateHandingOver` */
export async function deactivateWithHandOver(env: Env, ctx: Context, from: Member, to: MemberId): Promise<HandOverJob> {
  return sent(env, await deactivateHandingOver(ctx, from, to));
}

/** A job that the queue did not take is found by the sweep of jobs left behind. */
async function sent(env: Env, job: HandOverJob): Promise<HandOverJob> {
  await env.JOBS.send({ type: 'hand-over', orgId: job.orgId, jobId: job.id });
  return job;
}

/**
 * Takes a hand-over one step further and asks the queue for the rest. The job's row says how far it is; an OKR that a
 * repeated message meets again has changed hands already, and is not looked at twice. It goes on when whoever asked has
 * left meanwhile: they may have handed over what was theirs. What our rules refuse ends the job.
 */
export async function goOnHandingOver(env: Env, db: Database, orgId: OrgId, jobId: JobId): Promise<void> {
  const found = await findAsked(db, orgId, jobId);
  if (!found || !isHandOverJob(found.job) || isOver(found.job)) return;
  const { job, org, asker } = found;
  const now = Date.now();
  const ctx: Context = { db, org, now, actor: actorOf(job.input, asker) };
  try {
    const next = job.result.placed ? await handOverSome(env, ctx, job) : await handOverPlaces(ctx, job);
    if (!isOver(next)) await env.JOBS.send({ type: 'hand-over', orgId, jobId });
  } catch (reason) {
    if (reason instanceof LostRace) return;
    if (!(reason instanceof Refusal)) throw reason;
    await failJob(db, orgId, jobId, reason.message, now);
  }
}

/** Ends a job whose message failed as often as it may. */
export const giveUpHandingOver = (db: Database, orgId: OrgId, jobId: JobId): Promise<unknown> =>
  failJob(db, orgId, jobId, GIVEN_UP, Date.now());

async function handOverSome(env: Env, ctx: Context, job: HandOverJob): Promise<HandOverJob> {
  const { from, to } = job.input;
  const held = await listHeldOkrs(ctx, from, job.result.after, OKRS_PER_JOB);
  const handed = await Promise.all(held.map((okrId) => handOverOne(env, ctx, okrId, { from, to })));
  const due = [...new Set(handed.flatMap((each) => each.due))];
  await settleRollUps(env, ctx, due);
  return passOkrs(ctx, job, held, handed.filter(({ kept }) => kept).length);
}

/** One that was deleted meanwhile is passed over. */
async function handOverOne(env: Env, ctx: Context, okrId: OkrId, places: { from: MemberId; to: MemberId }) {
  try {
    return await okrWriter(env, ctx, okrId).handOver(places);
  } catch (reason) {
    if (reason instanceof Refusal && reason.code === 'not_found') return { kept: false, due: [] };
    throw reason;
  }
}

/** Whoever asked, as the admin that they were then. */
function actorOf({ tokenId, byId }: HandOverOrder, asker: Member | null): Actor {
  const own = { name: asker?.name ?? 'Cairn', role: 'admin' } as const;
  if (tokenId) return { ...own, memberId: asker?.id ?? null, via: 'api', tokenId };
  if (!asker) throw new Refusal('forbidden', 'Whoever asked for it is not known any more.');
  return { ...own, memberId: asker.id, via: 'page', ...(byId && { by: { memberId: byId, name: '' } }) };
}
