import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { checkIns, okrs, progressPoints } from '../../../src/db/schema/okrs.ts';
import { tasks as rows } from '../../../src/db/schema/tasks.ts';
import { askForCopies } from '../../../src/domain/copies/asking.ts';
import { copyStep } from '../../../src/domain/copies/copying.ts';
import { listOriginals } from '../../../src/domain/copies/finding-originals.ts';
import { findExplanation } from '../../../src/domain/okrs/explaining.ts';
import { listTasks } from '../../../src/domain/tasks/listing.ts';
import { listDueTasks } from '../../../src/domain/tasks/listing-mine.ts';
import { tallyOf, valueOfTasks } from '../../../src/domain/tasks/task.ts';
import { DAY, metric, type Person, tree, type World, world } from '../../support/world.ts';

const project = (w: World, input = {}, person?: Person) =>
  w.okr({ kind: 'project', title: 'Build it', ...input }, person);

const add = async (w: World, okrId: OkrId, title: string, input = {}, person?: Person, now = w.now) => {
  const { task, due } = await w.writer(okrId, person, now).addTask({ title, ...input }, newId('tsk', now));
  await w.settle(due);
  return task;
};

const stored = async (w: World, okrId: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, okrId)))[0]!;

const told = (w: World, okrId: OkrId) =>
  w.db
    .select()
    .from(checkIns)
    .where(and(eq(checkIns.orgId, w.org.id), eq(checkIns.okrId, okrId)))
    .orderBy(checkIns.version);

describe('the value of a project', () => {
  it.each([
    [0, 0, null],
    [0, 8, 0],
    [3, 8, 37.5],
    [8, 8, 100],
  ])('with %i of %i tasks done is %s', (done, all, value) => {
    expect(valueOfTasks({ done, all })).toBe(value);
  });

  it('lies between 0 and 100 whatever is ticked, and is never a division by zero', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 100 }), (ticks) => {
        const value = valueOfTasks(tallyOf(ticks.map((done) => ({ doneAt: done ? 1 : null }))));
        if (ticks.length === 0) expect(value).toBeNull();
        else expect(value! >= 0 && value! <= 100).toBe(true);
      }),
    );
  });
});

describe('a task', () => {
  it('moves the number of a project that goes by its tasks, in one commit with point, event and check-in', async () => {
    const w = await world();
    const { id } = await project(w);
    expect(await stored(w, id)).toMatchObject({ mode: 'rollup', value: null, status: 'at_risk' });
    const [a] = [await add(w, id, 'One'), await add(w, id, 'Two')];
    expect((await stored(w, id)).value).toBe(0);

    const { okr } = await w.writer(id).editTask(a.id, { done: true });

    expect(okr).toMatchObject({ value: 50, progress: 0.5, status: 'behind', statusSource: 'computed' });
    expect(await stored(w, id)).toEqual(okr);
    expect(await w.db.select().from(progressPoints).where(eq(progressPoints.okrId, id))).toMatchObject([
      { value: 50, progress: 0.5, source: 'roll_up' },
    ]);
    const happened = await w.db.select().from(events).where(eq(events.subjectId, id));
    expect(happened.map(({ action }) => action).sort()).toEqual([
      'okr.created',
      'task.added',
      'task.added',
      'task.completed',
    ]);
    expect(happened.find(({ action }) => action === 'task.completed')).toMatchObject({
      actorId: w.dana.id,
      data: { task: a.id, title: 'One', done: 1, all: 2 },
    });
  });

  it('is told by one check-in a day, with what was counted', async () => {
    const w = await world();
    const { id } = await project(w);
    const list = [await add(w, id, 'One'), await add(w, id, 'Two'), await add(w, id, 'Three')];
    for (const task of list) await w.writer(id).editTask(task.id, { done: true });
    expect(await told(w, id)).toMatchObject([
      { source: 'roll_up', matched: 3, completed: 3, value: 100, authorId: null },
    ]);

    await w.writer(id, w.dana, w.now + DAY).editTask(list[0]!.id, { done: false });
    expect((await told(w, id)).map(({ completed }) => completed)).toEqual([3, 2]);
  });

  it('keeps what a person said the same day beside it', async () => {
    const w = await world();
    const { id } = await project(w);
    await add(w, id, 'One');
    const said = await w.writer(id).checkIn({ value: 40, note: 'Nearly' }, newId('chk', w.now));
    expect(said.okr.value).toBe(40);
    await add(w, id, 'Two', {}, w.dana, w.now + 1);
    expect((await told(w, id)).map(({ source, value }) => [source, value])).toEqual([
      ['roll_up', 0],
      ['person', 40],
      ['roll_up', 0],
    ]);
  });

  it('reaches the parents of a project that is switched on, and no others', async () => {
    const w = await world();
    const { objective } = await tree(w, [{}]);
    const on = await project(w, { parents: [{ okrId: objective.id, fixedWeight: null, counts: true }] });
    const off = await project(w, { parents: [{ okrId: objective.id, fixedWeight: null }] });
    for (const each of [on, off]) {
      const task = await add(w, each.id, 'One');
      await w.settle((await w.writer(each.id).editTask(task.id, { done: true })).due);
    }
    expect((await stored(w, objective.id)).value).toBe(50);
  });

  it('does not move a project that is checked in by hand, or whose value a person holds', async () => {
    const w = await world();
    const byHand = await project(w, { mode: 'manual' });
    const task = await add(w, byHand.id, 'One');
    expect((await w.writer(byHand.id).editTask(task.id, { done: true })).okr.value).toBeNull();
    const held = await project(w);
    const other = await add(w, held.id, 'One');
    await w.writer(held.id).checkIn({ value: 70, sticky: true }, newId('chk', w.now));
    expect((await w.writer(held.id).editTask(other.id, { done: true })).okr.value).toBe(70);
    expect((await w.writer(held.id).resume()).okr.value).toBe(100);
    await w.settle((await w.writer(byHand.id).editOkr({ mode: 'rollup' })).due);
    expect((await stored(w, byHand.id)).value).toBe(100);
  });

  it('takes the number with it when it is deleted, and leaves none when it was the last', async () => {
    const w = await world();
    const { id } = await project(w);
    const [a, b] = [await add(w, id, 'One'), await add(w, id, 'Two')];
    await w.writer(id).editTask(a.id, { done: true });
    expect((await w.writer(id).deleteTask(b.id)).okr.value).toBe(100);
    expect((await w.writer(id).deleteTask(a.id)).okr).toMatchObject({ value: null, progress: null });
    expect(await listTasks(w.as(), id)).toEqual([]);
  });

  it('says the number again when what a person said over it is deleted', async () => {
    const w = await world();
    const { id } = await project(w);
    const list = [await add(w, id, 'One'), await add(w, id, 'Two')];
    for (const sticky of [false, true]) {
      const said = newId('chk', w.now);
      await w.writer(id).checkIn({ value: 90, ...(sticky && { sticky }) }, said);
      if (sticky) await w.writer(id).editTask(list[1]!.id, { done: true });
      else await w.db.update(rows).set({ doneAt: w.now }).where(eq(rows.id, list[0]!.id));
      await w.settle((await w.writer(id).deleteCheckIn(said)).due);
      expect(await stored(w, id)).toMatchObject({ value: sticky ? 100 : 50, heldAt: null });
    }
    expect((await told(w, id)).at(-1)).toMatchObject({ source: 'roll_up', matched: 2, completed: 2, value: 100 });
  });

  it('of a draft moves nothing before that is published, and then at once', async () => {
    const w = await world();
    const { id } = await project(w, { draft: true });
    const [a] = [await add(w, id, 'One'), await add(w, id, 'Two')];
    await w.writer(id).editTask(a.id, { done: true });
    expect(await stored(w, id)).toMatchObject({ value: null, progress: null, status: 'not_started' });
    expect(await told(w, id)).toEqual([]);
    await w.settle((await w.writer(id).publishOkr()).due);
    expect(await stored(w, id)).toMatchObject({ value: 50, progress: 0.5 });
  });

  it('stands where it is moved, and the others close up', async () => {
    const w = await world();
    const { id } = await project(w);
    const list = [await add(w, id, 'One'), await add(w, id, 'Two'), await add(w, id, 'Three')];
    const titles = async () => (await listTasks(w.as(), id)).map(({ title }) => title);
    await w.writer(id).editTask(list[2]!.id, { position: 0 });
    expect(await titles()).toEqual(['Three', 'One', 'Two']);
    await w.writer(id).editTask(list[2]!.id, { position: 1 });
    expect(await titles()).toEqual(['One', 'Three', 'Two']);
    await w.writer(id).editTask(list[2]!.id, { position: 99 });
    expect(await titles()).toEqual(['One', 'Two', 'Three']);
  });

  it('is added once, however often the call is repeated, and what changes nothing leaves no trace', async () => {
    const w = await world();
    const { id } = await project(w);
    const taskId = newId('tsk', w.now);
    await w.writer(id).addTask({ title: 'One' }, taskId);
    await w.writer(id).addTask({ title: 'One' }, taskId);
    const { version } = await stored(w, id);
    await w.writer(id).editTask(taskId, { done: false, title: 'One' });
    expect(await listTasks(w.as(), id)).toHaveLength(1);
    expect((await stored(w, id)).version).toBe(version);
  });

  it('is ticked by whoever it is given to, who changes nothing else', async () => {
    const w = await world();
    const { id } = await project(w, { owner_ids: [w.amir.id], check_in_owner_id: w.amir.id }, w.amir);
    const task = await add(w, id, 'One', { assignee_id: w.dana.id }, w.amir);
    const writer = w.writer(id, w.dana);
    expect((await writer.editTask(task.id, { done: true })).okr.value).toBe(100);
    await expect(writer.editTask(task.id, { done: false, title: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(writer.deleteTask(task.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(writer.addTask({ title: 'Two' }, newId('tsk', w.now))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is refused where it does not belong', async () => {
    const w = await world();
    const { id } = await project(w);
    const kr = await w.okr({});
    const given = (assignee_id: string) =>
      w.writer(id).addTask({ title: 'One', assignee_id: assignee_id as never }, newId('tsk', w.now));
    await expect(w.writer(kr.id).addTask({ title: 'One' }, newId('tsk', w.now))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(given(w.omar.id)).rejects.toMatchObject({
      fields: { assignee_id: expect.stringContaining('Observers') },
    });
    await expect(given('mem_nobody')).rejects.toMatchObject({ code: 'invalid' });
    const task = await add(w, id, 'One');
    await expect(w.writer(id, w.omar).editTask(task.id, { done: true })).rejects.toMatchObject({ code: 'forbidden' });
    const south = await world({ slug: 'southwind' });
    await expect(south.writer(id).editTask(task.id, { done: true })).rejects.toMatchObject({ code: 'not_found' });
    await w.writer(id).closeOkr({});
    await expect(w.writer(id).editTask(task.id, { done: true })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is one of at most a hundred', async () => {
    const w = await world();
    const { id } = await project(w);
    const all = Array.from({ length: 100 }, (_, position) => ({
      id: newId('tsk', w.now),
      orgId: w.org.id,
      okrId: id,
      title: `Task ${position}`,
      position,
      createdAt: w.now,
    }));
    for (let at = 0; at < all.length; at += 10) await w.db.insert(rows).values(all.slice(at, at + 10));
    await expect(add(w, id, 'One more')).rejects.toMatchObject({ code: 'limit' });
  });
});

describe('a project', () => {
  it('takes no OKR below it, and goes by its tasks in percent alone', async () => {
    const w = await world();
    const { id } = await project(w);
    const below = { parents: [{ okrId: id, fixedWeight: null }] };
    await expect(w.okr(below)).rejects.toMatchObject({ fields: { parents: expect.stringContaining('tasks instead') } });
    await expect(w.writer((await w.okr({})).id).align(id, null)).rejects.toMatchObject({ code: 'invalid' });
    await expect(project(w, { mode: 'rollup', measure: metric(0, 10) })).rejects.toMatchObject({
      fields: { measure: expect.stringContaining('percent') },
    });
    expect((await project(w, { measure: metric(0, 10) })).mode).toBe('manual');
  });

  it('is explained by its tasks, each with its age', async () => {
    const w = await world();
    const { id } = await project(w);
    expect((await findExplanation(w.as(), id)).formula).toBe('There are no tasks yet, so there is nothing to divide.');
    const [a] = [await add(w, id, 'One', { assignee_id: w.amir.id, due_on: '2026-11-24' }), await add(w, id, 'Two')];
    await w.writer(id).editTask(a.id, { done: true });
    const explained = await findExplanation(w.as(), id);
    expect(explained.formula).toBe('1 ÷ 2 = 50%');
    expect(explained.inputs).toMatchObject([
      {
        type: 'task',
        title: 'One',
        assignee: 'Amir Haddad',
        due_on: '2026-11-24',
        done_at: new Date(w.now).toISOString(),
      },
      { type: 'task', title: 'Two', added_at: new Date(w.now).toISOString(), done_at: null },
    ]);
  });

  it('is copied with its tasks, none of them done or due', async () => {
    const w = await world();
    const { id } = await project(w);
    const done = await add(w, id, 'One', { assignee_id: w.amir.id, due_on: '2026-11-24' });
    await add(w, id, 'Two');
    await w.writer(id).editTask(done.id, { done: true });
    const job = await askForCopies(w.as(), id, { period_id: w.year.id, depth: 'alone', postpone: false });
    const { due, job: after } = await copyStep(w.as(), job, w.year as never, await listOriginals(w.as(), [id]), 1);
    await w.settle(due);
    const copy = after.result.okr_ids[0]!;
    expect(await listTasks(w.as(), copy)).toMatchObject([
      { title: 'One', assigneeId: w.amir.id, dueOn: null, doneAt: null },
      { title: 'Two', assigneeId: null, dueOn: null, doneAt: null },
    ]);
    expect(await stored(w, copy)).toMatchObject({ kind: 'project', mode: 'rollup', value: 0 });
  });

  it('takes its tasks with it when it is deleted', async () => {
    const w = await world();
    const { id } = await project(w);
    await add(w, id, 'One');
    await w.writer(id).deleteOkr();
    expect(await w.db.select().from(rows).where(eq(rows.okrId, id))).toEqual([]);
  });
});

describe('the tasks of a week', () => {
  it('are the open ones given to a member that are late or due in seven days', async () => {
    const w = await world();
    const { id } = await project(w);
    const mine = { assignee_id: w.dana.id };
    await add(w, id, 'Soon', { ...mine, due_on: '2026-11-27' });
    await add(w, id, 'Late', { ...mine, due_on: '2026-11-01' });
    await add(w, id, 'Later', { ...mine, due_on: '2026-11-28' });
    await add(w, id, 'Some day', mine);
    await add(w, id, 'Another’s', { assignee_id: w.amir.id, due_on: '2026-11-20' });
    const done = await add(w, id, 'Done', { ...mine, due_on: '2026-11-20' });
    await w.writer(id).editTask(done.id, { done: true });
    expect((await listDueTasks(w.as())).map(({ title }) => title)).toEqual(['Late', 'Soon']);
    await w.writer(id).closeOkr({});
    expect(await listDueTasks(w.as())).toEqual([]);
  });
});
