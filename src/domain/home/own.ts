import { and, asc, eq, gte, inArray, isNull, lte, or } from 'drizzle-orm';
import { periods, teamMembers, teams } from '../../db/schema/organizations.ts';
import { type Context, todayOf } from '../context.ts';

const MOST_TEAMS = 8;

/** Subquery: the ids of the teams that the acting member leads or is in; the first eight by name. */
export const ownTeamIds = ({ db, org, actor }: Context) =>
  db
    .select({ id: teams.id })
    .from(teams)
    .where(
      and(
        eq(teams.orgId, org.id),
        isNull(teams.archivedAt),
        or(
          eq(teams.leadId, actor.memberId!),
          inArray(
            teams.id,
            db
              .select({ id: teamMembers.teamId })
              .from(teamMembers)
              .where(and(eq(teamMembers.orgId, org.id), eq(teamMembers.memberId, actor.memberId!))),
          ),
        ),
      ),
    )
    .orderBy(asc(teams.name))
    .limit(MOST_TEAMS);

/** Subquery: the ids of the time periods that cover today. */
export const coveringPeriodIds = (ctx: Context) =>
  ctx.db
    .select({ id: periods.id })
    .from(periods)
    .where(
      and(eq(periods.orgId, ctx.org.id), lte(periods.startsOn, todayOf(ctx)), gte(periods.endsOn, todayOf(ctx))),
    );
