import type { PeriodId } from '../db/ids.ts';
import { createPeriod, periodInput } from '../domain/periods/creating.ts';
import { deletePeriod } from '../domain/periods/deleting.ts';
import { editPeriod, periodPatch } from '../domain/periods/editing.ts';
import { findPeriod } from '../domain/periods/finding.ts';
import { listPeriodPage } from '../domain/periods/listing.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentPeriod } from './present.ts';
import { type Call, route } from './route.ts';
import { pageOf, periodShape } from './shapes.ts';

export const periods = [
  route({
    method: 'get',
    path: '/periods',
    summary: 'List time periods, newest first',
    query: pageQuery,
    answers: { 200: pageOf(periodShape) },
    handle: async ({ ctx, query }) => page(await listPeriodPage(ctx, cutOf(query)), presentPeriod),
  }),
  route({
    method: 'post',
    path: '/periods',
    scope: 'admin',
    summary: 'Add a time period',
    body: periodInput,
    answers: { 201: periodShape },
    handle: async ({ ctx, body }) => {
      const period = await createPeriod(ctx, body);
      return created(`/periods/${period.id}`, presentPeriod(period));
    },
  }),
  route({
    method: 'get',
    path: '/periods/:id',
    summary: 'Read a time period',
    answers: { 200: periodShape },
    handle: async (call) => found(presentPeriod(await find(call))),
  }),
  route({
    method: 'patch',
    path: '/periods/:id',
    scope: 'admin',
    summary: 'Change a time period; OKRs in it keep their own dates',
    body: periodPatch,
    guarded: true,
    answers: { 200: periodShape },
    handle: async (call) => found(presentPeriod(await editPeriod(call.ctx, await findAsSeen(call), call.body))),
  }),
  route({
    method: 'delete',
    path: '/periods/:id',
    scope: 'admin',
    summary: 'Delete a time period that holds no OKR',
    guarded: true,
    answers: { 204: null },
    handle: async (call) => {
      await deletePeriod(call.ctx, await findAsSeen(call));
      return done();
    },
  }),
];

type Any = Call<unknown, unknown>;

const find = ({ ctx, params }: Any) => findPeriod(ctx, params.id as PeriodId);

async function findAsSeen(call: Any) {
  const period = await find(call);
  await demandMatch(call.ifMatch, presentPeriod(period));
  return period;
}
