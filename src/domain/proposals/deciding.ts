import { eq, sql } from 'drizzle-orm';
import { commit, guard, guardThat, LostRace, type Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { proposals } from '../../db/schema/proposals.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { checkCircles } from '../okrs/circles.ts';
import { findLeadership } from '../okrs/creating.ts';
import type { Line } from '../okrs/line.ts';
import { publicationOf } from '../okrs/publication-rows.ts';
import { demandPublishable, refuseUnpublishable } from '../okrs/refusing-unpublishable.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { demandWork } from './finding-workable.ts';
import { type DecisionInput, isWorkable, type Proposal, type ProposalInFull } from './proposal.ts';

/** A proposal after a decision, and the parents to recompute because of it. */
export type Decided = { proposal: Proposal; due: OkrId[] };

/**
 * Proposes a set, returns it with a note, or approves it and publishes all of it as one. What was read is what is decided
 * on: when a draft, a published OKR that it changes or the proposal itself has changed since, nothing is written.
 * @throws Refusal `forbidden`, `stale`, `conflict` in a state that does not allow it, or with the reason why the set
 * cannot be published
 */
export async function decide(
  ctx: Context,
  found: ProposalInFull,
  lines: readonly Line[],
  { decision, note }: DecisionInput,
): Promise<Decided> {
  if (decision !== 'return' && lines.length < found.drafts.length)
    throw new Refusal(
      'conflict',
      'Some drafts of it are private, and you do not see them. They have to be taken out first.',
    );
  try {
    if (decision === 'propose') return await propose(ctx, found, lines);
    if (decision === 'return') return await giveBack(ctx, found, note!);
    return await approve(ctx, found, lines, note ?? null);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('stale', 'Somebody changed something of it just now. Look again, then decide.');
  }
}

async function propose(ctx: Context, found: ProposalInFull, lines: readonly Line[]): Promise<Decided> {
  demandWork(ctx, found);
  const { proposal } = found;
  if (proposal.state === 'proposed') return { proposal, due: [] };
  if (!isWorkable(proposal)) throw new Refusal('conflict', 'This proposal is published already.');
  refuseUnpublishable(lines);
  return write(ctx, proposal, { state: 'proposed', proposedAt: ctx.now }, 'proposal.proposed', []);
}

async function giveBack(ctx: Context, found: ProposalInFull, note: string): Promise<Decided> {
  demandDecision(ctx, found);
  const { proposal } = found;
  if (proposal.state !== 'proposed') throw new Refusal('conflict', 'Only what is proposed can be returned.');
  return write(ctx, proposal, { state: 'returned', ...decided(ctx, note) }, 'proposal.returned', []);
}

async function approve(
  ctx: Context,
  found: ProposalInFull,
  lines: readonly Line[],
  note: string | null,
): Promise<Decided> {
  demandDecision(ctx, found);
  const { proposal } = found;
  if (proposal.state === 'published') throw new Refusal('conflict', 'This proposal is published already.');
  const { any } = await findLeadership(ctx, null);
  demandPublishable(ctx, lines, any);
  refuseUnpublishable(lines);
  await checkCircles(ctx, lines);
  const approvedBy = ctx.org.approval === 'off' ? null : ctx.actor.name;
  const { statements, due } = publicationOf(ctx, lines, { id: proposal.id, title: proposal.title, approvedBy });
  const { db, org } = ctx;
  // A draft that was put in after the set was read would be left behind in a proposal that is over.
  const complete = guardThat(
    db,
    sql`not exists (select 1 from ${okrs} as drafted where ${eq(sql`drafted.org_id`, org.id)}
      and drafted.proposal_id = ${proposal.id} and drafted.draft = 1)`,
  );
  const set = { state: 'published', ...decided(ctx, note) } as const;
  const after = await write(ctx, proposal, set, 'proposal.published', [...statements, complete], lines.length);
  return { ...after, due };
}

const decided = ({ now, actor }: Context, note: string | null) => ({
  decidedAt: now,
  decidedById: actor.memberId,
  decisionNote: note,
});

const demandDecision = ({ actor, org }: Context, { ties }: ProposalInFull): void =>
  demand(
    may.decideProposal(actor, org.approval, ties),
    actor.role === 'observer' ? sentences.observer : sentences.decision,
  );

async function write(
  ctx: Context,
  before: Proposal,
  set: Partial<Proposal>,
  action: string,
  also: Statement[],
  drafts?: number,
): Promise<Decided> {
  const { db } = ctx;
  const after = { ...before, ...set };
  const data = { title: before.title, note: after.decisionNote, ...(drafts !== undefined && { drafts }) };
  await commit(db, [
    db.update(proposals).set(set).where(unchanged(proposals, before)),
    guard(db),
    ...also,
    eventRow(ctx, { action, subject: before.id, data }),
  ]);
  return { proposal: after, due: [] };
}
