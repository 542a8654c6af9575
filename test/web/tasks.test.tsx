import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { listTasks } from '../../src/domain/tasks/listing.ts';
import { dayOf } from '../../src/lib/days.ts';
import { type World, world } from '../support/world.ts';

async function project() {
  const w = await world({ now: Date.now() });
  const { id } = await w.okr({ kind: 'project', title: 'Move the warehouse' });
  return { w, id };
}

const ask = async (
  w: World,
  path: string,
  fields?: Record<string, string>,
  { person = w.dana, htmx = false, home = false } = {},
) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}${home ? '/' : '/okrs/'}${path}`.replace(/\/$/, ''), {
    method: fields ? 'POST' : 'GET',
    redirect: 'manual',
    body: fields && new URLSearchParams(fields),
    headers: {
      Cookie: await w.cookie(person),
      Origin: 'http://localhost',
      ...(htmx && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
    },
  });

const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const figureOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!.value;
const add = async (w: World, id: OkrId, title: string, input = {}) =>
  (await w.writer(id).addTask({ title, ...input }, newId('tsk', w.now))).task;

describe('the page of a project', () => {
  it('shows its tasks and what they make of it, in two round trips', async () => {
    const { w, id } = await project();
    await add(w, id, 'Count the shelves', { assignee_id: w.amir.id, due_on: '2020-01-01' });
    const done = await add(w, id, 'Hire a van');
    await w.writer(id).editTask(done.id, { done: true });
    const answer = await ask(w, id);
    expect(answer.headers.get('Server-Timing')).toContain('trips=2');
    const text = words(await answer.text());
    expect(text).toContain('Tasks 1 of 2 tasks done');
    expect(text).toContain('Count the shelves Amir Haddad · late since 1 Jan 2020');
    expect(text).toContain('From its tasks');
    expect(text).toContain('1 ÷ 2 50%');
    expect(text).toContain('1 of 2 tasks done. By its tasks');
  });

  it('offers nothing to press to those who look on', async () => {
    const { w, id } = await project();
    const task = await add(w, id, 'Count the shelves');
    const html = await (await ask(w, id, undefined, { person: w.omar })).text();
    expect(html).toContain('Count the shelves');
    expect(html).not.toContain(`tasks/${task.id}`);
  });
});

describe('a task', () => {
  it('is given to people who are found by name, with what was typed kept', async () => {
    const { w, id } = await project();
    const task = await add(w, id, 'Hire a van');
    const typed = {
      title: 'Hire two vans',
      assignee_id: w.ada.id,
      due_on: '2026-12-24',
      find: 'people',
      people: 'ami',
    };
    const answer = await ask(w, `${id}/tasks/${task.id}`, typed);
    const html = await answer.text();
    const offered = /<select id="assignee".*?<\/select>/s.exec(html)![0];
    expect(answer.status).toBe(200);
    expect(offered).toContain(`<option value="${w.ada.id}" selected="">`);
    expect(offered).toContain('Amir Haddad');
    expect(offered).not.toContain('Dana Whitlock');
    expect(html).toContain('value="Hire two vans"');
    expect(html).toContain('value="2026-12-24"');
    expect(await listTasks(w.as(), id)).toMatchObject([{ title: 'Hire a van' }]);
  });

  it('is added, ticked, moved, edited and deleted without JavaScript', async () => {
    const { w, id } = await project();
    const section = `/o/northwind/okrs/${id}#okr-tasks`;
    for (const title of ['One', 'Two']) {
      const answer = await ask(w, `${id}/tasks`, { title, assignee_id: w.dana.id, due_on: '' });
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, section]);
    }
    const [one, two] = (await listTasks(w.as(), id)).map((task) => task.id);
    expect((await ask(w, `${id}/tasks/${one}/completion`, {})).status).toBe(303);
    expect(await figureOf(w, id)).toBe(50);
    expect((await ask(w, `${id}/tasks/${one}/completion/removal`, {})).status).toBe(303);
    expect((await ask(w, `${id}/tasks/${two}/position`, { to: '0' })).status).toBe(303);
    expect((await listTasks(w.as(), id)).map(({ title }) => title)).toEqual(['Two', 'One']);
    const edited = { title: 'Uno', assignee_id: '', due_on: '2026-12-24', done: 'on' };
    expect((await ask(w, `${id}/tasks/${one}`, edited)).headers.get('Location')).toBe(section);
    expect(await listTasks(w.as(), id)).toMatchObject([
      { title: 'Two', doneAt: null },
      { title: 'Uno', assigneeId: null, dueOn: '2026-12-24', doneAt: expect.any(Number) },
    ]);
    expect(words(await (await ask(w, `${id}/tasks/${two}/deletion`)).text())).toContain('Delete “Two”?');
    expect((await ask(w, `${id}/tasks/${two}/deletion`, {})).status).toBe(303);
    expect(await figureOf(w, id)).toBe(100);
  });

  it('renews the parts of the page that it changes, and the keyboard goes on from there', async () => {
    const { w, id } = await project();
    const html = await (await ask(w, `${id}/tasks`, { title: 'One' }, { htmx: true })).text();
    expect(html).toContain('hx-target="#okr-tasks"');
    expect(html).toMatch(/<input id="task-title"[^>]* autofocus=""/);
    const [task] = await listTasks(w.as(), id);
    const ticked = await (await ask(w, `${id}/tasks/${task!.id}/completion`, {}, { htmx: true })).text();
    expect(ticked).toContain('Ticked off. 1 of 1 task done.');
    expect(ticked).toMatch(new RegExp(`id="task-${task!.id}-tick" autofocus=""`));
  });

  it('comes back with what was typed when something is missing', async () => {
    const { w, id } = await project();
    const answer = await ask(w, `${id}/tasks`, { title: ' ', assignee_id: w.dana.id, due_on: '2026-12-24' });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('Say what is to be done.');
    expect(html).toContain('value="2026-12-24"');
    const task = await add(w, id, 'One');
    const edit = await ask(w, `${id}/tasks/${task.id}`, { title: '', due_on: 'soon' });
    expect(edit.status).toBe(422);
    expect(await edit.text()).toContain('Write a day as YYYY-MM-DD.');
  });
});

describe('a project below an OKR', () => {
  it('is switched on and off where contributions are decided, with a preview', async () => {
    const { w, id } = await project();
    const parent = await w.okr({ kind: 'objective', title: 'Ship faster' });
    await w.settle((await w.writer(id).align(parent.id, null)).due);
    const task = await add(w, id, 'Hire a van');
    await w.settle((await w.writer(id).editTask(task.id, { done: true })).due);
    const page = await (await ask(w, `${parent.id}/contributions`)).text();
    expect(page).toMatch(new RegExp(`name="none-${id}" value="on" checked`));
    const preview = await ask(w, `${parent.id}/contributions/preview`, { [`share-${id}`]: '' }, { htmx: true });
    expect(words(await preview.text())).toMatch(/Ship faster .*None yet.* 100%/);
    await ask(w, `${parent.id}/contributions`, { [`share-${id}`]: '' });
    expect(await figureOf(w, parent.id)).toBe(100);
    await ask(w, `${parent.id}/contributions`, { [`share-${id}`]: '30', [`none-${id}`]: 'on' });
    expect(await figureOf(w, parent.id)).toBeNull();
    expect(words(await (await ask(w, parent.id)).text())).toContain(
      'Projects do not contribute unless that is switched on.',
    );
  });

  it('is found in the list by its kind', async () => {
    const { w } = await project();
    await w.okr({ title: 'Ship within a day' });
    const text = words(await (await ask(w, 'okrs?kind=project', undefined, { home: true })).text());
    expect(text).toContain('Move the warehouse Project');
    expect(text).not.toContain('Ship within a day');
  });
});

describe('my week', () => {
  it('has the tasks due, to be ticked off there, in two round trips', async () => {
    const { w, id } = await project();
    const today = dayOf(w.now, w.org.timeZone);
    const task = await add(w, id, 'Hire a van', { assignee_id: w.dana.id, due_on: today });
    const answer = await ask(w, '', undefined, { home: true });
    expect(answer.headers.get('Server-Timing')).toContain('trips=2');
    expect(words(await answer.text())).toContain('Hire a van due today · Move the warehouse');
    const ticked = await ask(w, `${id}/tasks/${task.id}/completion`, { from: 'home' }, { htmx: true });
    expect(ticked.headers.get('HX-Reswap')).toBe('delete');
    expect(words(await (await ask(w, '', undefined, { home: true })).text())).not.toContain('Hire a van');
  });
});

describe('a project in the form', () => {
  const form = (w: World) => ({
    kind: 'key_result',
    title: 'Launch the new shop in three countries',
    measure: 'metric',
    measure_name: 'Countries',
    start: '0',
    target: '3',
    source: 'manual',
    level: 'individual',
    owner_ids: w.dana.id,
    period_id: w.quarter.id,
    ambition: 'committed',
  });

  it('is offered by the coach for words of delivery, and takes the text and the parents along', async () => {
    const w = await world({ now: Date.now() });
    const parent = await w.okr({ kind: 'objective', title: 'Sell abroad' });
    const fields = { ...form(w), parents: parent.id };
    const coached = await (await ask(w, 'new', { ...fields, find: 'coach' })).text();
    expect(words(coached)).toContain('Make it a project instead');
    const turned = await (await ask(w, 'new', { ...fields, find: 'project' })).text();
    expect(words(turned)).toContain('New project');
    expect(turned).toContain('Launch the new shop in three countries</textarea>');
    expect(turned).toMatch(new RegExp(`name="parents" value="${parent.id}" checked`));
    const saved = await ask(w, 'new', { ...fields, kind: 'project', measure: 'percent', source: 'rollup' });
    const made = saved.headers.get('Location')!.split('/').at(-1) as OkrId;
    expect((await w.db.select().from(okrs).where(eq(okrs.id, made)))[0]).toMatchObject({
      kind: 'project',
      mode: 'rollup',
      measureType: 'percent',
    });
  });

  it('is offered for a key result that exists, which stays', async () => {
    const w = await world({ now: Date.now() });
    const kr = await w.okr({ title: 'Launch the new shop' });
    const html = await (await ask(w, `${kr.id}/edit`)).text();
    expect(html).toContain('formaction="/o/northwind/okrs/new"');
  });

  it('keeps the decimals and the unit of a metric', async () => {
    const w = await world({ now: Date.now() });
    const answer = await ask(w, 'new', { ...form(w), unit: 'EUR', decimals: '2' });
    const made = answer.headers.get('Location')!.split('/').at(-1) as OkrId;
    await w.writer(made).checkIn({ value: 1234.5 }, newId('chk', w.now));
    const html = await (await ask(w, made)).text();
    expect(words(html)).toContain('€1,234.50');
    expect(html).toContain('value="1234.50"');
    const edit = await (await ask(w, `${made}/edit`)).text();
    expect(edit).toContain('<option value="2" selected="">2</option>');
  });
});
