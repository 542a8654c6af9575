import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { OkrId, TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { listed } from '../okrs/visible.ts';
import { MOST_COUNTED } from './team.ts';

const openOf = (ctx: Context, teamId: TeamId) =>
  and(eq(okrs.orgId, ctx.org.id), eq(okrs.teamId, teamId), isNull(okrs.closedAt), listed(ctx));

/** How many open OKRs of a team the actor sees, counted up to a limit. */
export async function countOpen(ctx: Context, teamId: TeamId): Promise<number> {
  const some = ctx.db
    .select({ one: sql`1`.as('one') })
    .from(okrs)
    .where(openOf(ctx, teamId))
    .limit(MOST_COUNTED)
    .as('some');
  const [found] = await ctx.db.select({ open: sql<number>`count(*)` }).from(some);
  return found?.open ?? 0;
}

/** Some of the open OKRs of a team that the actor sees, in the order of their ids, those after one of them. */
export async function listOpen(ctx: Context, teamId: TeamId, after: OkrId | null, limit: number): Promise<OkrId[]> {
  const found = await ctx.db
    .select({ id: okrs.id })
    .from(okrs)
    .where(and(openOf(ctx, teamId), after ? gt(okrs.id, after) : undefined))
    .orderBy(asc(okrs.id))
    .limit(limit);
  return found.map(({ id }) => id);
}
