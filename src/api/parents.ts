import { z } from 'zod';
import type { OkrId } from '../db/ids.ts';
import { findFullOkr } from '../domain/okrs/finding-full.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { done, found } from './answer.ts';
import { expectedVersion } from './conditional.ts';
import { presentOkr } from './present.ts';
import { type Call, route } from './route.ts';
import { okrShape } from './shapes.ts';

const share = z.strictObject({
  contribution: z.number().min(0, 'At least 0.').max(100, 'At most 100.').nullable().optional(),
  counts: z.boolean().optional(),
});

export const parents = [
  route({
    method: 'put',
    path: '/okrs/:id/parents/:parent_id',
    summary:
      'Align an OKR to a parent; a contribution fixes its share, null returns it to sharing, counts switches a project on or off',
    body: share,
    guarded: true,
    answers: { 200: okrShape },
    handle: async (call) => {
      const { ctx, env, body } = call;
      const { okrId, parentId } = idsOf(call);
      const { parents } = await findFullOkr(ctx, okrId);
      const before = parents.find((parent) => parent.okrId === parentId)?.fixedWeight ?? null;
      const kept = body.counts === false ? null : before;
      const fixed = body.contribution === undefined ? kept : body.contribution;
      const { due } = await okrWriter(env, ctx, okrId).align(
        parentId,
        fixed,
        expectedVersion(call.ifMatch),
        body.counts,
      );
      await settleRollUps(env, ctx, due);
      const after = presentOkr(ctx, await findFullOkr(ctx, okrId));
      return found(after, after.version);
    },
  }),
  route({
    method: 'delete',
    path: '/okrs/:id/parents/:parent_id',
    summary: 'Take an OKR away from a parent',
    guarded: true,
    answers: { 204: null },
    handle: async (call) => {
      const { ctx, env, ifMatch } = call;
      const { okrId, parentId } = idsOf(call);
      const { due } = await okrWriter(env, ctx, okrId).unalign(parentId, expectedVersion(ifMatch));
      await settleRollUps(env, ctx, due);
      return done();
    },
  }),
];

const idsOf = ({ params }: Call<unknown, unknown>) => ({
  okrId: params.id as OkrId,
  parentId: params.parent_id as OkrId,
});
