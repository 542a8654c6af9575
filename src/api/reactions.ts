import type { CheckInId, CommentId, OkrId } from '../db/ids.ts';
import { findCheckIn } from '../domain/check-ins/listing.ts';
import { findComment } from '../domain/comments/finding.ts';
import { findReactions, type SubjectId } from '../domain/reactions/finding.ts';
import { react, unreact } from '../domain/reactions/reacting.ts';
import { isSign } from '../domain/reactions/reaction.ts';
import { Refusal } from '../domain/refusal.ts';
import { done } from './answer.ts';
import { presentReaction } from './present-talk.ts';
import { type Call, route } from './route.ts';
import { reactionsShape } from './talk-shapes.ts';

type Any = Call<unknown, unknown>;
type Subject = { okrId: OkrId; subjectId: SubjectId };

/** What a sign is put under, by the noun of its path. @throws Refusal `not_found` */
const subjects: Record<string, (call: Any) => Promise<Subject>> = {
  okrs: async ({ params }) => ({ okrId: params.id as OkrId, subjectId: params.id as OkrId }),
  'check-ins': async ({ ctx, params }) => {
    const { okrId, id } = await findCheckIn(ctx, params.id as CheckInId);
    return { okrId, subjectId: id };
  },
  comments: async ({ ctx, params }) => {
    const { okrId, id } = await findComment(ctx, params.id as CommentId);
    return { okrId, subjectId: id };
  },
};

const change = (subjectOf: (call: Any) => Promise<Subject>, verb: typeof react) => async (call: Any) => {
  const { sign = '' } = call.params;
  if (!isSign(sign)) throw new Refusal('not_found', 'There is no such sign.');
  const { okrId, subjectId } = await subjectOf(call);
  await verb(call.ctx, okrId, subjectId, sign);
  return done();
};

export const reactions = [
  route({
    method: 'get',
    path: '/okrs/:id/reactions',
    summary: 'List the signs under an OKR, its check-ins and comments; at most 500',
    answers: { 200: reactionsShape },
    handle: async ({ ctx, params }) => ({
      status: 200,
      body: { data: (await findReactions(ctx, params.id as OkrId)).map(presentReaction) },
      tag: 'weak',
    }),
  }),
  ...Object.entries(subjects).flatMap(([noun, subjectOf]) => [
    route({
      method: 'put',
      path: `/${noun}/:id/reactions/:sign`,
      summary: `Put one’s own sign under one of the ${noun}; again changes nothing`,
      scope: 'check_in',
      talks: true,
      answers: { 204: null },
      handle: change(subjectOf, react),
    }),
    route({
      method: 'delete',
      path: `/${noun}/:id/reactions/:sign`,
      summary: `Take one’s own sign under one of the ${noun} back`,
      scope: 'check_in',
      talks: true,
      answers: { 204: null },
      handle: change(subjectOf, unreact),
    }),
  ]),
];
