import { and, asc, eq, sql } from 'drizzle-orm';
import type { OkrId, TeamId } from '../../db/ids.ts';
import { okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members, periods, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import type { Period } from '../periods/finding.ts';
import type { Ties } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { listTagsOf } from '../tags/finding.ts';
import { listPoints, type Point } from './charting.ts';
import { listParents, listWayUp, type Parent, type Step } from './finding-above.ts';
import { type Facts, findFacts } from './finding-facts.ts';
import type { Person } from './row.ts';
import { tiesOf } from './ties.ts';
import { listed, visible } from './visible.ts';

/** One OKR with everything that its page shows, apart from its story. */
export type OkrInFull = Facts & {
  period: Period;
  team: { id: TeamId; name: string } | null;
  owners: (Person & { active: boolean })[];
  /** Names of its tags, in order. */
  tags: string[];
  /** Who is asked to check in; null when nobody is. */
  checkInOwner: string | null;
  /** Names of those who act for its owners, and of those who may see it although it is private. */
  delegates: string[];
  viewers: string[];
  ties: Ties;
  wayUp: Step[];
  parents: Parent[];
  points: Point[];
  /** Whether it is an objective below the organization that has one of the organization to align to. */
  summit: boolean;
};

/** One OKR in full, in one round trip. @throws Refusal `not_found` */
export async function findOkr(ctx: Context, okrId: OkrId): Promise<OkrInFull> {
  const { db, org } = ctx;
  const [facts, [around], owners, others, tags, wayUp, parents, points] = await Promise.all([
    findFacts(ctx, okrId),
    db
      .select({
        period: periods,
        team: teams,
        checkInOwner: members.name,
        summit: summitOf(ctx),
        ties: tiesOf(ctx),
      })
      .from(okrs)
      .innerJoin(periods, eq(periods.id, okrs.periodId))
      .leftJoin(teams, eq(teams.id, okrs.teamId))
      .leftJoin(members, eq(members.id, okrs.checkInOwnerId))
      .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId), visible(ctx))),
    db
      .select({
        id: members.id,
        name: members.name,
        active: sql<boolean>`${members.deactivatedAt} is null`.mapWith(Boolean),
      })
      .from(okrOwners)
      .innerJoin(members, eq(members.id, okrOwners.memberId))
      .where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.okrId, okrId)))
      .orderBy(asc(okrOwners.position)),
    db
      .select({ name: members.name, part: okrPeople.part })
      .from(okrPeople)
      .innerJoin(members, eq(members.id, okrPeople.memberId))
      .where(and(eq(okrPeople.orgId, org.id), eq(okrPeople.okrId, okrId)))
      .orderBy(asc(okrPeople.memberId)),
    listTagsOf(ctx, okrId),
    listWayUp(ctx, okrId),
    listParents(ctx, okrId),
    listPoints(ctx, okrId),
  ]);
  if (!around) throw new Refusal('not_found', 'There is no such OKR.');
  const { period, team, checkInOwner, summit, ties } = around;
  return {
    ...facts,
    period,
    team: team && { id: team.id, name: team.name },
    owners,
    tags,
    checkInOwner,
    delegates: others.filter(({ part }) => part === 'delegate').map(({ name }) => name),
    viewers: others.filter(({ part }) => part === 'viewer').map(({ name }) => name),
    ties,
    wayUp,
    parents,
    points,
    summit,
  };
}

/** OKRs looked at for a summit; what stands at the top of a period's tree is objectives for the most part. */
const TOP_REACH = 20;

/** Column beside `okrs`: whether the objective of a team or a person has one of the organization to align to. */
export const summitOf = (ctx: Context) =>
  sql<boolean>`case when ${okrs.kind} = 'objective' and ${okrs.level} <> 'organization' then exists (
    select 1 from (select kind from ${okrs} as high where high.org_id = ${ctx.org.id} and high.period_id = ${okrs.periodId}
      and high.top = 1 and high.level = 'organization' and ${listed(ctx, sql`high`)} limit ${TOP_REACH}) as summit where summit.kind = 'objective'
  ) else 0 end`
    .mapWith(Boolean)
    .as('summit');
