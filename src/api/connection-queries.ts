import { z } from 'zod';
import type { ConnectionId } from '../db/ids.ts';
import { findUsableConnection } from '../domain/connections/finding.ts';
import { measureInput } from '../domain/okrs/measure.ts';
import { progressOf } from '../domain/okrs/progress.ts';
import { valueOfReading } from '../domain/readings/valuing.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { counts, usualCount } from '../domain/words.ts';
import type { Asked } from '../integrations/adapter.ts';
import { connectionReader } from '../writers/connection-reader-client.ts';
import { estimateQuery, previewQuery } from '../writers/previewing.ts';
import { percentOf } from './present.ts';
import { inside } from './problem.ts';
import { type Call, route } from './route.ts';
import { choicesShape, previewShape } from './source-shapes.ts';

const picked = z.string().max(500).optional();

const choicesQuery = z.strictObject({
  list: z.string().max(60),
  q: z.string().max(200).optional(),
  'within[board_id]': picked,
  'within[project_gid]': picked,
});

const previewInput = z.strictObject({
  query: z.record(z.string(), z.unknown()),
  count: z.enum(counts).optional(),
  measure: measureInput.optional(),
});

/** What helps to write a query before an OKR is linked to it. Nothing is kept. */
export const connectionQueries = [
  route({
    method: 'get',
    path: '/connections/:id/choices',
    summary: 'List what a field of a query may hold: projects, boards, lists, people',
    query: choicesQuery,
    answers: { 200: choicesShape },
    handle: async (call) => {
      const { list, q = '', ...rest } = call.query;
      const connection = await findUsableConnection(call.ctx, idOf(call));
      const found = await connectionReader(call.env, connection).pick(connection.id, list, withinOf(rest), q);
      return {
        status: 200,
        body: { data: told(found).map(({ detail = null, ...choice }) => ({ ...choice, detail })) },
      };
    },
  }),
  route({
    method: 'post',
    path: '/connections/:id/preview',
    summary: 'Read a query once and keep nothing: what linking an OKR to it would show, and what a read costs',
    body: previewInput,
    answers: { 200: previewShape },
    handle: async (call) => {
      const { ctx, env, body } = call;
      const { provider, query, seen } = await previewQuery(env, ctx, idOf(call), body.query).catch(refuseQuery);
      const reading = told(seen);
      const { estimate } = await estimateQuery(env, ctx, idOf(call), query);
      const measure = body.measure ?? { type: 'percent' };
      const value = valueOfReading(measure, body.count ?? usualCount[provider], reading);
      const progress = progressOf(measure, value);
      return {
        status: 200,
        body: {
          query,
          matched: reading.matched,
          completed: reading.completed,
          approximate: reading.approximate,
          value,
          progress,
          percent: percentOf(progress),
          samples: reading.samples,
          estimate: estimate.ok ? estimate.value : null,
        },
      };
    },
  }),
];

const idOf = ({ params }: Call<unknown, unknown>) => params.id as ConnectionId;

/** `within[board_id]` is the `board_id` that was picked before. */
const withinOf = (given: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name.slice('within['.length, -1), value]],
    ),
  );

function refuseQuery(reason: unknown): never {
  throw inside('query', reason);
}

/** What a provider answered. @throws Refusal `invalid` for a query that it objects to, else `unavailable`, in its words */
function told<T>(asked: Asked<T>): T {
  if (asked.ok) return asked.value;
  const { reason, detail } = asked.error;
  throw reason === 'invalid_query' ? invalid({ query: detail }) : new Refusal('unavailable', detail);
}
