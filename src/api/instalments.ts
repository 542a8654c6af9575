import { z } from 'zod';
import type { OkrId } from '../db/ids.ts';
import { divisions } from '../domain/instalments/dividing.ts';
import { instalmentsInput } from '../domain/instalments/making.ts';
import type { Instalment } from '../domain/instalments/planning.ts';
import { previewInstalments } from '../domain/instalments/previewing.ts';
import { measureColumns } from '../domain/okrs/okr.ts';
import { Refusal } from '../domain/refusal.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { found } from './answer.ts';
import { instalmentsShape } from './instalments-shape.ts';
import { presentMeasure } from './present.ts';
import { route } from './route.ts';

export const instalments = [
  route({
    method: 'get',
    path: '/okrs/:id/instalments',
    summary: 'What dividing an OKR into quarters would make, and what is there of it',
    query: z.strictObject({ division: z.enum(divisions).optional() }),
    answers: { 200: instalmentsShape },
    handle: async ({ ctx, params, query }) => {
      const { instalments, refused } = await previewInstalments(ctx, params.id as OkrId, query.division);
      if (refused) throw new Refusal('conflict', refused);
      return found(present(instalments));
    },
  }),
  route({
    method: 'post',
    path: '/okrs/:id/instalments',
    summary: 'Make an instalment of an OKR for each of its quarters; those that are there stay',
    body: instalmentsInput,
    answers: { 200: instalmentsShape },
    handle: async ({ ctx, env, params, body }) => {
      const { instalments, due } = await okrWriter(env, ctx, params.id as OkrId).makeInstalments(body);
      await settleRollUps(env, ctx, due);
      return { status: 200, body: present(instalments) };
    },
  }),
];

const present = (instalments: readonly Instalment[]): z.infer<typeof instalmentsShape> => ({
  data: instalments.map(({ okrId, period, title, span, measure }) => ({
    okr_id: okrId,
    period_id: period.id,
    title,
    starts_on: span.startsOn,
    ends_on: span.endsOn,
    measure: presentMeasure(measureColumns(measure)),
  })),
});
