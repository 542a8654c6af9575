import { z } from 'zod';
import type { ConnectionId, OkrId } from '../db/ids.ts';
import { findUsableConnection } from '../domain/connections/finding.ts';
import { checkOkrExists, findFullOkr } from '../domain/okrs/finding-full.ts';
import { Refusal } from '../domain/refusal.ts';
import { counts, usualCount } from '../domain/words.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { parseQuery } from '../writers/previewing.ts';
import { settleRollUps } from '../writers/settling.ts';
import { arrangeSoon } from '../writers/subscribing.ts';
import { refreshLink } from '../writers/syncing.ts';
import { done, found } from './answer.ts';
import { expectedVersion } from './conditional.ts';
import { PATIENCE_MS, patiently } from './patience.ts';
import { presentLink } from './present.ts';
import { within } from './problem.ts';
import { type Call, route } from './route.ts';
import { dataLinkShape } from './shapes.ts';

const link = z.strictObject({
  connection_id: z.string().max(60) as unknown as z.ZodType<ConnectionId>,
  query: z.record(z.string(), z.unknown()),
  count: z.enum(counts).optional(),
});

export const dataLinks = [
  route({
    method: 'get',
    path: '/okrs/:id/data-link',
    summary: 'Read what feeds an OKR',
    answers: { 200: dataLinkShape },
    handle: foundLink,
  }),
  route({
    method: 'put',
    path: '/okrs/:id/data-link',
    summary: 'Let a query feed an OKR, and read it at once',
    body: link,
    guarded: true,
    answers: { 200: dataLinkShape },
    handle: async (call) => {
      const { ctx, env, body, defer, origin } = call;
      const okrId = call.params.id as OkrId;
      const [{ provider }] = await Promise.all([
        findUsableConnection(ctx, body.connection_id).catch(asField('connection_id')),
        checkOkrExists(ctx, okrId),
      ]);
      const parsed = within('query', () => parseQuery(provider, body.query));
      const { connection_id: connectionId, count = usualCount[provider] } = body;
      const { due, connections } = await okrWriter(env, ctx, okrId).linkData(
        { connectionId, count, ...parsed },
        expectedVersion(call.ifMatch),
      );
      await settleRollUps(env, ctx, due);
      await arrangeSoon(env, ctx, connections, origin);
      // Reading goes on behind an answer that could not wait; the link then says that it was not read yet.
      await patiently(refreshLink(env, ctx, okrId, 'edit'), PATIENCE_MS, defer);
      return foundLink(call);
    },
  }),
  route({
    method: 'delete',
    path: '/okrs/:id/data-link',
    summary: 'End automatic updates; the last value stays',
    guarded: true,
    answers: { 204: null },
    handle: async ({ ctx, env, params, ifMatch, origin }) => {
      const okrId = params.id as OkrId;
      const { due, connections } = await okrWriter(env, ctx, okrId).unlinkData(expectedVersion(ifMatch));
      await settleRollUps(env, ctx, due);
      await arrangeSoon(env, ctx, connections, origin);
      return done();
    },
  }),
];

async function foundLink({ ctx, params }: Call<unknown, unknown>) {
  const { okr, link } = await findFullOkr(ctx, params.id as OkrId);
  if (!link) throw new Refusal('not_found', 'This OKR is not connected to a data source.');
  return found(presentLink(link), okr.version);
}

/** What is wrong with something named in the body is wrong with that field. */
const asField = (name: string) => (reason: unknown) => {
  if (reason instanceof Refusal && reason.code === 'not_found')
    throw new Refusal('invalid', reason.message, { [name]: reason.message });
  throw reason;
};
