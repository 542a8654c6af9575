import { sql } from 'drizzle-orm';
import type { TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { listed } from '../okrs/visible.ts';
import { demand, may, sentences } from '../permission.ts';
import { editTeam } from './editing.ts';
import { DEEPEST, listUpwards, type TeamStep } from './finding-path.ts';
import { MOST_COUNTED, type Team } from './team.ts';

/** What a team takes with it: the teams below it at any depth, and their OKRs and its own, counted up to a limit. */
export type Along = { teams: number; okrs: number };

/** Where a team would stand: the way up from there, nearest first, and whether that would be a circle. */
export type Destination = { above: TeamStep[]; circle: boolean };

/**
 * Puts a team, with all that is below it, under another one, or at the top (null).
 * @throws Refusal `forbidden` unless admin, `invalid` when that is below itself, archived or not there, `stale`
 */
export const moveTeam = (ctx: Context, team: Team, parentId: TeamId | null): Promise<Team> =>
  editTeam(ctx, team, { parent_id: parentId }, 'team.moved');

/** What would come along. @throws Refusal `forbidden` unless admin */
export async function findAlong(ctx: Context, id: TeamId): Promise<Along> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  const [found] = await db.all<Along>(sql`
    with recursive down(id, depth) as (
      select ${id}, 0
      union
      select child.id, down.depth + 1 from down
        cross join ${teams} as child on child.org_id = ${org.id} and child.parent_id = down.id
        where down.depth < ${DEEPEST}
      limit ${MOST_COUNTED + 1}
    )
    select (select count(*) - 1 from down) as teams, (select count(*) from (
      select 1 from down cross join ${okrs} as okr on okr.org_id = ${org.id} and okr.team_id = down.id
        and ${listed(ctx, sql`okr`)} limit ${MOST_COUNTED})) as okrs`);
  return found ?? { teams: 0, okrs: 0 };
}

/** Where a team would come to stand under another one. Nothing above it means at the top, or a team that is not there. */
export async function findDestination(ctx: Context, id: TeamId, parentId: TeamId): Promise<Destination> {
  const above = await listUpwards(ctx, parentId);
  return { above, circle: above.some((step) => step.id === id) };
}
