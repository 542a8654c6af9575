import { z } from 'zod';
import type { OkrId } from '../db/ids.ts';
import { findVisible, type Subject } from '../domain/okrs/finding-subject.ts';
import { partOf } from '../domain/okrs/formula.ts';
import { PRIVATE } from '../domain/okrs/listing-children.ts';
import { measureOf } from '../domain/okrs/okr.ts';
import { averagesOf, weigh } from '../domain/okrs/rolling-up.ts';
import { weighingInput } from '../domain/okrs/weighing.ts';
import { weighings } from '../domain/words.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { found } from './answer.ts';
import { expectedVersion } from './conditional.ts';
import { rounded } from './present.ts';
import { type Call, route } from './route.ts';

const shape = z
  .strictObject({
    method: z.enum(weighings).meta({ description: 'How those share that nobody has fixed.' }),
    children: z.array(
      z.strictObject({
        okr_id: z.string().nullable().meta({ description: 'Null for a private OKR that the token may not see.' }),
        title: z.string(),
        contribution: z.number().min(0).max(100).meta({ description: 'Percent, one decimal.' }),
        fixed: z.boolean(),
        contributes: z.boolean(),
        progress: z.number().nullable(),
        part: z.number().nullable().meta({ description: 'What it adds: points, or the unit of the parent.' }),
      }),
    ),
    equal_average: z.number().nullable().meta({ description: 'Percent, if all shared equally.' }),
    size_average: z
      .number()
      .nullable()
      .meta({ description: 'Percent, if all shared by size; null if sizes differ in unit.' }),
  })
  .meta({ id: 'Contributions', description: 'What the children of an OKR contribute to it. Shares add up to 100.' });

export const contributions = [
  route({
    method: 'get',
    path: '/okrs/:id/contributions',
    summary: 'What the children of an OKR contribute to it',
    answers: { 200: shape },
    handle: foundContributions,
  }),
  route({
    method: 'put',
    path: '/okrs/:id/contributions',
    summary:
      'Let all children share again, equally or by the size of their targets; nothing that the token may see stays fixed',
    body: weighingInput,
    guarded: true,
    answers: { 200: shape },
    handle: async (call) => {
      const { ctx, env, params, body } = call;
      const weights = { weighing: body.method, fixed: {} };
      const { due } = await okrWriter(env, ctx, params.id as OkrId).weighChildren(
        weights,
        expectedVersion(call.ifMatch),
      );
      await settleRollUps(env, ctx, due);
      return foundContributions(call);
    },
  }),
];

async function foundContributions({ ctx, params }: Call<unknown, unknown>) {
  const family = await findVisible(ctx, params.id as OkrId);
  return found(present(family), family.okr.version);
}

function present({ okr, children }: Pick<Subject, 'okr' | 'children'>): z.infer<typeof shape> {
  const measure = measureOf(okr);
  const { equal, size } = averagesOf(children);
  return {
    method: okr.weighing,
    children: weigh(children, okr.weighing).map((child) => ({
      okr_id: child.seen ? child.id : null,
      title: child.seen ? child.title : PRIVATE,
      contribution: rounded(child.contribution, 1),
      fixed: child.fixedWeight !== null,
      contributes: child.contribution > 0,
      progress: child.progress,
      part: partOf(measure, child),
    })),
    equal_average: equal === null ? null : equal * 100,
    size_average: size === null ? null : size * 100,
  };
}
