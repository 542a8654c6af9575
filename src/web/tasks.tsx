import { Hono } from 'hono';
import { type MemberId, newId, type OkrId, type TaskId } from '../db/ids.ts';
import { listAssignable, listMembersNamed, MOST_PEOPLE } from '../domain/members/finding.ts';
import { findChangeable } from '../domain/okrs/finding-subject.ts';
import { refuseClosed } from '../domain/okrs/refusing-closed.ts';
import { Refusal } from '../domain/refusal.ts';
import { findTask, type ListedTask } from '../domain/tasks/listing.ts';
import { goesByTasks, newTaskInput, taskPatch } from '../domain/tasks/task.ts';
import { OkrPage } from '../views/okrs/okr-page.tsx';
import { Renewed } from '../views/okrs/renewed.tsx';
import { TaskDeletionPage, TaskPage, type TaskValues } from '../views/tasks/form.tsx';
import { taskLinks } from '../views/tasks/links.ts';
import { QUICK_ADD } from '../views/tasks/quick-add.tsx';
import { taskFocus } from '../views/tasks/section.tsx';
import { tallyWords } from '../views/tasks/words.ts';
import { ToastPartial } from '../views/ui/toast.tsx';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { viewOf } from './okr-view.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell, wantsFragment } from './respond.tsx';

/** The tasks of a project, from its page and from the week of whom they are given to. */
export const tasks = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/:okr/tasks';

tasks.post(PATH, async (c) => {
  const sent = await readForm(c);
  const { value: changed, refused } = await trying(add(c, sent));
  if (refused) return again(c, sent, refused);
  return done(c, changed.due, 'Added.', QUICK_ADD);
});

tasks.get(`${PATH}/:task`, (c) => page(c));

tasks.post(`${PATH}/:task`, async (c) => {
  const sent = await readForm(c);
  if (sent.has('find')) return page(c, { sent });
  const { value: changed, refused } = await trying(edit(c, sent));
  if (refused) return page(c, { sent, refused });
  await settleRollUps(c.env, c.var.ctx, changed.due);
  tell(c, 'The task is saved.');
  return c.redirect(linksOf(c).section, 303);
});

tasks.post(`${PATH}/:task/completion`, (c) => tick(c, true));
tasks.post(`${PATH}/:task/completion/removal`, (c) => tick(c, false));

tasks.post(`${PATH}/:task/position`, async (c) => {
  const { okrId, taskId } = idsOf(c);
  const position = Number((await readForm(c)).text('to'));
  const parsed = taskPatch.safeParse({ position });
  if (!parsed.success) throw new Refusal('invalid', 'There is no such place in the list.');
  const before = await findTask(c.var.ctx, taskId);
  const { due } = await okrWriter(c.env, c.var.ctx, okrId).editTask(taskId, parsed.data);
  const part = position < before.position ? 'up' : 'down';
  return done(c, due, 'Moved.', taskFocus(taskId, part));
});

tasks.get(`${PATH}/:task/deletion`, async (c) => {
  const [shell, { okr, task }] = await Promise.all([shellOf(c, 'okrs'), findOwn(c)]);
  return show(c, <TaskDeletionPage shell={shell} project={okr} task={task} counts={goesByTasks(okr)} />);
});

tasks.post(`${PATH}/:task/deletion`, async (c) => {
  const { okrId, taskId } = idsOf(c);
  const { due } = await okrWriter(c.env, c.var.ctx, okrId).deleteTask(taskId);
  await settleRollUps(c.env, c.var.ctx, due);
  tell(c, 'The task is deleted.');
  return c.redirect(linksOf(c).section, 303);
});

async function add(c: WebContext, sent: Sent) {
  const given = { title: sent.text('title'), ...whoAndWhen(sent) };
  const parsed = newTaskInput.safeParse(given);
  if (!parsed.success) throw refusedBy(fieldErrors(parsed.error));
  return okrWriter(c.env, c.var.ctx, idsOf(c).okrId).addTask(parsed.data, newId('tsk', c.var.now));
}

async function edit(c: WebContext, sent: Sent) {
  const { okrId, taskId } = idsOf(c);
  const given = { title: sent.text('title'), ...whoAndWhen(sent), done: sent.has('done') };
  const parsed = taskPatch.safeParse(given);
  if (!parsed.success) throw refusedBy(fieldErrors(parsed.error));
  return okrWriter(c.env, c.var.ctx, okrId).editTask(taskId, parsed.data);
}

const whoAndWhen = (sent: Sent) => ({
  assignee_id: (sent.text('assignee_id') || null) as MemberId | null,
  due_on: sent.text('due_on') || null,
});

const refusedBy = (fields: Record<string, string>) => new Refusal('invalid', Object.values(fields)[0]!, fields);

/** Ticks a task off, or opens it again. From “my week” the answer takes it out of the list there. */
async function tick(c: WebContext, isDone: boolean) {
  const { ctx, formats } = c.var;
  const { okrId, taskId } = idsOf(c);
  const fromHome = (await readForm(c)).text('from') === 'home';
  const { due, tally } = await okrWriter(c.env, ctx, okrId).editTask(taskId, { done: isDone });
  const said = `${isDone ? 'Ticked off.' : 'Opened again.'} ${tallyWords(tally, formats)}.`;
  if (!fromHome) return done(c, due, said, taskFocus(taskId, 'tick'));
  await settleRollUps(c.env, ctx, due);
  if (!wantsFragment(c)) {
    tell(c, said);
    return c.redirect(`/o/${ctx.org.slug}`, 303);
  }
  const links = linksOf(c);
  c.header('HX-Reswap', 'delete');
  return show(c, <ToastPartial message={said} undo={{ action: links.reopening, fields: { from: 'home' } }} />);
}

/** The parts of the project's page that a change of its tasks renews, or the way back to it. */
async function done(c: WebContext, due: OkrId[], said: string, focus: string) {
  await settleRollUps(c.env, c.var.ctx, due);
  if (!wantsFragment(c)) return c.redirect(linksOf(c).section, 303);
  return show(c, <Renewed {...(await viewOf(c, idsOf(c).okrId))} said={said} focus={focus} />);
}

/** The quick form once more, with what was typed and what to change. */
async function again(c: WebContext, sent: Sent, { fields, message, status }: Refused) {
  const [shell, view] = await Promise.all([shellOf(c, 'okrs'), viewOf(c, idsOf(c).okrId)]);
  const typedTask = { title: sent.text('title'), assignee_id: sent.text('assignee_id'), due_on: sent.text('due_on') };
  const taskErrors = Object.keys(fields).length > 0 ? fields : { title: message ?? '' };
  const told = { ...view, typedTask, taskErrors, focus: QUICK_ADD };
  if (!wantsFragment(c)) return show(c, <OkrPage {...told} shell={shell} />, status);
  return show(c, <Renewed {...told} said={Object.values(taskErrors)[0]} />, status);
}

async function page(c: WebContext, returned?: { sent: Sent; refused?: Refused }) {
  const { ctx } = c.var;
  const sought = returned?.sent.text('people') ?? '';
  const typed = returned?.sent.text('assignee_id');
  const [shell, { okr, task }, found, chosen] = await Promise.all([
    shellOf(c, 'okrs'),
    findOwn(c),
    listAssignable(ctx, sought),
    listMembersNamed(ctx, typed ? [typed as MemberId] : []),
  ]);
  const people = [...chosen, ...found.filter(({ id }) => id !== typed)];
  return show(
    c,
    <TaskPage
      {...{ shell, task, people, sought }}
      more={found.length >= MOST_PEOPLE}
      project={okr}
      values={returned ? typedIn(returned.sent) : storedAs(task)}
      errors={returned?.refused?.fields ?? {}}
      message={returned?.refused?.message}
    />,
    returned?.refused?.status,
  );
}

const typedIn = (sent: Sent): TaskValues => ({
  title: sent.text('title'),
  assignee_id: sent.text('assignee_id'),
  due_on: sent.text('due_on'),
  done: sent.has('done'),
});

const storedAs = ({ title, assigneeId, dueOn, doneAt }: ListedTask): TaskValues => ({
  title,
  assignee_id: assigneeId ?? '',
  due_on: dueOn ?? '',
  done: doneAt !== null,
});

/** A task of an open project that the actor may change. @throws Refusal `not_found`, `forbidden`, `conflict` */
async function findOwn(c: WebContext) {
  const { okrId, taskId } = idsOf(c);
  const [{ okr }, task] = await Promise.all([findChangeable(c.var.ctx, okrId), findTask(c.var.ctx, taskId)]);
  if (task.okrId !== okrId) throw new Refusal('not_found', 'There is no such task.');
  refuseClosed(okr, 'change its tasks');
  return { okr, task };
}

const idsOf = (c: WebContext) => ({ okrId: c.req.param('okr') as OkrId, taskId: c.req.param('task') as TaskId });

const linksOf = (c: WebContext) => {
  const { okrId, taskId } = idsOf(c);
  return taskLinks(c.var.ctx.org.slug, okrId, taskId);
};
