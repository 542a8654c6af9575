import { z } from 'zod';
import type { OkrId, ProposalId } from '../db/ids.ts';
import { findFullOkr, listFullOkrs } from '../domain/okrs/finding-full.ts';
import { ownDraftPage } from '../domain/okrs/listing-drafts.ts';
import { proposeChange } from '../domain/okrs/proposing-change.ts';
import { cut, valuesOf } from '../domain/paging.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { created, found, page } from './answer.ts';
import { expectedVersion } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentOkr } from './present.ts';
import { route } from './route.ts';
import { okrShape, pageOf } from './shapes.ts';

const changeInput = z.strictObject({ proposal_id: z.string().max(60).optional() });

export const drafts = [
  route({
    method: 'get',
    path: '/drafts',
    summary: 'List drafts: those the member owns, and those of their teams',
    query: pageQuery,
    answers: { 200: pageOf(okrShape) },
    handle: async ({ ctx, query }) => {
      const { after, limit } = cutOf(query);
      const [last = ''] = valuesOf(after, 'string') ?? [];
      const some = await listFullOkrs(ctx, ownDraftPage(ctx, last, limit + 1));
      return page(
        cut(some, limit, ({ okr }) => [okr.id]),
        (full) => presentOkr(ctx, full),
      );
    },
  }),
  route({
    method: 'post',
    path: '/okrs/:id/drafts',
    summary: 'Propose a change: a draft that carries what the OKR says today, to be edited and published onto it',
    body: changeInput,
    answers: { 201: okrShape },
    handle: async ({ ctx, params, body }) => {
      const proposalId = (body.proposal_id ?? null) as ProposalId | null;
      const { okr } = await proposeChange(ctx, params.id as OkrId, proposalId);
      const made = presentOkr(ctx, await findFullOkr(ctx, okr.id));
      return created(`/okrs/${made.id}`, made, made.version);
    },
  }),
  route({
    method: 'put',
    path: '/okrs/:id/publication',
    summary: 'Publish a draft with the drafts below it; a proposed change is applied, and the changed OKR answered',
    guarded: true,
    answers: { 200: okrShape },
    handle: async ({ ctx, env, params, ifMatch }) => {
      const { okr, due } = await okrWriter(env, ctx, params.id as OkrId).publishOkr(expectedVersion(ifMatch));
      await settleRollUps(env, ctx, due);
      const after = presentOkr(ctx, await findFullOkr(ctx, okr.id));
      return found(after, after.version);
    },
  }),
];
