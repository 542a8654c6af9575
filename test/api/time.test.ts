import { describe, expect, it } from 'vitest';
import { switchPlanning } from '../../src/domain/periods/switching.ts';
import { metric, type World, world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function caller() {
  const w = await world();
  return { w, call: callerWith(await w.token(w.ada)) };
}

const late = [
  { day: '2026-11-01', value: 10 },
  { day: '2026-12-01', value: 40 },
];

describe('checkpoints', () => {
  it('come back as they were given, decide what is expected, and are taken away by null', async () => {
    const { w, call } = await caller();
    const given = { kind: 'key_result', title: 'Slow start', period_id: w.quarter.id, checkpoints: late };
    const made = await call('POST', '/okrs', given);
    expect(made.status).toBe(201);
    expect(made.body.checkpoints).toEqual(late);
    const line = await call('PATCH', `/okrs/${made.body.id}`, { checkpoints: null });
    expect(line.body.checkpoints).toBeNull();
    const bent = await call('PATCH', `/okrs/${made.body.id}`, { checkpoints: late });
    expect(bent.body.checkpoints).toEqual(late);
    const explained = await call('GET', `/okrs/${made.body.id}/explanation`);
    expect(explained.body.expected).toBeCloseTo(bent.body.expected, 3);
  });

  it('are refused with a sentence outside the days, out of order, and when days or measure move away under them', async () => {
    const { w, call } = await caller();
    const given = { kind: 'key_result', title: 'Slow start', period_id: w.quarter.id };
    const make = (more: object) => call('POST', '/okrs', { ...given, ...more });
    const outside = await make({ checkpoints: [{ day: '2027-01-05', value: 5 }] });
    expect(outside.body).toMatchObject({ status: 422, fields: { checkpoints: expect.stringContaining('2027-01-05') } });
    expect((await make({ checkpoints: late.toReversed() })).body.fields.checkpoints).toContain('2026-11-01');
    const bound = { type: 'metric', name: 'Errors', start: 0, target: 2, direction: 'stay_below' };
    expect((await make({ checkpoints: late, measure: bound })).status).toBe(422);
    const { id } = (await make({ checkpoints: late })).body;
    expect((await call('PATCH', `/okrs/${id}`, { ends_on: '2026-11-30' })).body.fields).toHaveProperty('checkpoints');
    expect((await call('PATCH', `/okrs/${id}`, { measure: bound })).body.fields).toHaveProperty('checkpoints');
    expect((await call('PATCH', `/okrs/${id}`, { measure: bound, checkpoints: null })).status).toBe(200);
  });
});

describe('recurring', () => {
  it('is said and taken back, and tells when the next is prepared', async () => {
    const { w, call } = await caller();
    const given = { kind: 'key_result', title: 'Every quarter', period_id: w.quarter.id, recurs: true };
    const made = await call('POST', '/okrs', given);
    expect(made.body).toMatchObject({ recurs: true, prepare_on: '2026-12-17' });
    const moved = await call('PATCH', `/okrs/${made.body.id}`, { ends_on: '2026-12-24' });
    expect(moved.body.prepare_on).toBe('2026-12-10');
    const once = await call('PATCH', `/okrs/${made.body.id}`, { recurs: false });
    expect(once.body).toMatchObject({ recurs: false, prepare_on: null });
  });
});

describe('instalments', () => {
  const annual = async (w: World, more = {}) =>
    w.okr(
      { title: 'Sign shops', period_id: w.year.id, measure: metric(0, 400), starts_on: '2026-10-01', ...more },
      w.ada,
    );

  it('are looked at, made once, and stay when they are asked for again', async () => {
    const { w, call } = await caller();
    await switchPlanning(w.as(w.ada), true);
    const okr = await annual(w, { ends_on: '2027-06-30', tags: ['growth'] });
    const seen = await call('GET', `/okrs/${okr.id}/instalments`);
    expect(seen.body.data.map((each: { okr_id: null; title: string }) => [each.okr_id, each.title])).toEqual([
      [null, 'Sign shops, Q4 2026'],
      [null, 'Sign shops, Q1 2027'],
      [null, 'Sign shops, Q2 2027'],
    ]);
    const made = await call('POST', `/okrs/${okr.id}/instalments`, {});
    expect(made.status).toBe(200);
    const ids = made.body.data.map((each: { okr_id: string }) => each.okr_id);
    const second = (await call('GET', `/okrs/${ids[1]}`)).body;
    expect(second).toMatchObject({
      kind: 'key_result',
      starts_on: '2027-01-01',
      ends_on: '2027-03-31',
      owner_ids: [w.ada.id],
      tags: ['growth'],
      measure: { start: 133, target: 267 },
      parents: [{ okr_id: okr.id }],
      copied_from_id: okr.id,
    });
    expect((await call('POST', `/okrs/${okr.id}/instalments`, {})).body).toEqual(made.body);
    await call('DELETE', `/okrs/${ids[0]}`);
    const again = (await call('POST', `/okrs/${okr.id}/instalments`, {})).body.data;
    expect(again.map((each: { okr_id: string }) => each.okr_id).slice(1)).toEqual(ids.slice(1));
    expect((await call('GET', `/okrs?parent=${okr.id}`)).body.data).toHaveLength(3);
  });

  it('of a sum are parts that add up', async () => {
    const { w, call } = await caller();
    await switchPlanning(w.as(w.ada), true);
    const okr = await annual(w, { ends_on: '2027-03-31', mode: 'rollup' });
    const { data } = (await call('POST', `/okrs/${okr.id}/instalments`, {})).body;
    for (const { okr_id } of data) await call('POST', `/okrs/${okr_id}/check-ins`, { value: 200 });
    expect((await call('GET', `/okrs/${okr.id}`)).body).toMatchObject({ value: 400, progress: 1 });
  });

  it('are refused while a quarter is missing, naming it; for one quarter; and in parts of a decline', async () => {
    const { w, call } = await caller();
    const long = await annual(w, { ends_on: '2027-02-01' });
    expect((await call('POST', `/okrs/${long.id}/instalments`, {})).body).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('Q1 2027'),
    });
    const short = await w.okr({}, w.ada);
    expect((await call('GET', `/okrs/${short.id}/instalments`)).body.detail).toContain('one quarter');
    await switchPlanning(w.as(w.ada), true);
    const down = await annual(w, { ends_on: '2027-03-31', measure: metric(8, 4) });
    const parts = await call('POST', `/okrs/${down.id}/instalments`, { division: 'parts' });
    expect(parts.body.fields).toHaveProperty('division');
  });

  it('are for those who may change it', async () => {
    const { w } = await caller();
    const okr = await annual(w);
    const call = callerWith(await w.token(w.dana));
    expect((await call('POST', `/okrs/${okr.id}/instalments`, {})).status).toBe(403);
  });
});
