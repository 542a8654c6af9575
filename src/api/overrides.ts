import { z } from 'zod';
import type { OkrId } from '../db/ids.ts';
import { type Facts, findFacts } from '../domain/okrs/finding-facts.ts';
import { automaticValueOf, holdOf } from '../domain/okrs/holding.ts';
import { resumeUpdates } from '../writers/resuming.ts';
import { done, found } from './answer.ts';
import { expectedVersion } from './conditional.ts';
import { PATIENCE_MS, patiently } from './patience.ts';
import { momentOrNull } from './present.ts';
import { route } from './route.ts';

const shape = z
  .strictObject({
    held: z.boolean(),
    since: z.iso.datetime().nullable(),
    by: z.strictObject({ member_id: z.string().nullable(), name: z.string() }).nullable(),
    value: z.number().nullable(),
    automatic_value: z.number().nullable().meta({ description: 'What a roll-up or the last good reading says.' }),
  })
  .meta({ id: 'Override', description: 'A value of a person, and whether it holds against automatic ones.' });

export const overrides = [
  route({
    method: 'get',
    path: '/okrs/:id/override',
    summary: 'Whether a person’s value holds against automatic ones, and what those say',
    answers: { 200: shape },
    handle: async ({ ctx, params }) => {
      const facts = await findFacts(ctx, params.id as OkrId);
      return found(present(facts), facts.okr.version);
    },
  }),
  route({
    method: 'delete',
    path: '/okrs/:id/override',
    summary: 'Resume automatic updates; their value is taken at once',
    guarded: true,
    answers: { 204: null },
    handle: async ({ ctx, env, params, ifMatch, defer }) => {
      await patiently(resumeUpdates(env, ctx, params.id as OkrId, expectedVersion(ifMatch)), PATIENCE_MS, defer);
      return done();
    },
  }),
];

function present(facts: Facts): z.infer<typeof shape> {
  const hold = holdOf(facts);
  return {
    held: hold !== null,
    since: momentOrNull(hold?.since ?? null),
    by: hold && { member_id: hold.by.id, name: hold.by.name },
    value: facts.okr.value,
    automatic_value: automaticValueOf(facts),
  };
}
