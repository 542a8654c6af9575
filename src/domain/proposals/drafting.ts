import { and, eq, sql } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { newId, type OkrId, type ProposalId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { proposals } from '../../db/schema/proposals.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { checkReferences } from '../okrs/checking-references.ts';
import { findChangeable } from '../okrs/finding-subject.ts';
import { guardPlace } from '../okrs/guarding-place.ts';
import { findCurrentPeriod, findPeriod } from '../periods/finding.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { commitInto, demandWork, findWorkable } from './finding-workable.ts';
import type { Proposal, ProposalInFull, ProposalInput, ProposalPatch } from './proposal.ts';

/** Begins a proposal of a team; for the current period unless said. @throws Refusal `forbidden`, `invalid` */
export async function createProposal(ctx: Context, input: ProposalInput): Promise<Proposal> {
  demand(may.createOkr(ctx.actor), sentences.observer);
  const [period] = await Promise.all([
    input.period_id ? findPeriod(ctx, input.period_id) : findCurrentPeriod(ctx),
    checkReferences(ctx, { team_id: input.team_id }),
  ]);
  if (!period) throw invalid({ period_id: 'No time period covers today. Add one first, or name one.' });
  const proposal: Proposal = {
    id: newId('prp', ctx.now),
    orgId: ctx.org.id,
    teamId: input.team_id,
    periodId: period.id,
    title: input.title,
    state: 'open',
    creatorId: ctx.actor.memberId,
    createdAt: ctx.now,
    proposedAt: null,
    decidedAt: null,
    decidedById: null,
    decisionNote: null,
  };
  try {
    await commit(ctx.db, [
      ctx.db.insert(proposals).values(proposal),
      guardPlace(ctx, proposal),
      eventRow(ctx, { action: 'proposal.created', subject: proposal.id, data: { title: proposal.title } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('conflict', 'Its team or its time period was deleted just now. Choose again.');
  }
  return proposal;
}

/** Renames a proposal. @throws Refusal `forbidden`, `conflict` once it is published */
export async function editProposal(ctx: Context, found: ProposalInFull, patch: ProposalPatch): Promise<Proposal> {
  demandWork(ctx, found);
  refusePublished(found.proposal);
  const after = { ...found.proposal, ...patch };
  const { db } = ctx;
  await commit(db, [
    db.update(proposals).set({ title: after.title }).where(unchanged(proposals, found.proposal)),
    guard(db),
    eventRow(ctx, { action: 'proposal.edited', subject: after.id, data: { title: after.title } }),
  ]);
  return after;
}

/** Deletes a proposal; its drafts stay as single drafts. @throws Refusal `forbidden`, `conflict` once it is published */
export async function deleteProposal(ctx: Context, found: ProposalInFull): Promise<void> {
  demandWork(ctx, found);
  refusePublished(found.proposal);
  const { db, org } = ctx;
  const { id, title } = found.proposal;
  await commit(db, [
    db.delete(proposals).where(unchanged(proposals, found.proposal)),
    guard(db),
    db
      .update(okrs)
      .set({ proposalId: null })
      .where(and(eq(okrs.orgId, org.id), eq(okrs.proposalId, id))),
    eventRow(ctx, { action: 'proposal.deleted', subject: id, data: { title } }),
  ]);
}

/**
 * Puts an existing draft into a proposal, or takes it over from another. Repeating it changes nothing.
 * @throws Refusal `not_found`, `forbidden`, `conflict` for what is published, proposed, or when the proposal is full
 */
export async function putDraft(ctx: Context, id: ProposalId, okrId: OkrId): Promise<void> {
  const [{ okr }] = await Promise.all([findChangeable(ctx, okrId), findWorkable(ctx, id)]);
  if (okr.proposalId === id) return;
  if (!okr.draft) throw new Refusal('conflict', 'This OKR is published already. Propose a change of it instead.');
  if (okr.proposalId) await findWorkable(ctx, okr.proposalId);
  const { db, org } = ctx;
  await commitInto(ctx, id, [
    db
      .update(okrs)
      .set({ proposalId: id, version: okr.version + 1, updatedAt: ctx.now })
      .where(sql`${eq(okrs.orgId, org.id)} and ${eq(okrs.id, okrId)} and ${eq(okrs.version, okr.version)}`),
    guard(db),
    eventRow(ctx, { action: 'proposal.drafted', subject: id, data: { okr: okrId, title: okr.title } }),
  ]);
}

/** Takes a draft out of a proposal; it stays as a single draft. @throws Refusal `not_found`, `forbidden`, `conflict` */
export async function takeOut(ctx: Context, id: ProposalId, okrId: OkrId): Promise<void> {
  const [[okr]] = await Promise.all([
    ctx.db
      .select()
      .from(okrs)
      .where(
        sql`${eq(okrs.orgId, ctx.org.id)} and ${eq(okrs.id, okrId)} and ${eq(okrs.proposalId, id)} and ${okrs.draft} = 1`,
      ),
    findWorkable(ctx, id),
  ]);
  if (!okr) throw new Refusal('not_found', 'This draft is not in the proposal.');
  const { db, org } = ctx;
  await commitInto(ctx, id, [
    db
      .update(okrs)
      .set({ proposalId: null, version: okr.version + 1, updatedAt: ctx.now })
      .where(sql`${eq(okrs.orgId, org.id)} and ${eq(okrs.id, okrId)} and ${eq(okrs.version, okr.version)}`),
    guard(db),
    eventRow(ctx, { action: 'proposal.taken_out', subject: id, data: { okr: okrId, title: okr.title } }),
  ]);
}

function refusePublished({ state }: Proposal): void {
  if (state === 'published') throw new Refusal('conflict', 'This proposal is published, and stays as it was.');
}
