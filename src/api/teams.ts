import type { TeamId } from '../db/ids.ts';
import { createTeam } from '../domain/teams/creating.ts';
import { deleteTeam } from '../domain/teams/deleting.ts';
import { editTeam } from '../domain/teams/editing.ts';
import { findTeam, listTeamPage } from '../domain/teams/listing.ts';
import { newTeamInput, teamPatch } from '../domain/teams/team.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentTeam } from './present.ts';
import { type Call, route } from './route.ts';
import { pageOf, teamShape } from './shapes.ts';

export const teams = [
  route({
    method: 'get',
    path: '/teams',
    summary: 'List teams, archived ones included',
    query: pageQuery,
    answers: { 200: pageOf(teamShape) },
    handle: async ({ ctx, query }) => page(await listTeamPage(ctx, cutOf(query)), presentTeam),
  }),
  route({
    method: 'post',
    path: '/teams',
    summary: 'Add a team',
    body: newTeamInput,
    answers: { 201: teamShape },
    handle: async ({ ctx, body }) => {
      const team = await createTeam(ctx, body);
      return created(`/teams/${team.id}`, presentTeam(team));
    },
  }),
  route({
    method: 'get',
    path: '/teams/:id',
    summary: 'Read a team',
    answers: { 200: teamShape },
    handle: async (call) => found(presentTeam(await find(call))),
  }),
  route({
    method: 'patch',
    path: '/teams/:id',
    summary: 'Change a team, put it away (archived) or bring it back',
    body: teamPatch,
    guarded: true,
    answers: { 200: teamShape },
    handle: async (call) => found(presentTeam(await editTeam(call.ctx, await findAsSeen(call), call.body))),
  }),
  route({
    method: 'delete',
    path: '/teams/:id',
    summary: 'Delete a team that no OKR and no other team belongs to',
    guarded: true,
    answers: { 204: null },
    handle: async (call) => {
      await deleteTeam(call.ctx, await findAsSeen(call));
      return done();
    },
  }),
];

type Any = Call<unknown, unknown>;

const find = ({ ctx, params }: Any) => findTeam(ctx, params.id as TeamId);

async function findAsSeen(call: Any) {
  const team = await find(call);
  await demandMatch(call.ifMatch, presentTeam(team));
  return team;
}
