import { z } from 'zod';
import type { OkrId } from '../db/ids.ts';
import { listSyncs } from '../domain/readings/listing.ts';
import { Refusal } from '../domain/refusal.ts';
import { refreshLink } from '../writers/syncing.ts';
import { page } from './answer.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { PATIENCE_MS, patiently } from './patience.ts';
import { moment, presentSync } from './present.ts';
import { route } from './route.ts';
import { pageOf } from './shapes.ts';
import { syncShape } from './source-shapes.ts';

const startedShape = z
  .strictObject({ okr_id: z.string(), started_at: z.iso.datetime() })
  .meta({ id: 'StartedSync', description: 'The provider takes long; the run will appear in the history.' });

export const syncs = [
  route({
    method: 'get',
    path: '/okrs/:id/syncs',
    summary: 'List the reads of a data link, newest first; they are kept for 90 days',
    query: pageQuery,
    answers: { 200: pageOf(syncShape) },
    handle: async ({ ctx, params, query }) => page(await listSyncs(ctx, params.id as OkrId, cutOf(query)), presentSync),
  }),
  route({
    method: 'post',
    path: '/okrs/:id/syncs',
    summary: 'Refresh now: the finished run, or 202 when it takes over ten seconds',
    answers: { 200: syncShape, 202: startedShape },
    handle: async ({ ctx, env, params, defer }) => {
      const okrId = params.id as OkrId;
      const run = await patiently(refreshLink(env, ctx, okrId, 'refresh'), PATIENCE_MS, defer);
      if (run === null) {
        const headers = { Location: `/api/v1/okrs/${okrId}/syncs` };
        return { status: 202, body: { okr_id: okrId, started_at: moment(ctx.now) }, headers };
      }
      if (run.came === null) throw new Refusal('conflict', 'The query was edited while it was read. Refresh again.');
      return { status: 200, body: presentSync(run.came) };
    },
  }),
];
