import { sql } from 'drizzle-orm';
import { okrs } from '../../db/schema/okrs.ts';
import { periods, teamMembers, teams } from '../../db/schema/organizations.ts';
import { type Context, todayOf } from '../context.ts';
import { listed } from '../okrs/visible.ts';

const MOST_TEAMS = 8;

/** Subquery with the columns `id` and `name`: the teams that the acting member leads or has joined, the first eight by name. */
export const ownTeams = ({ org, actor }: Context) => sql`
  select team.id, team.name from (
    select id from ${teams} where org_id = ${org.id} and lead_id = ${actor.memberId}
    union
    select team_id from ${teamMembers} where org_id = ${org.id} and member_id = ${actor.memberId}
  ) as mine
  cross join ${teams} as team on team.id = mine.id
  where team.archived_at is null
  order by team.name limit ${MOST_TEAMS}`;

/**
 * The part of a FROM that leads from the acting member's teams (`own`) over the periods of today (`period`) to their
 * OKRs (`okr`), as far as they may see them. Cross joins keep SQLite on that way, which touches nothing else.
 */
export const fromOwnOkrs = (ctx: Context) => sql`(${ownTeams(ctx)}) as own
  cross join ${periods} as period
    on period.org_id = ${ctx.org.id} and period.starts_on <= ${todayOf(ctx)} and period.ends_on >= ${todayOf(ctx)}
  cross join ${okrs} as okr on okr.org_id = ${ctx.org.id} and okr.team_id = own.id and okr.period_id = period.id
    and ${listed(ctx, sql`okr`)}`;
