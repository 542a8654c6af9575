import type { Context } from '../context.ts';
import { editTeam } from './editing.ts';
import type { Team } from './team.ts';

/**
 * Puts a team away: it is offered nowhere any more and takes no new OKRs; those it has stay, and so does its history. The
 * teams right below it move up. @throws Refusal `forbidden` unless admin, `stale`
 */
export const archiveTeam = (ctx: Context, team: Team): Promise<Team> =>
  editTeam(ctx, team, { archived: true }, 'team.archived');

/** Brings a team back, below the nearest team above it that is there. @throws Refusal `forbidden` unless admin, `stale` */
export const restoreTeam = (ctx: Context, team: Team): Promise<Team> =>
  editTeam(ctx, team, { archived: false }, 'team.restored');
