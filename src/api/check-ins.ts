import { z } from 'zod';
import { type CheckInId, newId, type OkrId } from '../db/ids.ts';
import { checkInInput } from '../domain/check-ins/check-in.ts';
import { findCheckIn, listCheckInPage } from '../domain/check-ins/listing.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { refusalCodes } from '../domain/refusal.ts';
import { CHECK_INS_AT_ONCE, checkInMany } from '../writers/checking-in.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentCheckIn } from './present.ts';
import { type Call, route } from './route.ts';
import { checkInShape, pageOf } from './shapes.ts';

/** One of many: the OKR, and all that a check-in may say of it. */
const saying = checkInInput.safeExtend({ okr_id: z.string() });

const manyInput = z.strictObject({
  check_ins: z
    .array(saying)
    .min(1, 'Send at least one check-in.')
    .max(CHECK_INS_AT_ONCE, `At most ${CHECK_INS_AT_ONCE} check-ins at once.`),
});

const outcomesShape = z
  .strictObject({
    data: z.array(
      z.strictObject({
        okr_id: z.string(),
        check_in: checkInShape.nullable(),
        problem: z
          .strictObject({
            code: z.enum(refusalCodes),
            detail: z.string(),
            fields: z.record(z.string(), z.string()).optional(),
          })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'CheckInOutcomes', description: 'In the order sent: the check-in that was made, or why it was not.' });

export const checkIns = [
  route({
    method: 'get',
    path: '/okrs/:id/check-ins',
    summary: 'List the check-ins of an OKR, newest first',
    query: pageQuery,
    answers: { 200: pageOf(checkInShape) },
    handle: async ({ ctx, params, query }) =>
      page(await listCheckInPage(ctx, params.id as OkrId, cutOf(query)), (told) => presentCheckIn(ctx, told)),
  }),
  route({
    method: 'post',
    path: '/okrs/:id/check-ins',
    scope: 'check_in',
    summary: 'Check in: a value or percent, a status, a note; `on` a past day if not of today',
    body: checkInInput,
    answers: { 201: checkInShape },
    handle: async ({ ctx, env, params, body }) => {
      const id = newId('chk', ctx.now);
      const { checkIn, due } = await okrWriter(env, ctx, params.id as OkrId).checkIn(body, id);
      await settleRollUps(env, ctx, due);
      return created(`/check-ins/${id}`, presentCheckIn(ctx, { ...checkIn, author: ctx.actor.name }));
    },
  }),
  route({
    method: 'post',
    path: '/check-ins',
    scope: 'check_in',
    summary: `Check in for up to ${CHECK_INS_AT_ONCE} OKRs at once, each on its own`,
    body: manyInput,
    answers: { 200: outcomesShape },
    handle: async ({ ctx, env, body }) => {
      demand(may.createOkr(ctx.actor), sentences.observer);
      const sayings = body.check_ins.map(({ okr_id, ...input }) => ({
        okrId: okr_id as OkrId,
        id: newId('chk', ctx.now),
        input,
      }));
      const outcomes = await checkInMany(env, ctx, sayings);
      const data = outcomes.map(({ changed, refusal }, i) => ({
        okr_id: sayings[i]!.okrId,
        check_in: changed && presentCheckIn(ctx, { ...changed.checkIn, author: ctx.actor.name }),
        problem: refusal && {
          code: refusal.code,
          detail: refusal.message,
          ...(refusal.fields && { fields: refusal.fields }),
        },
      }));
      return { status: 200, body: { data } };
    },
  }),
  route({
    method: 'get',
    path: '/check-ins/:id',
    summary: 'Read a check-in',
    answers: { 200: checkInShape },
    handle: async (call) => found(presentCheckIn(call.ctx, await find(call))),
  }),
  route({
    method: 'patch',
    path: '/check-ins/:id',
    scope: 'check_in',
    summary: 'Correct a check-in; only the newest one may change value and status',
    body: checkInInput,
    guarded: true,
    answers: { 200: checkInShape },
    handle: async (call) => {
      const { ctx, env, body } = call;
      const { id, okrId, author } = await findAsSeen(call);
      const { checkIn, due } = await okrWriter(env, ctx, okrId).editCheckIn(id, body);
      await settleRollUps(env, ctx, due);
      return found(presentCheckIn(ctx, { ...checkIn, author }));
    },
  }),
  route({
    method: 'delete',
    path: '/check-ins/:id',
    scope: 'check_in',
    summary: 'Delete a check-in; without the newest one the value before it holds again',
    guarded: true,
    answers: { 204: null },
    handle: async (call) => {
      const { ctx, env } = call;
      const { id, okrId } = await findAsSeen(call);
      const { due } = await okrWriter(env, ctx, okrId).deleteCheckIn(id);
      await settleRollUps(env, ctx, due);
      return done();
    },
  }),
];

type Any = Call<unknown, unknown>;

const find = ({ ctx, params }: Any) => findCheckIn(ctx, params.id as CheckInId);

async function findAsSeen(call: Any) {
  const checkIn = await find(call);
  await demandMatch(call.ifMatch, presentCheckIn(call.ctx, checkIn));
  return checkIn;
}
