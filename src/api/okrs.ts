import { z } from 'zod';
import type { MemberId, OkrId, PeriodId, TeamId } from '../db/ids.ts';
import { type Context, todayOf } from '../domain/context.ts';
import { actingOn } from '../domain/okrs/as-of.ts';
import { createOkr, newOkrInput } from '../domain/okrs/drafting.ts';
import { okrPatch } from '../domain/okrs/editing.ts';
import { findExplanation } from '../domain/okrs/explaining.ts';
import { findPastExplanation } from '../domain/okrs/explaining-past.ts';
import { findFullOkr } from '../domain/okrs/finding-full.ts';
import { listOkrs } from '../domain/okrs/listing.ts';
import { invalid } from '../domain/refusal.ts';
import { tagName } from '../domain/tags/tag.ts';
import { kinds, levels, statuses } from '../domain/words.ts';
import type { Day } from '../lib/days.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { created, done, found, page } from './answer.ts';
import { expectedVersion } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { explanationShape } from './explanation-shape.ts';
import { presentExplanation, presentOkr } from './present.ts';
import { route } from './route.ts';
import { okrShape, pageOf } from './shapes.ts';

const id = <T extends string>() => z.string().max(60) as unknown as z.ZodType<T>;

/** A past day, in the organization's time zone: the answer is how things stood when it ended. */
const on = z.iso.date('Write a day as 2026-11-20.').optional();
const asOfQuery = z.strictObject({ on });

const okrsQuery = pageQuery.extend({
  on,
  kind: z.enum(kinds).optional(),
  level: z.enum(levels).optional(),
  period: id<PeriodId>().optional(),
  team: id<TeamId>().optional(),
  owner: id<MemberId>().optional(),
  status: z.enum(statuses).optional(),
  parent: id<OkrId>().optional(),
  tag: tagName.optional(),
  q: z.string().max(200, 'A search has at most 200 characters.').optional(),
  updated_since: z.iso
    .datetime({ offset: true, message: 'Write a moment as 2026-11-20T09:00:00Z.' })
    .transform((text) => Date.parse(text))
    .optional(),
});

export const okrs = [
  route({
    method: 'get',
    path: '/okrs',
    summary: 'List OKRs; all filters given must hold',
    query: okrsQuery,
    answers: { 200: pageOf(okrShape) },
    handle: async ({ ctx, query }) => {
      const { limit, cursor, updated_since: updatedSince, on: asked, ...filters } = query;
      if (asked && filters.status)
        throw invalid({ status: 'Statuses of a past day cannot be searched. Leave out one of both.' });
      const on = pastDay(ctx, asked);
      const some = await listOkrs(ctx, { ...filters, updatedSince, ...(on && { on }) }, cutOf({ limit, cursor }));
      return page(some, (full) => presentOkr(on ? actingOn(ctx, on) : ctx, full));
    },
  }),
  route({
    method: 'post',
    path: '/okrs',
    summary: 'Make an OKR; only kind and title are needed',
    body: newOkrInput,
    answers: { 201: okrShape },
    handle: async ({ ctx, env, body }) => {
      const { okr, due } = await createOkr(ctx, body);
      await settleRollUps(env, ctx, due);
      const made = await read(ctx, okr.id);
      return created(`/okrs/${made.id}`, made, made.version);
    },
  }),
  route({
    method: 'get',
    path: '/okrs/:id',
    summary: 'Read an OKR, as it is or as it stood on a past day',
    query: asOfQuery,
    answers: { 200: okrShape },
    handle: async ({ ctx, params, query }) => {
      const on = pastDay(ctx, query.on);
      if (!on) return foundOkr(ctx, params.id as OkrId);
      return found(presentOkr(actingOn(ctx, on), await findFullOkr(ctx, params.id as OkrId, on)));
    },
  }),
  route({
    method: 'patch',
    path: '/okrs/:id',
    summary: 'Change what is said of an OKR; its value stays',
    body: okrPatch,
    guarded: true,
    answers: { 200: okrShape },
    handle: async ({ ctx, env, params, body, ifMatch }) => {
      const okrId = params.id as OkrId;
      const { due } = await okrWriter(env, ctx, okrId).editOkr(body, expectedVersion(ifMatch));
      await settleRollUps(env, ctx, due);
      return foundOkr(ctx, okrId);
    },
  }),
  route({
    method: 'delete',
    path: '/okrs/:id',
    summary: 'Delete an OKR with its check-ins; its children stay',
    guarded: true,
    answers: { 204: null },
    handle: async ({ ctx, env, params, ifMatch }) => {
      const { due } = await okrWriter(env, ctx, params.id as OkrId).deleteOkr(expectedVersion(ifMatch));
      await settleRollUps(env, ctx, due);
      return done();
    },
  }),
  route({
    method: 'get',
    path: '/okrs/:id/explanation',
    summary: 'How the number of an OKR came about, and where it leads; now or on a past day',
    query: asOfQuery,
    answers: { 200: explanationShape },
    handle: async ({ ctx, params, query }) => {
      const okrId = params.id as OkrId;
      const on = pastDay(ctx, query.on);
      return found(presentExplanation(await (on ? findPastExplanation(ctx, okrId, on) : findExplanation(ctx, okrId))));
    },
  }),
];

/** The day to look back to; null for today and what is to come. */
const pastDay = (ctx: Context, day: Day | undefined): Day | null => (day && day < todayOf(ctx) ? day : null);

const read = async (ctx: Context, okrId: OkrId) => presentOkr(ctx, await findFullOkr(ctx, okrId));

async function foundOkr(ctx: Context, okrId: OkrId) {
  const okr = await read(ctx, okrId);
  return found(okr, okr.version);
}
