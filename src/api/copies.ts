import type { JobId, OkrId } from '../db/ids.ts';
import { copiesInput } from '../domain/copies/order.ts';
import { findJob } from '../domain/jobs/finding.ts';
import { startCopies } from '../writers/copying.ts';
import { found } from './answer.ts';
import { presentJob } from './present.ts';
import { route } from './route.ts';
import { jobShape } from './shapes.ts';

export const copies = [
  route({
    method: 'post',
    path: '/okrs/:id/copies',
    summary: 'Copy an OKR to a period, alone or with what is below it; a job does it',
    body: copiesInput,
    answers: { 202: jobShape },
    handle: async ({ ctx, env, params, body }) => {
      const job = await startCopies(env, ctx, params.id as OkrId, body);
      return { status: 202, body: presentJob(job), headers: { Location: `/api/v1/jobs/${job.id}` } };
    },
  }),
  route({
    method: 'get',
    path: '/jobs/:id',
    summary: 'How far a job is; for whoever asked for it and for admins',
    answers: { 200: jobShape },
    handle: async ({ ctx, params }) => found(presentJob(await findJob(ctx, params.id as JobId))),
  }),
];
