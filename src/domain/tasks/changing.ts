import { and, desc, eq } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import { dayOf } from '../../lib/days.ts';
import type { CheckIn } from '../check-ins/check-in.ts';
import { report } from '../check-ins/checking-in.ts';
import { type Context, todayOf } from '../context.ts';
import { type Changed, commitChange } from '../okrs/changing.ts';
import { findVisible, type Subject } from '../okrs/finding-subject.ts';
import { refuseClosed } from '../okrs/refusing-closed.ts';
import { may } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { type ListedTask, listTasks } from './listing.ts';
import { goesByTasks, type Task, tallyOf, valueOfTasks } from './task.ts';

/** A project with its tasks in order, and the newest thing that was said of its value. */
export type Project = { subject: Subject; tasks: ListedTask[]; last: CheckIn | null };

/** What is to be a project, with its tasks, in one round trip. @throws Refusal `not_found` */
export async function findProject(ctx: Context, okrId: OkrId): Promise<Project> {
  const [subject, tasks, [last]] = await Promise.all([
    findVisible(ctx, okrId),
    listTasks(ctx, okrId),
    ctx.db
      .select()
      .from(checkIns)
      .where(and(eq(checkIns.orgId, ctx.org.id), eq(checkIns.okrId, okrId)))
      .orderBy(desc(checkIns.at), desc(checkIns.version))
      .limit(1),
  ]);
  return { subject, tasks, last: last ?? null };
}

/** @throws Refusal `conflict` for what is no project, or closed */
export function refuseTasks({ subject: { okr } }: Project): void {
  if (okr.kind !== 'project') throw new Refusal('conflict', 'Only a project has tasks.');
  refuseClosed(okr, 'change its tasks');
}

type Change = {
  happening: { action: string; data: Record<string, unknown> };
  /** The tasks as they will be. */
  after: readonly Task[];
  rows: Statement[];
};

/**
 * Commits a change of tasks with what it makes of their project; a draft has no value yet. A value that follows them is told by one check-in a
 * day, which says how many are done, so that a list ticked off in one go does not bury what people said.
 */
export async function commitTasks(
  ctx: Context,
  project: Project,
  { happening, after, rows }: Change,
): Promise<Changed> {
  const { subject, last } = project;
  const { okr } = subject;
  const tally = tallyOf(after);
  const follows = goesByTasks(okr) && okr.heldAt === null && !okr.draft;
  const value = follows ? valueOfTasks(tally) : okr.value;
  const change = {
    source: 'roll_up' as const,
    happening: { ...happening, data: { ...happening.data, ...tally } },
  };
  if (value === okr.value) return commitChange(ctx, subject, { ...change, set: {}, also: () => rows });

  const set = { value, valueAt: ctx.now };
  const counted = { matched: tally.all, completed: tally.done };
  if (!last || !isOfToday(ctx, last)) {
    const row = { authorId: null, tokenId: null, ...counted };
    const { okr: next, due } = await report(ctx, subject, { ...change, set, chosen: null, row, also: rows });
    return { okr: next, due };
  }
  return commitChange(ctx, subject, {
    ...change,
    set,
    chosen: null,
    also: ({ version, progress, status }) => [
      ...rows,
      ctx.db
        .update(checkIns)
        .set({ at: ctx.now, version, value, progress, status, ...counted })
        .where(and(eq(checkIns.orgId, ctx.org.id), eq(checkIns.id, last.id))),
    ],
  });
}

/** Whether a check-in tells of tasks, today. */
const isOfToday = (ctx: Context, { source, matched, note, at }: CheckIn): boolean =>
  source === 'roll_up' && matched !== null && note === null && dayOf(at, ctx.org.timeZone) === todayOf(ctx);

/** @throws Refusal `invalid` unless the member is here and takes part */
export async function checkAssignee({ db, org }: Context, id: MemberId | null | undefined): Promise<void> {
  if (!id) return;
  const [found] = await db
    .select({ role: members.role, deactivatedAt: members.deactivatedAt })
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.id, id)));
  if (!found || found.deactivatedAt !== null) throw invalid({ assignee_id: `No member ${id} in this organization.` });
  if (!may.ownOkr(found.role)) throw invalid({ assignee_id: 'Observers look on; they cannot be given a task.' });
}
