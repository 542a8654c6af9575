import { type CheckInId, newId, type OkrId } from '../db/ids.ts';
import { checkInInput } from '../domain/check-ins/check-in.ts';
import { findCheckIn, listCheckInPage } from '../domain/check-ins/listing.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentCheckIn } from './present.ts';
import { type Call, route } from './route.ts';
import { checkInShape, pageOf } from './shapes.ts';

export const checkIns = [
  route({
    method: 'get',
    path: '/okrs/:id/check-ins',
    summary: 'List the check-ins of an OKR, newest first',
    query: pageQuery,
    answers: { 200: pageOf(checkInShape) },
    handle: async ({ ctx, params, query }) =>
      page(await listCheckInPage(ctx, params.id as OkrId, cutOf(query)), presentCheckIn),
  }),
  route({
    method: 'post',
    path: '/okrs/:id/check-ins',
    summary: 'Check in: a value or percent, a status, a note',
    body: checkInInput,
    answers: { 201: checkInShape },
    handle: async ({ ctx, env, params, body }) => {
      const id = newId('chk', ctx.now);
      const { checkIn, due } = await okrWriter(env, ctx, params.id as OkrId).checkIn(body, id);
      await settleRollUps(env, ctx, due);
      return created(`/check-ins/${id}`, presentCheckIn({ ...checkIn, author: ctx.actor.name }));
    },
  }),
  route({
    method: 'get',
    path: '/check-ins/:id',
    summary: 'Read a check-in',
    answers: { 200: checkInShape },
    handle: async (call) => found(presentCheckIn(await find(call))),
  }),
  route({
    method: 'patch',
    path: '/check-ins/:id',
    summary: 'Correct a check-in; only the newest one may change value and status',
    body: checkInInput,
    guarded: true,
    answers: { 200: checkInShape },
    handle: async (call) => {
      const { ctx, env, body } = call;
      const { id, okrId, author } = await findAsSeen(call);
      const { checkIn, due } = await okrWriter(env, ctx, okrId).editCheckIn(id, body);
      await settleRollUps(env, ctx, due);
      return found(presentCheckIn({ ...checkIn, author }));
    },
  }),
  route({
    method: 'delete',
    path: '/check-ins/:id',
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
  await demandMatch(call.ifMatch, presentCheckIn(checkIn));
  return checkIn;
}
