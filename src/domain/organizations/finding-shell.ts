import { and, eq, gte, isNull, lte, sql } from 'drizzle-orm';
import type { MemberId, TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { periods } from '../../db/schema/organizations.ts';
import { addDays } from '../../lib/days.ts';
import { type Context, todayOf } from '../context.ts';
import { published } from '../okrs/visible.ts';
import { currentOf, type Period } from '../periods/finding.ts';
import { fromOwnOkrs, ownTeams } from '../teams/own.ts';
import type { Status } from '../words.ts';

/** What stands around every page: the current period, the member's teams and how many check-ins wait for them. */
export type Surroundings = {
  period: Period | null;
  teams: { id: TeamId; name: string; status: Status | null }[];
  due: number;
};

const WORST_FIRST: Status[] = ['at_risk', 'behind', 'on_track', 'not_started'];

/** The surroundings of the acting member's pages. Four statements that travel with the page's own reads. */
export async function findSurroundings(ctx: Context): Promise<Surroundings> {
  const { db, org } = ctx;
  const today = todayOf(ctx);
  const [covering, own, standing, [waiting]] = await Promise.all([
    db
      .select()
      .from(periods)
      .where(and(eq(periods.orgId, org.id), lte(periods.startsOn, today), gte(periods.endsOn, today))),
    db.all<{ id: TeamId; name: string }>(ownTeams(ctx)),
    db.all<{ teamId: TeamId; status: Status }>(
      sql`select distinct okr.team_id as teamId, okr.status from ${fromOwnOkrs(ctx)} where okr.kind = 'objective'`,
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
 * The check-ins that wait for a member, the acting one unless said: OKRs they check in for by hand, under way, with no
 * word from a person for one cadence.
 */
export function dueFor(ctx: Context, memberId: MemberId | null = ctx.actor.memberId) {
  const today = todayOf(ctx);
  const since = ctx.now - ctx.org.cadenceDays * 24 * 60 * 60_000;
  return and(
    eq(okrs.orgId, ctx.org.id),
    eq(okrs.checkInOwnerId, memberId!),
    eq(okrs.mode, 'manual'),
    published(),
    isNull(okrs.closedAt),
    sql`${okrs.startsOn} <= ${today}`,
    sql`${okrs.endsOn} >= ${addDays(today, -14)}`,
    sql`coalesce(${okrs.checkedInAt}, 0) < ${since}`,
  );
}

/** The status that stands for several: the worst of those under way. */
export const worst = (standing: { status: Status }[]): Status | null =>
  WORST_FIRST.find((status) => standing.some((each) => each.status === status)) ?? standing[0]?.status ?? null;
