import type { MemberId } from '../db/ids.ts';
import { addMember } from '../domain/members/creating.ts';
import { deactivateMember, editMember } from '../domain/members/editing.ts';
import { findMember, listMemberPage } from '../domain/members/listing.ts';
import { memberPatch, newMemberInput } from '../domain/members/member.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentMember } from './present.ts';
import { type Call, route } from './route.ts';
import { memberShape, pageOf } from './shapes.ts';

export const members = [
  route({
    method: 'get',
    path: '/members',
    summary: 'List members, deactivated ones included',
    query: pageQuery,
    answers: { 200: pageOf(memberShape) },
    handle: async ({ ctx, query }) => page(await listMemberPage(ctx, cutOf(query)), presentMember),
  }),
  route({
    method: 'post',
    path: '/members',
    summary: 'Add a member, who can sign in from then on',
    body: newMemberInput,
    answers: { 201: memberShape },
    handle: async ({ ctx, body }) => {
      const member = await addMember(ctx, body);
      return created(`/members/${member.id}`, presentMember(member));
    },
  }),
  route({
    method: 'get',
    path: '/members/:id',
    summary: 'Read a member',
    answers: { 200: memberShape },
    handle: async (call) => found(presentMember(await find(call))),
  }),
  route({
    method: 'patch',
    path: '/members/:id',
    summary: 'Change a member, or make one active again',
    body: memberPatch,
    guarded: true,
    answers: { 200: memberShape },
    handle: async (call) => found(presentMember(await editMember(call.ctx, await findAsSeen(call), call.body))),
  }),
  route({
    method: 'delete',
    path: '/members/:id',
    summary: 'Deactivate a member; what they own and said stays',
    guarded: true,
    answers: { 204: null },
    handle: async (call) => {
      await deactivateMember(call.ctx, await findAsSeen(call));
      return done();
    },
  }),
];

type Any = Call<unknown, unknown>;

const find = ({ ctx, params }: Any) => findMember(ctx, params.id as MemberId);

async function findAsSeen(call: Any) {
  const member = await find(call);
  await demandMatch(call.ifMatch, presentMember(member));
  return member;
}
