import { sql } from 'drizzle-orm';
import { okrs } from '../../db/schema/okrs.ts';
import { periods, teamMembers, teams } from '../../db/schema/organizations.ts';
import { type Context, todayOf } from '../context.ts';

const MOST_TEAMS = 8;

/**
 * Subquery with the column `id`: the OKRs of the acting member's teams (led or joined; the first eight by name) in the
 * periods that cover today. Cross joins keep SQLite on the way team, period, OKR, which touches nothing else.
 */
export function teamOkrIds(ctx: Context) {
  const { org, actor } = ctx;
  const today = todayOf(ctx);
  return sql`select okr.id as id from (
      select id, name from ${teams} where org_id = ${org.id} and archived_at is null and lead_id = ${actor.memberId}
      union
      select team.id, team.name from ${teamMembers} as joined cross join ${teams} as team on team.id = joined.team_id
        where joined.org_id = ${org.id} and joined.member_id = ${actor.memberId} and team.archived_at is null
      order by name limit ${MOST_TEAMS}
    ) as own
    cross join ${periods} as period
      on period.org_id = ${org.id} and period.starts_on <= ${today} and period.ends_on >= ${today}
    cross join ${okrs} as okr
      on okr.org_id = ${org.id} and okr.team_id = own.id and okr.period_id = period.id`;
}
