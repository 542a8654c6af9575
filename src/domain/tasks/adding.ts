import type { OkrId, TaskId } from '../../db/ids.ts';
import { tasks } from '../../db/schema/tasks.ts';
import type { Context } from '../context.ts';
import type { Changed } from '../okrs/changing.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { checkAssignee, commitTasks, findProject, refuseTasks } from './changing.ts';
import { MOST_TASKS, type NewTask, type Task } from './task.ts';

/**
 * Adds a task at the end of a project's list. `id` is the caller's, so that a call repeated after a lost answer adds
 * nothing. @throws Refusal `not_found`, `forbidden`, `conflict` for what is closed or no project, `limit`, `invalid` for
 * somebody who is not here
 */
export async function addTask(
  ctx: Context,
  okrId: OkrId,
  input: NewTask,
  id: TaskId,
): Promise<Changed & { task: Task }> {
  const [project] = await Promise.all([findProject(ctx, okrId), checkAssignee(ctx, input.assignee_id)]);
  const { subject } = project;
  demand(may.changeOkr(ctx.actor, subject.ties), sentences.okr);
  refuseTasks(project);
  const known = project.tasks.find((task) => task.id === id);
  if (known) return { okr: subject.okr, due: subject.parents.map((parent) => parent.okrId), task: known };
  if (project.tasks.length >= MOST_TASKS)
    throw new Refusal(
      'limit',
      `A project has at most ${MOST_TASKS} tasks. Make the next part of it a project of its own.`,
    );

  const task: Task = {
    id,
    orgId: ctx.org.id,
    okrId,
    title: input.title,
    assigneeId: input.assignee_id ?? null,
    dueOn: input.due_on ?? null,
    doneAt: null,
    position: (project.tasks.at(-1)?.position ?? -1) + 1,
    createdAt: ctx.now,
  };
  const changed = await commitTasks(ctx, project, {
    happening: { action: 'task.added', data: { task: id, title: task.title } },
    after: [...project.tasks, task],
    rows: [ctx.db.insert(tasks).values(task)],
  });
  return { ...changed, task };
}
