import type { z } from 'zod';
import { newId, type OkrId, type TaskId } from '../db/ids.ts';
import { checkOkrExists } from '../domain/okrs/finding-full.ts';
import { findTask, listTasks } from '../domain/tasks/listing.ts';
import { newTaskInput, type Task, taskPatch } from '../domain/tasks/task.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { created, done, found, page } from './answer.ts';
import { demandScope } from './authentication.ts';
import { demandMatch } from './conditional.ts';
import { moment, momentOrNull } from './present.ts';
import { type Call, route } from './route.ts';
import { pageOf, taskShape } from './shapes.ts';

export const tasks = [
  route({
    method: 'get',
    path: '/okrs/:id/tasks',
    summary: 'List the tasks of a project, in their order',
    answers: { 200: pageOf(taskShape) },
    handle: async ({ ctx, params }) => {
      const okrId = params.id as OkrId;
      const [all] = await Promise.all([listTasks(ctx, okrId), checkOkrExists(ctx, okrId)]);
      return page({ items: all, next: null }, present);
    },
  }),
  route({
    method: 'post',
    path: '/okrs/:id/tasks',
    summary: 'Add a task to a project; only the title is needed',
    body: newTaskInput,
    answers: { 201: taskShape },
    handle: async ({ ctx, env, params, body }) => {
      const id = newId('tsk', ctx.now);
      const { task, due } = await okrWriter(env, ctx, params.id as OkrId).addTask(body, id);
      await settleRollUps(env, ctx, due);
      return created(`/tasks/${id}`, present(task));
    },
  }),
  route({
    method: 'get',
    path: '/tasks/:id',
    summary: 'Read a task',
    answers: { 200: taskShape },
    handle: async ({ ctx, params }) => found(present(await findTask(ctx, params.id as TaskId))),
  }),
  route({
    method: 'patch',
    path: '/tasks/:id',
    scope: 'check_in',
    summary:
      'Change a task, tick it off or open it again, or move it to a place in the list (from 0). All but ticking needs the scope `write`',
    body: taskPatch,
    guarded: true,
    answers: { 200: taskShape },
    handle: async (call) => {
      const { ctx, env, body, caller } = call;
      if (Object.keys(body).some((name) => name !== 'done')) demandScope(caller, 'write');
      const { id, okrId } = await findAsSeen(call);
      const { task, due } = await okrWriter(env, ctx, okrId).editTask(id, body);
      await settleRollUps(env, ctx, due);
      return found(present(task));
    },
  }),
  route({
    method: 'delete',
    path: '/tasks/:id',
    summary: 'Delete a task',
    guarded: true,
    answers: { 204: null },
    handle: async (call) => {
      const { ctx, env } = call;
      const { id, okrId } = await findAsSeen(call);
      const { due } = await okrWriter(env, ctx, okrId).deleteTask(id);
      await settleRollUps(env, ctx, due);
      return done();
    },
  }),
];

async function findAsSeen({ ctx, params, ifMatch }: Call<unknown, unknown>) {
  const task = await findTask(ctx, params.id as TaskId);
  await demandMatch(ifMatch, present(task));
  return task;
}

const present = (task: Task): z.infer<typeof taskShape> => ({
  id: task.id,
  okr_id: task.okrId,
  title: task.title,
  assignee_id: task.assigneeId,
  due_on: task.dueOn,
  done: task.doneAt !== null,
  done_at: momentOrNull(task.doneAt),
  position: task.position,
  created_at: moment(task.createdAt),
});
