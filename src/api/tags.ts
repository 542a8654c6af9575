import type { TagId } from '../db/ids.ts';
import { createTag } from '../domain/tags/creating.ts';
import { deleteTag } from '../domain/tags/deleting.ts';
import { findTag } from '../domain/tags/finding.ts';
import { listTagPage } from '../domain/tags/listing.ts';
import { editTag } from '../domain/tags/renaming.ts';
import { newTagInput, tagPatch } from '../domain/tags/tag.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentTag } from './present.ts';
import { type Call, route } from './route.ts';
import { pageOf, tagShape } from './shapes.ts';

export const tags = [
  route({
    method: 'get',
    path: '/tags',
    summary: 'List tags, by name',
    query: pageQuery,
    answers: { 200: pageOf(tagShape) },
    handle: async ({ ctx, query }) => page(await listTagPage(ctx, cutOf(query)), presentTag),
  }),
  route({
    method: 'post',
    path: '/tags',
    summary: 'Add a tag',
    body: newTagInput,
    answers: { 201: tagShape },
    handle: async ({ ctx, body }) => {
      const tag = await createTag(ctx, body);
      return created(`/tags/${tag.id}`, presentTag(tag));
    },
  }),
  route({
    method: 'get',
    path: '/tags/:id',
    summary: 'Read a tag',
    answers: { 200: tagShape },
    handle: async (call) => found(presentTag(await find(call))),
  }),
  route({
    method: 'patch',
    path: '/tags/:id',
    scope: 'admin',
    summary: 'Rename a tag, or merge it into another; answers with the tag that is there afterwards',
    body: tagPatch,
    guarded: true,
    answers: { 200: tagShape },
    handle: async (call) => found(presentTag(await editTag(call.ctx, await findAsSeen(call), call.body))),
  }),
  route({
    method: 'delete',
    path: '/tags/:id',
    scope: 'admin',
    summary: 'Delete a tag and take it off its OKRs',
    guarded: true,
    answers: { 204: null },
    handle: async (call) => {
      await deleteTag(call.ctx, await findAsSeen(call));
      return done();
    },
  }),
];

type Any = Call<unknown, unknown>;

const find = ({ ctx, params }: Any) => findTag(ctx, params.id as TagId);

async function findAsSeen(call: Any) {
  const tag = await find(call);
  await demandMatch(call.ifMatch, presentTag(tag));
  return tag;
}
