import type { Database } from '../db/database.ts';
import type { MemberId, OkrId, OrgId, TeamId } from '../db/ids.ts';
import type { Actor, Context } from '../domain/context.ts';
import { findMember } from '../domain/members/listing.ts';
import { findOrganization } from '../domain/organizations/finding.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { listUpwards } from '../domain/teams/finding-path.ts';
import { listOpen } from '../domain/teams/rehoming.ts';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import { type Job, OKRS_PER_JOB } from './messages.ts';
import { okrWriter } from './okr-writer-client.ts';
import { settleRollUps } from './settling.ts';

type Rehoming = Extract<Job, { type: 'rehome' }>;

/**
 * Asks the queue to move the open OKRs of a team, as far as the actor sees them, to another one: a few per message, each
 * through its writer. @throws Refusal `forbidden` unless admin, `invalid` for a team that is not there, archived, or the same
 */
export async function rehome(env: Env, ctx: Context, fromId: TeamId, toId: TeamId): Promise<void> {
  const { actor, org } = ctx;
  demand(may.administer(actor) && actor.memberId !== null, sentences.admin);
  const [to] = await listUpwards(ctx, toId);
  if (!to || to.archivedAt !== null || toId === fromId)
    throw invalid({ to: 'Choose another team that is there and not archived.' });
  const by = actor.via === 'page' ? (actor.by ?? null) : null;
  await env.JOBS.send({ type: 'rehome', orgId: org.id, fromId, toId, memberId: actor.memberId!, by, after: null });
}

/** Moves the next few and asks the queue for the rest. What has moved or closed meanwhile is not met again. */
export async function goOnRehoming(env: Env, db: Database, job: Rehoming): Promise<void> {
  const ctx = await contextOf(db, job);
  if (!ctx) return;
  const found = await listOpen(ctx, job.fromId as TeamId, job.after as OkrId | null, OKRS_PER_JOB + 1);
  const taken = found.slice(0, OKRS_PER_JOB);
  const due: OkrId[] = [];
  for (const okrId of taken) due.push(...(await move(env, ctx, okrId, job.toId as TeamId)));
  await settleRollUps(env, ctx, [...new Set(due)]);
  if (found.length > OKRS_PER_JOB) await env.JOBS.send({ ...job, after: taken.at(-1)! });
}

/** One that may not move stays where it is, and the others go on. */
async function move(env: Env, ctx: Context, okrId: OkrId, teamId: TeamId): Promise<OkrId[]> {
  try {
    return (await okrWriter(env, ctx, okrId).editOkr({ team_id: teamId })).due;
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    log('an OKR stays with its team', { okrId, teamId, code: reason.code });
    return [];
  }
}

/** As whoever asked, as they are now; null when they may not any more. */
async function contextOf(db: Database, { orgId, memberId, by }: Rehoming): Promise<Context | null> {
  const org = await findOrganization(db, orgId as OrgId);
  if (!org) return null;
  const system: Actor = { memberId: null, name: 'Cairn', role: 'admin', via: 'cron' };
  const now = Date.now();
  const { id, name, role, deactivatedAt } = await findMember({ db, org, now, actor: system }, memberId as MemberId);
  const actor: Actor = {
    memberId: id,
    name,
    role,
    via: 'page',
    ...(by && { by: { ...by, memberId: by.memberId as MemberId } }),
  };
  return deactivatedAt === null && may.administer(actor) ? { db, org, now, actor } : null;
}
