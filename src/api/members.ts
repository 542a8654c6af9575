import { z } from 'zod';
import type { MemberId } from '../db/ids.ts';
import { addMember } from '../domain/members/creating.ts';
import { deactivateMember, editMember } from '../domain/members/editing.ts';
import { everybody } from '../domain/members/filtering.ts';
import { handOverInput } from '../domain/members/hand-over.ts';
import { findMember, listMemberPage } from '../domain/members/listing.ts';
import { memberPatch, newMemberInput } from '../domain/members/member.ts';
import { memberStates, roles } from '../domain/words.ts';
import { startHandOver } from '../writers/handing-over.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentJob, presentMember } from './present.ts';
import { type Call, route } from './route.ts';
import { jobShape, memberShape, pageOf } from './shapes.ts';

const listQuery = pageQuery.extend({
  q: z.string().max(100).optional().meta({ description: 'Beginnings of words of a name, an address or a team.' }),
  role: z.enum(roles).optional(),
  state: z.enum(memberStates).optional(),
  manager: z.string().max(60).optional().meta({ description: 'The id of the manager.' }) as unknown as z.ZodOptional<
    z.ZodType<MemberId>
  >,
});

export const members = [
  route({
    method: 'get',
    path: '/members',
    summary: 'List members, deactivated ones included: the oldest first, or by name where a filter narrows them',
    query: listQuery,
    answers: { 200: pageOf(memberShape) },
    handle: async ({ ctx, query }) => {
      const { q = '', role = null, state = null, manager: managerId = null } = query;
      const members = await listMemberPage(ctx, cutOf(query), { ...everybody, q, role, state, managerId });
      return page(members, (member) => presentMember(ctx.actor, member));
    },
  }),
  route({
    method: 'post',
    path: '/members',
    scope: 'admin',
    summary: 'Add a member, who can sign in from then on',
    body: newMemberInput,
    answers: { 201: memberShape },
    handle: async ({ ctx, body }) => {
      const member = await addMember(ctx, body);
      return created(`/members/${member.id}`, presentMember(ctx.actor, member));
    },
  }),
  route({
    method: 'get',
    path: '/members/:id',
    summary: 'Read a member',
    answers: { 200: memberShape },
    handle: async (call) => found(presentMember(call.ctx.actor, await find(call))),
  }),
  route({
    method: 'patch',
    path: '/members/:id',
    scope: 'admin',
    summary: 'Change a member and the teams they are of, or make one active again',
    body: memberPatch,
    guarded: true,
    answers: { 200: memberShape },
    handle: async (call) => {
      const { ctx, body } = call;
      return found(presentMember(ctx.actor, await editMember(ctx, await findAsSeen(call), body)));
    },
  }),
  route({
    method: 'delete',
    path: '/members/:id',
    scope: 'admin',
    summary: 'Deactivate a member; what they own and said stays',
    guarded: true,
    answers: { 204: null },
    handle: async (call) => {
      await deactivateMember(call.ctx, await findAsSeen(call));
      return done();
    },
  }),
  route({
    method: 'post',
    path: '/members/:id/hand-over',
    scope: 'admin',
    summary: 'Give what a member has to another: OKRs, check-ins, tasks, teams, people, connections; a job does it',
    body: handOverInput,
    answers: { 202: jobShape },
    handle: async (call) => {
      const job = await startHandOver(call.env, call.ctx, await find(call), call.body.to);
      return { status: 202, body: presentJob(job), headers: { Location: `/api/v1/jobs/${job.id}` } };
    },
  }),
];

const find = ({ ctx, params }: Pick<Call<unknown, unknown>, 'ctx' | 'params'>) =>
  findMember(ctx, params.id as MemberId);

async function findAsSeen(call: Call<unknown, unknown>) {
  const member = await find(call);
  await demandMatch(call.ifMatch, presentMember(call.ctx.actor, member));
  return member;
}
