import { and, asc, eq } from 'drizzle-orm';
import type { OkrId, TeamId } from '../../db/ids.ts';
import { okrOwners, okrs } from '../../db/schema/okrs.ts';
import { members, periods, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import type { Period } from '../periods/finding.ts';
import type { Ties } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { listPoints, type Point } from './charting.ts';
import { listParents, listWayUp, type Parent, type Step } from './finding-above.ts';
import { type Facts, findFacts } from './finding-facts.ts';
import type { Person } from './row.ts';

/** One OKR with everything that its page shows, apart from its story. */
export type OkrInFull = Facts & {
  period: Period;
  team: { id: TeamId; name: string } | null;
  owners: Person[];
  /** Who is asked to check in; null when nobody is. */
  checkInOwner: string | null;
  ties: Ties;
  wayUp: Step[];
  parents: Parent[];
  points: Point[];
};

/** One OKR in full, in one round trip. @throws Refusal `not_found` */
export async function findOkr(ctx: Context, okrId: OkrId): Promise<OkrInFull> {
  const { db, org } = ctx;
  const [facts, [around], owners, wayUp, parents, points] = await Promise.all([
    findFacts(ctx, okrId),
    db
      .select({ period: periods, team: teams, checkInOwner: members.name })
      .from(okrs)
      .innerJoin(periods, eq(periods.id, okrs.periodId))
      .leftJoin(teams, eq(teams.id, okrs.teamId))
      .leftJoin(members, eq(members.id, okrs.checkInOwnerId))
      .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId))),
    db
      .select({ id: members.id, name: members.name })
      .from(okrOwners)
      .innerJoin(members, eq(members.id, okrOwners.memberId))
      .where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.okrId, okrId)))
      .orderBy(asc(okrOwners.position)),
    listWayUp(ctx, okrId),
    listParents(ctx, okrId),
    listPoints(ctx, okrId),
  ]);
  if (!around) throw new Refusal('not_found', 'There is no such OKR.');
  const { okr } = facts;
  const { period, team, checkInOwner } = around;
  const ties = {
    ownerIds: owners.map((owner) => owner.id),
    checkInOwnerId: okr.checkInOwnerId,
    creatorId: okr.creatorId,
    teamLeadId: team?.leadId ?? null,
  };
  return {
    ...facts,
    period,
    team: team && { id: team.id, name: team.name },
    owners,
    checkInOwner,
    ties,
    wayUp,
    parents,
    points,
  };
}
