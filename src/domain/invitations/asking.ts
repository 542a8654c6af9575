import { and, eq } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { type JobId, newId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import type { Context } from '../context.ts';
import type { Job } from '../jobs/job.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { findGround } from './ground.ts';
import { INVITATIONS, type InvitationJob, isInvitationJob, type Order, totalsOf } from './order.ts';
import { partRows } from './parts.ts';
import { eachOnce, plan } from './planning.ts';
import type { Row } from './row.ts';

/**
 * Writes rows down with what each would do. Nobody is invited before somebody starts the job.
 * @throws Refusal `forbidden` unless admin
 */
export async function planInvitations(
  ctx: Context,
  rows: readonly Row[],
  { from, origin }: Pick<Order, 'from' | 'origin'>,
): Promise<InvitationJob> {
  demand(may.administer(ctx.actor), sentences.admin);
  const planned = plan(rows, await findGround(ctx, rows), { creating: true });
  const missingTeams = eachOnce(planned.flatMap(({ outcome, missing }) => (outcome.kind === 'refused' ? [] : missing)));
  const job: InvitationJob = {
    id: newId('job', ctx.now),
    orgId: ctx.org.id,
    askedById: ctx.actor.memberId,
    type: INVITATIONS,
    state: 'waiting',
    input: { from, origin, planned: totalsOf(planned), missingTeams, creating: false },
    result: { invited: 0, changed: 0, same: 0, refused: 0, letters: [] },
    done: 0,
    total: planned.length,
    failure: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await commit(ctx.db, [ctx.db.insert(jobs).values(job), ...partRows(ctx, job.id, planned)]);
  return job;
}

/** A job of invitations. @throws Refusal `not_found`, `forbidden` unless admin */
export async function findInvitationJob({ db, org, actor }: Context, id: JobId): Promise<InvitationJob> {
  demand(may.administer(actor), sentences.admin);
  const [job] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.orgId, org.id), eq(jobs.id, id)));
  if (!job || !isInvitationJob(job as Job | InvitationJob))
    throw new Refusal('not_found', 'There are no such invitations.');
  return job as unknown as InvitationJob;
}

/**
 * Says go. `creating` makes the teams that do not exist; otherwise the rows that name them are refused.
 * @throws Refusal `conflict` when somebody did before, `forbidden` unless admin
 */
export async function startJob(ctx: Context, job: InvitationJob, creating: boolean): Promise<InvitationJob> {
  demand(may.administer(ctx.actor), sentences.admin);
  const started = {
    ...job,
    state: 'running' as const,
    askedById: ctx.actor.memberId,
    input: { ...job.input, creating },
    updatedAt: ctx.now,
  };
  const { state, askedById, input, updatedAt } = started;
  try {
    await commit(ctx.db, [
      ctx.db
        .update(jobs)
        .set({ state, askedById, input, updatedAt })
        .where(and(eq(jobs.orgId, ctx.org.id), eq(jobs.id, job.id), eq(jobs.state, 'waiting'))),
      guard(ctx.db),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('conflict', 'These invitations are on their way already.');
  }
  return started;
}
