import { and, eq } from 'drizzle-orm';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { dataLinks } from '../../db/schema/connections.ts';
import { alignments, okrOwners, okrs, rollUpsDue } from '../../db/schema/okrs.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Acting, Context } from '../context.ts';
import { demand, may, sentences, type Ties } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Kind, Status } from '../words.ts';
import { measureOf, type Okr } from './okr.ts';
import type { Child } from './rolling-up.ts';

export type DataLink = typeof dataLinks.$inferSelect;

/** One OKR with everything that a change to it has to look at. */
export type Subject = {
  okr: Okr;
  ties: Ties;
  parents: { okrId: OkrId; fixedWeight: number | null }[];
  children: (Child & { id: OkrId; title: string; status: Status })[];
  link: DataLink | null;
  /** Mark of the roll-up that is due for it, if one is. */
  dueMark: string | null;
};

/** Everything a change to one OKR needs, in one round trip. @throws Refusal `not_found` */
export async function findSubject(ctx: Context, okrId: OkrId): Promise<Subject> {
  const { db, org } = ctx;
  const [[found], owners, parents, children, [link], [due]] = await Promise.all([
    db
      .select({ okr: okrs, teamLeadId: teams.leadId })
      .from(okrs)
      .leftJoin(teams, and(eq(teams.id, okrs.teamId), eq(teams.orgId, org.id)))
      .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId))),
    db
      .select({ id: okrOwners.memberId })
      .from(okrOwners)
      .where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.okrId, okrId)))
      .orderBy(okrOwners.position),
    db
      .select({ okrId: alignments.parentId, fixedWeight: alignments.fixedWeight })
      .from(alignments)
      .where(and(eq(alignments.orgId, org.id), eq(alignments.childId, okrId))),
    childrenOf(ctx, okrId),
    db.select().from(dataLinks).where(eq(dataLinks.okrId, okrId)),
    db
      .select({ mark: rollUpsDue.mark })
      .from(rollUpsDue)
      .where(and(eq(rollUpsDue.orgId, org.id), eq(rollUpsDue.okrId, okrId))),
  ]);
  if (!found) throw new Refusal('not_found', 'There is no such OKR.');
  const { okr } = found;
  const ties = {
    ownerIds: owners.map((owner) => owner.id as MemberId),
    checkInOwnerId: okr.checkInOwnerId,
    creatorId: okr.creatorId,
    teamLeadId: found.teamLeadId,
  };
  return { okr, ties, parents, children, link: link ?? null, dueMark: due?.mark ?? null };
}

/** The subject, if the actor may change it. @throws Refusal `not_found`, `forbidden` */
export async function findChangeable(ctx: Context, okrId: OkrId): Promise<Subject> {
  const subject = await findSubject(ctx, okrId);
  demand(may.changeOkr(ctx.actor, subject.ties), ctx.actor.role === 'observer' ? sentences.observer : sentences.okr);
  return subject;
}

/**
 * The statuses that decide a parent's own, where the organization asks its children; null where it does not, and while
 * a person's value holds: the status then follows that value.
 */
export const statusesOfChildren = (
  { org }: Pick<Acting, 'org'>,
  okr: Okr,
  children: readonly { kind: Kind; status: Status }[],
): Status[] | null =>
  okr.mode === 'rollup' && okr.heldAt === null && org.parentStatus === 'children'
    ? children.filter((child) => child.kind !== 'project').map((child) => child.status)
    : null;

/** Columns of a child and of the edge that leads to it. */
export const childColumns = {
  id: okrs.id,
  kind: okrs.kind,
  title: okrs.title,
  measureType: okrs.measureType,
  measureName: okrs.measureName,
  unit: okrs.unit,
  startValue: okrs.startValue,
  targetValue: okrs.targetValue,
  direction: okrs.direction,
  riskThreshold: okrs.riskThreshold,
  value: okrs.value,
  progress: okrs.progress,
  status: okrs.status,
  fixedWeight: alignments.fixedWeight,
};

async function childrenOf({ db, org }: Context, okrId: OkrId): Promise<Subject['children']> {
  const rows = await db
    .select(childColumns)
    .from(alignments)
    // An edge never leaves its organization; naming it here again would lead SQLite through all of the organization's OKRs.
    .innerJoin(okrs, eq(okrs.id, alignments.childId))
    .where(and(eq(alignments.orgId, org.id), eq(alignments.parentId, okrId)))
    .orderBy(alignments.childId);
  return rows.map((row) => ({ ...row, measure: measureOf(row) }));
}
