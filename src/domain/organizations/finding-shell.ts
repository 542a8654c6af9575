import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { periods, teamMembers, teams } from '../../db/schema/organizations.ts';
import { addDays } from '../../lib/days.ts';
import { type Context, todayOf } from '../context.ts';
import { currentOf, type Period } from '../periods/finding.ts';
import type { Status } from '../words.ts';

/** What stands around every page: the current period, the member's teams and how many check-ins wait for them. */
export type Surroundings = {
  period: Period | null;
  teams: { id: TeamId; name: string; status: Status | null }[];
  due: number;
};

const MOST_TEAMS = 8;
const WORST_FIRST: Status[] = ['at_risk', 'behind', 'on_track', 'not_started'];

/** The surroundings of the acting member's pages. Three statements that travel with the page's own reads. */
export async function findSurroundings(ctx: Context): Promise<Surroundings> {
  const { db, org, actor } = ctx;
  const today = todayOf(ctx);
  const mine = and(
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
  );
  const [covering, own, standing, [waiting]] = await Promise.all([
    db
      .select()
      .from(periods)
      .where(and(eq(periods.orgId, org.id), sql`${periods.startsOn} <= ${today}`, sql`${periods.endsOn} >= ${today}`)),
    db.select({ id: teams.id, name: teams.name }).from(teams).where(mine).orderBy(asc(teams.name)).limit(MOST_TEAMS),
    db
      .selectDistinct({ teamId: okrs.teamId, status: okrs.status })
      .from(okrs)
      .where(
        and(
          eq(okrs.orgId, org.id),
          inArray(okrs.teamId, db.select({ id: teams.id }).from(teams).where(mine).orderBy(asc(teams.name)).limit(MOST_TEAMS)),
          inArray(
            okrs.periodId,
            db
              .select({ id: periods.id })
              .from(periods)
              .where(and(eq(periods.orgId, org.id), sql`${periods.startsOn} <= ${today}`, sql`${periods.endsOn} >= ${today}`)),
          ),
          eq(okrs.kind, 'objective'),
        ),
      ),
    db.select({ due: sql<number>`count(*)` }).from(okrs).where(dueFor(ctx)),
  ]);
  return {
    period: currentOf(covering, today),
    teams: own.map((team) => ({ ...team, status: worst(standing.filter((each) => each.teamId === team.id)) })),
    due: waiting?.due ?? 0,
  };
}

/**
 * The check-ins that wait for the acting member: OKRs they check in for by hand, under way, with no word from a person
 * for one cadence.
 */
export function dueFor(ctx: Context) {
  const today = todayOf(ctx);
  const since = ctx.now - ctx.org.cadenceDays * 24 * 60 * 60_000;
  return and(
    eq(okrs.orgId, ctx.org.id),
    eq(okrs.checkInOwnerId, ctx.actor.memberId!),
    eq(okrs.mode, 'manual'),
    isNull(okrs.closedAt),
    sql`${okrs.startsOn} <= ${today}`,
    sql`${okrs.endsOn} >= ${addDays(today, -14)}`,
    sql`coalesce(${okrs.checkedInAt}, 0) < ${since}`,
  );
}

const worst = (standing: { status: Status }[]): Status | null =>
  WORST_FIRST.find((status) => standing.some((each) => each.status === status)) ?? standing[0]?.status ?? null;
