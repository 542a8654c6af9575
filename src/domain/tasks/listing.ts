import { and, asc, eq, sql } from 'drizzle-orm';
import type { OkrId, TaskId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import { tasks } from '../../db/schema/tasks.ts';
import type { Context } from '../context.ts';
import { visible } from '../okrs/visible.ts';
import { Refusal } from '../refusal.ts';
import type { Tally, Task } from './task.ts';

/** A task and the name of the person who is to do it. */
export type ListedTask = Task & { assignee: string | null };

/** The tasks of an OKR, in their order. */
export async function listTasks({ db, org }: Context, okrId: OkrId): Promise<ListedTask[]> {
  const rows = await db
    .select({ task: tasks, assignee: members.name })
    .from(tasks)
    .leftJoin(members, eq(members.id, tasks.assigneeId))
    .where(and(eq(tasks.orgId, org.id), eq(tasks.okrId, okrId)))
    .orderBy(asc(tasks.position), asc(tasks.id));
  return rows.map(({ task, assignee }) => ({ ...task, assignee }));
}

export async function countTasks({ db, org }: Context, okrId: OkrId): Promise<Tally> {
  const [found] = await db
    .select({
      all: sql<number>`count(*)`.as('all_tasks'),
      done: sql<number>`count(${tasks.doneAt})`.as('done_tasks'),
    })
    .from(tasks)
    .where(and(eq(tasks.orgId, org.id), eq(tasks.okrId, okrId)));
  return found ?? { done: 0, all: 0 };
}

/** @throws Refusal `not_found`, also for one of a project that the actor may not see */
export async function findTask(ctx: Context, id: TaskId): Promise<ListedTask> {
  const [found] = await ctx.db
    .select({ task: tasks, assignee: members.name })
    .from(tasks)
    .innerJoin(okrs, eq(okrs.id, tasks.okrId))
    .leftJoin(members, eq(members.id, tasks.assigneeId))
    .where(and(eq(tasks.orgId, ctx.org.id), eq(tasks.id, id), visible(ctx)));
  if (!found) throw new Refusal('not_found', 'There is no such task.');
  return { ...found.task, assignee: found.assignee };
}
