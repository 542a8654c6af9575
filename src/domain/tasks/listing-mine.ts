import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import type { OkrId, TaskId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { tasks } from '../../db/schema/tasks.ts';
import { addDays, type Day } from '../../lib/days.ts';
import { type Context, todayOf } from '../context.ts';
import { listed } from '../okrs/visible.ts';

/** A task that waits for the acting member, and the project that it belongs to. */
export type DueTask = { id: TaskId; title: string; dueOn: Day; project: { id: OkrId; title: string } };

const MOST = 20;
const DAYS_AHEAD = 7;

/** Open tasks given to the acting member that are late or due within a week, the earliest first; at most 20. */
export async function listDueTasks(ctx: Context): Promise<DueTask[]> {
  const { db, org, actor } = ctx;
  const rows = await db
    .select({ id: tasks.id, title: tasks.title, dueOn: tasks.dueOn, okrId: okrs.id, project: okrs.title })
    .from(tasks)
    .crossJoin(okrs)
    .where(
      and(
        eq(tasks.orgId, org.id),
        eq(tasks.assigneeId, actor.memberId!),
        isNull(tasks.doneAt),
        lte(tasks.dueOn, addDays(todayOf(ctx), DAYS_AHEAD)),
        eq(okrs.id, tasks.okrId),
        isNull(okrs.closedAt),
        listed(ctx),
      ),
    )
    .orderBy(asc(tasks.dueOn), asc(tasks.id))
    .limit(MOST);
  return rows.map(({ id, title, dueOn, okrId, project }) => ({
    id,
    title,
    dueOn: dueOn!,
    project: { id: okrId, title: project },
  }));
}
