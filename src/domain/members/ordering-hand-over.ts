import { and, eq, isNull } from 'drizzle-orm';
import { commit, type Statement } from '../../db/commit.ts';
import { type MemberId, newId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { adminOf, eventRow } from '../events/event.ts';
import { may } from '../permission.ts';
import { invalid } from '../refusal.ts';
import { demandFor } from './creating.ts';
import { changeMember } from './editing.ts';
import type { HandOverJob } from './hand-over.ts';
import { findHoldings, sizeOf } from './holdings.ts';
import type { Member } from './member.ts';

/**
 * Writes down that another member takes over what one has: open OKRs, check-ins, drafts, tasks, teams, people and shared
 * connections. @throws Refusal `forbidden` unless admin, or of an owner unless owner; `invalid` unless the other is here
 * and no observer
 */
export async function askForHandOver(ctx: Context, from: Member, to: MemberId): Promise<HandOverJob> {
  const { job, rows } = await orderHandOver(ctx, from, to);
  await commit(ctx.db, rows);
  return job;
}

/**
 * Ends a member's access and writes the hand-over down in the same commit, so that there is never the one without the
 * other. @throws Refusal as `askForHandOver` and `deactivateMember`
 */
export async function deactivateHandingOver(ctx: Context, from: Member, to: MemberId): Promise<HandOverJob> {
  const { job, rows } = await orderHandOver(ctx, from, to);
  await changeMember(ctx, from, { active: false }, rows);
  return job;
}

async function orderHandOver(
  ctx: Context,
  from: Member,
  to: MemberId,
): Promise<{ job: HandOverJob; rows: Statement[] }> {
  const { db, org, actor, now } = ctx;
  demandFor(ctx, from.role);
  const [holdings] = await Promise.all([findHoldings(ctx, from.id), checkTaker(ctx, from, to)]);
  const job: HandOverJob = {
    id: newId('job', now),
    orgId: org.id,
    askedById: actor.memberId,
    type: 'hand-over',
    state: 'waiting',
    input: { from: from.id, to, tokenId: actor.via === 'api' ? actor.tokenId : null, byId: adminOf(actor) },
    result: { placed: false, after: null, okrs: 0, kept: 0, teams: 0, reports: 0, connections: 0 },
    done: 0,
    total: sizeOf(holdings),
    failure: null,
    createdAt: now,
    updatedAt: now,
  };
  const happening = { action: 'member.handing_over', subject: from.id, data: { job: job.id, to } };
  return { job, rows: [db.insert(jobs).values(job), eventRow(ctx, happening)] };
}

async function checkTaker({ db, org }: Context, from: Member, to: MemberId): Promise<void> {
  if (to === from.id) throw invalid({ to: 'Choose somebody else.' });
  const [taker] = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.id, to), isNull(members.deactivatedAt)));
  if (!taker) throw invalid({ to: 'Choose somebody of this organization.' });
  if (!may.ownOkr(taker.role)) throw invalid({ to: 'Observers look on; they cannot take anything over.' });
}
