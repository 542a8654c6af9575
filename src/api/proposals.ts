import { z } from 'zod';
import type { OkrId, PeriodId, ProposalId, TeamId } from '../db/ids.ts';
import { listFullOkrs } from '../domain/okrs/finding-full.ts';
import { isChange } from '../domain/okrs/line.ts';
import { decide } from '../domain/proposals/deciding.ts';
import { createProposal, deleteProposal, editProposal, putDraft, takeOut } from '../domain/proposals/drafting.ts';
import { findProposal } from '../domain/proposals/finding.ts';
import { draftsOf, listDraftsOf, listProposals } from '../domain/proposals/listing.ts';
import { decisionInput, proposalInput, proposalPatch } from '../domain/proposals/proposal.ts';
import { proposalStates } from '../domain/words.ts';
import { settleRollUps } from '../writers/settling.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentOkr } from './present.ts';
import { presentProposal } from './present-proposal.ts';
import { proposalShape, proposedDraftShape } from './proposal-shapes.ts';
import { type Call, route } from './route.ts';
import { pageOf } from './shapes.ts';

const id = <T extends string>() => z.string().max(60) as unknown as z.ZodType<T>;

const proposalsQuery = pageQuery.extend({
  team: id<TeamId>().optional(),
  period: id<PeriodId>().optional(),
  state: z.enum(proposalStates).optional(),
});

const draftsShape = z.strictObject({ data: z.array(proposedDraftShape) });

export const proposals = [
  route({
    method: 'get',
    path: '/proposals',
    summary: 'List proposals, newest first; all filters given must hold',
    query: proposalsQuery,
    answers: { 200: pageOf(proposalShape) },
    handle: async ({ ctx, query: { limit, cursor, ...filters } }) =>
      page(await listProposals(ctx, filters, cutOf({ limit, cursor })), presentProposal),
  }),
  route({
    method: 'post',
    path: '/proposals',
    summary: 'Begin a proposal of a team',
    body: proposalInput,
    answers: { 201: proposalShape },
    handle: async ({ ctx, body }) => {
      const made = await createProposal(ctx, body);
      return created(`/proposals/${made.id}`, presentProposal(await findProposal(ctx, made.id)));
    },
  }),
  route({
    method: 'get',
    path: '/proposals/:id',
    summary: 'Read a proposal',
    answers: { 200: proposalShape },
    handle: async (call) => found(presentProposal(await find(call))),
  }),
  route({
    method: 'patch',
    path: '/proposals/:id',
    summary: 'Rename a proposal',
    body: proposalPatch,
    guarded: true,
    answers: { 200: proposalShape },
    handle: async (call) => {
      const before = await findAsSeen(call);
      return found(presentProposal({ ...before, proposal: await editProposal(call.ctx, before, call.body) }));
    },
  }),
  route({
    method: 'delete',
    path: '/proposals/:id',
    summary: 'Delete a proposal that is not published; its drafts stay',
    guarded: true,
    answers: { 204: null },
    handle: async (call) => {
      await deleteProposal(call.ctx, await findAsSeen(call));
      return done();
    },
  }),
  route({
    method: 'get',
    path: '/proposals/:id/drafts',
    summary: 'The drafts of a proposal, compared with what is published',
    answers: { 200: draftsShape },
    handle: async (call) => {
      const { ctx } = call;
      const [lines, full] = await Promise.all([
        listDraftsOf(ctx, idOf(call)),
        listFullOkrs(ctx, draftsOf(ctx, idOf(call))),
        find(call),
      ]);
      const data = lines.flatMap((line) => {
        const own = full.find(({ okr }) => okr.id === line.draft.okr.id);
        return own ? [{ okr: presentOkr(ctx, own), changes: isChange(line) ? line.changes : null }] : [];
      });
      return found({ data });
    },
  }),
  route({
    method: 'put',
    path: '/proposals/:id/drafts/:okr_id',
    summary: 'Put a draft into a proposal',
    answers: { 200: proposalShape },
    handle: async (call) => {
      await putDraft(call.ctx, idOf(call), call.params.okr_id as OkrId);
      return found(presentProposal(await find(call)));
    },
  }),
  route({
    method: 'delete',
    path: '/proposals/:id/drafts/:okr_id',
    summary: 'Take a draft out of a proposal; it stays as a draft',
    answers: { 204: null },
    handle: async (call) => {
      await takeOut(call.ctx, idOf(call), call.params.okr_id as OkrId);
      return done();
    },
  }),
  route({
    method: 'put',
    path: '/proposals/:id/decision',
    summary: 'Propose a set, return it with a note, or approve it: all of it is published, or nothing',
    body: decisionInput,
    guarded: true,
    answers: { 200: proposalShape },
    handle: async (call) => {
      const { ctx, env, body } = call;
      const [before, lines] = await Promise.all([findAsSeen(call), listDraftsOf(ctx, idOf(call))]);
      const { due } = await decide(ctx, before, lines, body);
      await settleRollUps(env, ctx, due);
      return found(presentProposal(await find(call)));
    },
  }),
];

type Any = Call<unknown, unknown>;

const idOf = ({ params }: Any) => params.id as ProposalId;

const find = (call: Any) => findProposal(call.ctx, idOf(call));

async function findAsSeen(call: Any) {
  const proposal = await find(call);
  await demandMatch(call.ifMatch, presentProposal(proposal));
  return proposal;
}
