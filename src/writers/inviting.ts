import { LostRace } from '../db/commit.ts';
import type { Database } from '../db/database.ts';
import type { JobId, OrgId } from '../db/ids.ts';
import type { Actor, Context } from '../domain/context.ts';
import { startJob } from '../domain/invitations/asking.ts';
import type { NewInvitation } from '../domain/invitations/invitation.ts';
import { type Invited, invite } from '../domain/invitations/inviting.ts';
import { type InvitationJob, isInvitationJob } from '../domain/invitations/order.ts';
import { finishJob, inviteStep } from '../domain/invitations/stepping.ts';
import { failJob } from '../domain/jobs/failing.ts';
import { findAsked } from '../domain/jobs/finding.ts';
import type { Job } from '../domain/jobs/job.ts';
import type { Member } from '../domain/members/member.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Env } from '../env.ts';
import { enqueue, letterJobs } from './messages.ts';
import { keyRing } from './outside.ts';

const NOT_STARTED = 'The queue did not take it. Load the file again; whoever is invited stays invited.';
const GIVEN_UP = 'It failed again and again, so it was given up. Load the file again: what is done is not done twice.';
const LEFT = 'Whoever began it is no admin of the organization any more.';

/** Invites people and puts their letters into the queue. @throws Refusal as `invite` */
export async function invitePeople(
  env: Env,
  ctx: Context,
  people: readonly NewInvitation[],
  origin: string,
): Promise<Invited[]> {
  const invited = await invite(ctx, keyRing(env), people);
  await queueLetters(env, ctx.org.id, invited, origin);
  return invited;
}

/** Puts the letters of these invitations into the queue. `origin` is where this deployment was reached. */
export const queueLetters = (env: Env, orgId: OrgId, invited: readonly Invited[], origin: string): Promise<void> =>
  enqueue(
    env.JOBS,
    letterJobs(
      orgId,
      invited.map(({ invitation }) => invitation.id),
      origin,
    ),
  );

/** Says go to planned invitations and puts the work into the queue. @throws Refusal as `startJob` */
export async function startInvitations(env: Env, ctx: Context, job: InvitationJob, creating: boolean): Promise<void> {
  await startJob(ctx, job, creating);
  try {
    await env.JOBS.send({ type: 'invitations', orgId: job.orgId, jobId: job.id });
  } catch (reason) {
    await failJob(ctx.db, job.orgId, job.id, NOT_STARTED, ctx.now);
    throw reason;
  }
}

/**
 * Works off the next rows of a job and asks the queue for the rest. Letters are asked for a message later than their
 * invitations, so that a crash between the two is made good by the message that comes again. What our rules refuse ends
 * the job; anything else is thrown, and the message tried again.
 */
export async function goOnInviting(env: Env, db: Database, orgId: OrgId, jobId: JobId): Promise<void> {
  const found = await findAsked(db, orgId, jobId);
  const job = found?.job as Job | InvitationJob | undefined;
  if (!found || !job || !isInvitationJob(job) || job.state !== 'running') return;
  const now = Date.now();
  try {
    const ctx: Context = { db, org: found.org, now, actor: actorOf(found.asker) };
    await enqueue(env.JOBS, letterJobs(orgId, job.result.letters, job.input.origin));
    if (job.done >= job.total) return void (await finishJob(ctx, job));
    await inviteStep(ctx, keyRing(env), job);
    await enqueue(env.JOBS, [{ type: 'invitations', orgId, jobId }]);
  } catch (reason) {
    if (reason instanceof LostRace) return;
    if (!(reason instanceof Refusal)) throw reason;
    await failJob(db, orgId, jobId, reason.message, now);
  }
}

/** Ends a job whose message failed as often as it may. */
export const giveUpInviting = (db: Database, orgId: OrgId, jobId: JobId): Promise<unknown> =>
  failJob(db, orgId, jobId, GIVEN_UP, Date.now());

function actorOf(asker: Member | null): Actor {
  if (!asker || asker.deactivatedAt !== null || (asker.role !== 'owner' && asker.role !== 'admin'))
    throw new Refusal('forbidden', LEFT);
  return { memberId: asker.id, name: asker.name, role: asker.role, via: 'page' };
}
