import { and, eq } from 'drizzle-orm';
import type { OkrId, TaskId } from '../../db/ids.ts';
import { tasks } from '../../db/schema/tasks.ts';
import type { Context } from '../context.ts';
import type { Changed } from '../okrs/changing.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { checkAssignee, commitTasks, findProject, refuseTasks } from './changing.ts';
import { type Tally, type Task, type TaskPatch, tallyOf } from './task.ts';

/**
 * Changes a task: what it says, whether it is done, where it stands in the list. Whoever it is given to may tick it;
 * all else is for those who may change the project. What changes nothing leaves no trace.
 * @throws Refusal `not_found`, `forbidden`, `conflict` for what is closed or no project, `invalid` for somebody who is
 * not here
 */
export async function editTask(
  ctx: Context,
  okrId: OkrId,
  id: TaskId,
  patch: TaskPatch,
): Promise<Changed & { task: Task; tally: Tally }> {
  const [project, before] = await findOwn(ctx, okrId, id, patch);
  const { okr, ties } = project.subject;
  const ticks = Object.keys(patch).every((name) => name === 'done') && may.tickTask(ctx.actor, before.assigneeId);
  demand(ticks || may.changeOkr(ctx.actor, ties), sentences.okr);
  refuseTasks(project);

  const task: Task = {
    ...before,
    title: patch.title ?? before.title,
    assigneeId: patch.assignee_id === undefined ? before.assigneeId : patch.assignee_id,
    dueOn: patch.due_on === undefined ? before.dueOn : patch.due_on,
    doneAt: patch.done === undefined ? before.doneAt : patch.done ? (before.doneAt ?? ctx.now) : null,
  };
  const rest = project.tasks.filter((each) => each.id !== id);
  const at = patch.position ?? project.tasks.findIndex((each) => each.id === id);
  const wanted = rest.toSpliced(at, 0, { ...task, assignee: null });
  const after = patch.position === undefined ? wanted : wanted.map((each, position) => ({ ...each, position }));
  const changed = after.filter((each) => !isSame(each, project.tasks.find(({ id: own }) => own === each.id)!));
  const tally = tallyOf(after);
  if (changed.length === 0) return { okr, due: [], task: before, tally };

  const done = await commitTasks(ctx, project, {
    happening: { action: actionOf(before, task, patch), data: { task: id, title: task.title } },
    after,
    rows: changed.map(({ id: own, title, assigneeId, dueOn, doneAt, position }) =>
      ctx.db
        .update(tasks)
        .set({ title, assigneeId, dueOn, doneAt, position })
        .where(and(eq(tasks.orgId, ctx.org.id), eq(tasks.id, own))),
    ),
  });
  return { ...done, tally, task: { ...task, position: after.find((each) => each.id === id)!.position } };
}

/** Deletes a task. @throws Refusal as `editTask` */
export async function deleteTask(ctx: Context, okrId: OkrId, id: TaskId): Promise<Changed> {
  const [project, task] = await findOwn(ctx, okrId, id, {});
  demand(may.changeOkr(ctx.actor, project.subject.ties), sentences.okr);
  refuseTasks(project);
  return commitTasks(ctx, project, {
    happening: { action: 'task.deleted', data: { task: id, title: task.title } },
    after: project.tasks.filter((each) => each.id !== id),
    rows: [ctx.db.delete(tasks).where(and(eq(tasks.orgId, ctx.org.id), eq(tasks.id, id)))],
  });
}

async function findOwn(ctx: Context, okrId: OkrId, id: TaskId, { assignee_id }: TaskPatch) {
  const [project] = await Promise.all([findProject(ctx, okrId), checkAssignee(ctx, assignee_id)]);
  const task = project.tasks.find((each) => each.id === id);
  if (!task) throw new Refusal('not_found', 'There is no such task.');
  return [project, task] as const;
}

const written = ['title', 'assigneeId', 'dueOn', 'doneAt', 'position'] as const;

const isSame = (a: Task, b: Task): boolean => written.every((name) => a[name] === b[name]);

function actionOf(before: Task, after: Task, patch: TaskPatch): string {
  if ((before.doneAt === null) !== (after.doneAt === null))
    return after.doneAt === null ? 'task.reopened' : 'task.completed';
  return Object.keys(patch).every((name) => name === 'position') ? 'task.moved' : 'task.edited';
}
