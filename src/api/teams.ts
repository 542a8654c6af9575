import { z } from 'zod';
import type { TeamId } from '../db/ids.ts';
import { createTeam } from '../domain/teams/creating.ts';
import { deleteTeam } from '../domain/teams/deleting.ts';
import { editTeam } from '../domain/teams/editing.ts';
import { findTeam, listTeamPage, type TeamFilters } from '../domain/teams/listing.ts';
import { newTeamInput, teamPatch } from '../domain/teams/team.ts';
import { created, done, found, page } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentTeam } from './present.ts';
import { type Call, route } from './route.ts';
import { pageOf, teamShape } from './shapes.ts';

/** `parent=none` are the teams at the top. */
const teamQuery = pageQuery.extend({
  q: z.string().max(200).optional(),
  parent: z.string().max(60).optional(),
  archived: z.enum(['true', 'false']).optional(),
});

const filtersOf = ({ q, parent, archived }: z.infer<typeof teamQuery>): TeamFilters => ({
  ...(q !== undefined && { q }),
  ...(parent !== undefined && { parent: parent === 'none' ? null : (parent as TeamId) }),
  ...(archived !== undefined && { archived: archived === 'true' }),
});

export const teams = [
  route({
    method: 'get',
    path: '/teams',
    summary: 'List teams, archived ones included; by words of the name, by parent (or none), by archived',
    query: teamQuery,
    answers: { 200: pageOf(teamShape) },
    handle: async ({ ctx, query }) => page(await listTeamPage(ctx, cutOf(query), filtersOf(query)), presentTeam),
  }),
  route({
    method: 'post',
    path: '/teams',
    scope: 'admin',
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
    scope: 'admin',
    summary: 'Change a team, put it away (archived) or bring it back; leads change its type and members',
    body: teamPatch,
    guarded: true,
    answers: { 200: teamShape },
    handle: async (call) => found(presentTeam(await editTeam(call.ctx, await findAsSeen(call), call.body))),
  }),
  route({
    method: 'delete',
    path: '/teams/:id',
    scope: 'admin',
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
