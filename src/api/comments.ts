import type { CommentId, OkrId } from '../db/ids.ts';
import { commentPatch, newCommentInput } from '../domain/comments/comment.ts';
import { deleteComment } from '../domain/comments/deleting.ts';
import { editComment } from '../domain/comments/editing.ts';
import { findComment, listCommentPage } from '../domain/comments/finding.ts';
import { postComment } from '../domain/comments/posting.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentComment } from './present-talk.ts';
import { type Call, route } from './route.ts';
import { pageOf } from './shapes.ts';
import { commentShape } from './talk-shapes.ts';

export const comments = [
  route({
    method: 'get',
    path: '/okrs/:id/comments',
    summary: 'List the comments on an OKR and its check-ins, newest first',
    query: pageQuery,
    answers: { 200: pageOf(commentShape) },
    handle: async ({ ctx, params, query }) =>
      page(await listCommentPage(ctx, params.id as OkrId, cutOf(query)), presentComment),
  }),
  route({
    method: 'post',
    path: '/okrs/:id/comments',
    scope: 'check_in',
    summary: 'Comment on an OKR, or answer one of its check-ins; the same words within a minute are one comment',
    body: newCommentInput,
    talks: true,
    answers: { 201: commentShape },
    handle: async ({ ctx, params, body }) => {
      const { comment } = await postComment(ctx, params.id as OkrId, body);
      return created(`/comments/${comment.id}`, presentComment(comment));
    },
  }),
  route({
    method: 'get',
    path: '/comments/:id',
    summary: 'Read a comment',
    answers: { 200: commentShape },
    handle: async (call) => found(presentComment(await find(call))),
  }),
  route({
    method: 'patch',
    path: '/comments/:id',
    scope: 'check_in',
    summary: 'Change what one’s own comment says',
    body: commentPatch,
    guarded: true,
    talks: true,
    answers: { 200: commentShape },
    handle: async (call) => {
      const { comment } = await editComment(call.ctx, await findAsSeen(call), call.body);
      return found(presentComment(comment));
    },
  }),
  route({
    method: 'delete',
    path: '/comments/:id',
    scope: 'check_in',
    summary: 'Delete a comment: one’s own, or as an admin anybody’s',
    guarded: true,
    talks: true,
    answers: { 204: null },
    handle: async (call) => {
      await deleteComment(call.ctx, await findAsSeen(call));
      return done();
    },
  }),
];

type Any = Call<unknown, unknown>;

const find = ({ ctx, params }: Any) => findComment(ctx, params.id as CommentId);

async function findAsSeen(call: Any) {
  const comment = await find(call);
  await demandMatch(call.ifMatch, presentComment(comment));
  return comment;
}
