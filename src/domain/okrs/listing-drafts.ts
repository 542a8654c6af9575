import { type SQL, sql } from 'drizzle-orm';
import { okrOwners, okrs } from '../../db/schema/okrs.ts';
import { periods } from '../../db/schema/organizations.ts';
import { type Context, todayOf } from '../context.ts';
import { ownTeams } from '../teams/own.ts';
import type { Line } from './line.ts';
import { listLines } from './listing-lines.ts';
import { visible } from './visible.ts';

/** Drafts in one list. */
const MOST_LISTED = 100;

/** The drafts that the acting member owns, and those of their teams in periods that are not over. At most 100. */
export const listOwnDrafts = (ctx: Context): Promise<Line[]> =>
  listLines(ctx, sql`select id from (${ownDrafts(ctx)}) order by id limit ${MOST_LISTED}`);

/** How many drafts wait for the acting member, counted up to 100. */
export async function countOwnDrafts(ctx: Context): Promise<number> {
  const [found] = await ctx.db.all<{ drafts: number }>(
    sql`select count(*) as drafts from (select id from (${ownDrafts(ctx)}) limit ${MOST_LISTED})`,
  );
  return found?.drafts ?? 0;
}

/** Selects the next drafts of the acting member after an id, oldest first. */
export const ownDraftPage = (ctx: Context, after: string, limit: number): SQL =>
  sql`select id from (${ownDrafts(ctx)}) where id > ${after} order by id limit ${limit}`;

/** Selects drafts along their owners and their teams: rows read depend on what is the member's own. */
const ownDrafts = (ctx: Context): SQL => {
  const { org, actor } = ctx;
  return sql`
    select okr.id from ${okrOwners} as own cross join ${okrs} as okr on okr.id = own.okr_id and okr.draft = 1
      where own.org_id = ${org.id} and own.member_id = ${actor.memberId} and ${visible(ctx, sql`okr`)}
    union
    select okr.id from (${ownTeams(ctx)}) as joined
      cross join ${periods} as period on period.org_id = ${org.id} and period.ends_on >= ${todayOf(ctx)}
      cross join ${okrs} as okr on okr.org_id = ${org.id} and okr.team_id = joined.id and okr.period_id = period.id
        and okr.draft = 1 and ${visible(ctx, sql`okr`)}`;
};
