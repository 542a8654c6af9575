import { describe, expect, it } from 'vitest';
import { metric, tree, world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function project() {
  const w = await world({ now: Date.now() });
  const call = callerWith(await w.token(w.dana));
  const { body } = await call('POST', '/okrs', { kind: 'project', title: 'Move the warehouse' });
  return { w, call, okr: body, path: `/okrs/${body.id}` };
}

describe('tasks', () => {
  it('are added, listed, ticked, moved and deleted, and the project follows', async () => {
    const { w, call, okr, path } = await project();
    expect(okr).toMatchObject({ kind: 'project', mode: 'rollup', value: null });
    const first = await call('POST', `${path}/tasks`, {
      title: 'Hire a van',
      assignee_id: w.amir.id,
      due_on: '2026-12-01',
    });
    expect(first).toMatchObject({
      status: 201,
      body: {
        okr_id: okr.id,
        title: 'Hire a van',
        assignee_id: w.amir.id,
        due_on: '2026-12-01',
        done: false,
        done_at: null,
        position: 0,
      },
    });
    expect(first.headers.get('Location')).toBe(`/api/v1/tasks/${first.body.id}`);
    const second = await call('POST', `${path}/tasks`, { title: 'Count the shelves' });
    const task = `/tasks/${second.body.id}`;
    expect((await call('PATCH', task, { done: true, position: 0 })).body).toMatchObject({ done: true, position: 0 });
    expect((await call('GET', `${path}/tasks`)).body).toMatchObject({
      data: [{ title: 'Count the shelves' }, { title: 'Hire a van' }],
      next_cursor: null,
    });
    expect((await call('GET', path)).body).toMatchObject({ value: 50, percent: 50 });
    expect((await call('GET', `${path}/explanation`)).body).toMatchObject({
      formula: '1 ÷ 2 = 50%',
      inputs: [
        { type: 'task', title: 'Count the shelves' },
        { type: 'task', title: 'Hire a van', assignee: 'Amir Haddad' },
      ],
    });
    expect((await call('DELETE', task)).status).toBe(204);
    expect((await call('GET', task)).status).toBe(404);
    expect((await call('GET', path)).body.value).toBe(0);
  });

  it('are refused with a sentence', async () => {
    const { w, call, path } = await project();
    const { id } = (await call('POST', `${path}/tasks`, { title: 'Hire a van' })).body;
    expect((await call('POST', `${path}/tasks`, { title: '' })).body.fields).toEqual({
      title: 'Say what is to be done.',
    });
    expect((await call('PATCH', `/tasks/${id}`, { due_on: 'soon' })).body.fields).toEqual({
      due_on: 'Write a day as YYYY-MM-DD.',
    });
    expect((await call('PATCH', `/tasks/${id}`, { assignee_id: w.omar.id })).body.code).toBe('invalid');
    const kr = await w.okr({});
    expect((await call('POST', `/okrs/${kr.id}/tasks`, { title: 'Hire a van' })).body).toMatchObject({
      code: 'conflict',
      detail: 'Only a project has tasks.',
    });
    expect(
      (await call('POST', '/okrs', { kind: 'key_result', title: 'Below', parents: [path.slice(6)] })).body.fields,
    ).toEqual({
      parents: 'A project has tasks instead of OKRs below it. Align to what the project works towards.',
    });
  });

  it('of a private project are there for nobody else', async () => {
    const { w, call } = await project();
    const { body } = await call('POST', '/okrs', { kind: 'project', title: 'Quiet', visibility: 'private' });
    const task = (await call('POST', `/okrs/${body.id}/tasks`, { title: 'Whisper' })).body;
    const ada = callerWith(await w.token(w.ada));
    for (const path of [`/okrs/${body.id}/tasks`, `/tasks/${task.id}`])
      expect((await ada('GET', path)).status).toBe(404);
    expect((await ada('PATCH', `/tasks/${task.id}`, { done: true })).status).toBe(404);
  });
});

describe('the switch of a project in a parent', () => {
  it('is turned on and off, and comes back as it was read', async () => {
    const { w, call, okr, path } = await project();
    const { objective } = await tree(w, [{}]);
    const parent = `${path}/parents/${objective.id}`;
    const shareIn = async () => (await call('GET', path)).body.parents;
    expect((await call('PUT', parent, {})).body.parents).toEqual([
      { okr_id: objective.id, contribution: 0, fixed: false, counts: false },
    ]);
    expect((await call('PUT', parent, { counts: true })).body.parents[0]).toMatchObject({
      contribution: 50,
      counts: true,
    });
    expect((await call('PUT', parent, { counts: false })).body.parents[0]).toMatchObject({
      contribution: 0,
      counts: false,
    });
    expect((await call('PUT', parent, { contribution: 30 })).body.parents[0]).toMatchObject({
      contribution: 30,
      counts: true,
    });
    expect((await call('PUT', parent, { contribution: 30, counts: false })).body.fields).toHaveProperty('counts');
    expect((await call('PATCH', path, { parents: await shareIn() })).status).toBe(200);
    expect(await shareIn()).toEqual([{ okr_id: objective.id, contribution: 30, fixed: true, counts: true }]);
    expect((await call('PUT', parent, { counts: true }, { 'If-Match': `"${okr.version}"` })).status).toBe(412);
  });
});

describe('decimals', () => {
  it('are part of a metric, and say how screens write its values', async () => {
    const { call } = await project();
    const measure = { ...metric(0, 10), riskThreshold: undefined, decimals: 2 };
    const { body } = await call('POST', '/okrs', { kind: 'key_result', title: 'Raise it', measure });
    expect(body.measure.decimals).toBe(2);
    expect((await call('PATCH', `/okrs/${body.id}`, { measure: { ...measure, decimals: 7 } })).body.fields).toEqual({
      'measure.decimals': 'Show 0 to 6 decimals.',
    });
    expect((await call('POST', `/okrs/${body.id}/check-ins`, { value: 1.23456 })).body.value).toBe(1.23456);
  });
});
