import type { OkrId } from '../db/ids.ts';
import { closureInput } from '../domain/okrs/closing.ts';
import { findFullOkr } from '../domain/okrs/finding-full.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { done, found } from './answer.ts';
import { expectedVersion } from './conditional.ts';
import { presentOkr } from './present.ts';
import { route } from './route.ts';
import { okrShape } from './shapes.ts';

export const closure = [
  route({
    method: 'put',
    path: '/okrs/:id/closure',
    summary: 'Close or postpone an OKR, or correct its score and note; open children stay open',
    body: closureInput,
    guarded: true,
    answers: { 200: okrShape },
    handle: async ({ ctx, env, params, body, ifMatch }) => {
      const okrId = params.id as OkrId;
      const { due } = await okrWriter(env, ctx, okrId).closeOkr(body, expectedVersion(ifMatch));
      await settleRollUps(env, ctx, due);
      const after = presentOkr(ctx, await findFullOkr(ctx, okrId));
      return found(after, after.version);
    },
  }),
  route({
    method: 'delete',
    path: '/okrs/:id/closure',
    summary: 'Open a closed OKR again; its score and closing note go',
    guarded: true,
    answers: { 204: null },
    handle: async ({ ctx, env, params, ifMatch }) => {
      const { due } = await okrWriter(env, ctx, params.id as OkrId).reopenOkr(expectedVersion(ifMatch));
      await settleRollUps(env, ctx, due);
      return done();
    },
  }),
];
