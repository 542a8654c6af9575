import { and, eq, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { dataLinks } from '../../db/schema/connections.ts';
import { alignments, okrs, rollUpsDue } from '../../db/schema/okrs.ts';
import type { Acting, Context } from '../context.ts';
import { demand, may, sentences, type Ties } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { countTasks } from '../tasks/listing.ts';
import type { Tally } from '../tasks/task.ts';
import type { Kind, Status } from '../words.ts';
import { measureOf, type Okr } from './okr.ts';
import { type Child, isSwitchedOn } from './rolling-up.ts';
import { tiesOf } from './ties.ts';
import { published, visible } from './visible.ts';

export type DataLink = typeof dataLinks.$inferSelect;

/**
 * One OKR with everything that a change to it has to look at; its children are the published ones. What the actor may not
 * see (`seen` is false) counts, and is not shown.
 */
export type Subject = {
  okr: Okr;
  ties: Ties;
  parents: { okrId: OkrId; fixedWeight: number | null; counts: boolean; seen: boolean }[];
  children: (Child & { id: OkrId; title: string; status: Status; seen: boolean })[];
  link: DataLink | null;
  /** How many of its tasks are done; only a project has any. */
  tally: Tally;
  /** Mark of the roll-up that is due for it, if one is. */
  dueMark: string | null;
};

/**
 * Everything a change to one OKR needs, in one round trip, whoever may see it: numbers follow their children in private,
 * too. For what a person asks for, `findVisible` and `findChangeable`. @throws Refusal `not_found`
 */
export async function findSubject(ctx: Context, okrId: OkrId): Promise<Subject> {
  const { db, org } = ctx;
  const [[found], parents, children, [link], tally, [due]] = await Promise.all([
    db
      .select({ okr: okrs, ties: tiesOf(ctx) })
      .from(okrs)
      .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId))),
    db
      .select({
        okrId: alignments.parentId,
        fixedWeight: alignments.fixedWeight,
        counts: alignments.counts,
        seen: seen(ctx),
      })
      .from(alignments)
      .crossJoin(okrs)
      .where(and(eq(alignments.orgId, org.id), eq(alignments.childId, okrId), eq(okrs.id, alignments.parentId))),
    childrenOf(ctx, okrId),
    db.select().from(dataLinks).where(eq(dataLinks.okrId, okrId)),
    countTasks(ctx, okrId),
    db
      .select({ mark: rollUpsDue.mark })
      .from(rollUpsDue)
      .where(and(eq(rollUpsDue.orgId, org.id), eq(rollUpsDue.okrId, okrId))),
  ]);
  if (!found) throw gone();
  return { ...found, parents, children, link: link ?? null, tally, dueMark: due?.mark ?? null };
}

/** The subject, if the actor may see it. @throws Refusal `not_found` */
export async function findVisible(ctx: Context, okrId: OkrId): Promise<Subject> {
  const subject = await findSubject(ctx, okrId);
  if (!may.seeOkr(ctx.actor, subject.ties)) throw gone();
  return subject;
}

/** The subject, if the actor may change it. @throws Refusal `not_found`, `forbidden` */
export async function findChangeable(ctx: Context, okrId: OkrId): Promise<Subject> {
  const subject = await findVisible(ctx, okrId);
  demand(may.changeOkr(ctx.actor, subject.ties), ctx.actor.role === 'observer' ? sentences.observer : sentences.okr);
  return subject;
}

/**
 * The statuses that decide a parent's own, where the organization asks its children; null where it does not, and while
 * a person's value holds: the status then follows that value.
 */
export const statusesOfChildren = (
  { org }: Pick<Acting, 'org'>,
  okr: Pick<Okr, 'mode' | 'heldAt'>,
  children: readonly { kind: Kind; status: Status; counts: boolean }[],
): Status[] | null =>
  okr.mode === 'rollup' && okr.heldAt === null && org.parentStatus === 'children'
    ? children.filter(isSwitchedOn).map((child) => child.status)
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
  decimals: okrs.decimals,
  value: okrs.value,
  progress: okrs.progress,
  status: okrs.status,
  fixedWeight: alignments.fixedWeight,
  counts: alignments.counts,
};

async function childrenOf(ctx: Context, okrId: OkrId): Promise<Subject['children']> {
  const { db, org } = ctx;
  const rows = await db
    .select({ ...childColumns, seen: seen(ctx) })
    .from(alignments)
    // An edge never leaves its organization; naming it here again would lead SQLite through all of the organization's OKRs.
    .innerJoin(okrs, eq(okrs.id, alignments.childId))
    .where(and(eq(alignments.orgId, org.id), eq(alignments.parentId, okrId), published()))
    .orderBy(alignments.childId);
  return rows.map((row) => ({ ...row, measure: measureOf(row) }));
}

const seen = (ctx: Context) => sql<boolean>`${visible(ctx)}`.mapWith(Boolean).as('seen');

const gone = () => new Refusal('not_found', 'There is no such OKR.');
