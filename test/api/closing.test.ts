import { describe, expect, it, vi } from 'vitest';
import { metric, tree, world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function caller() {
  const w = await world({ now: Date.now() });
  return { w, call: callerWith(await w.token(w.ada)) };
}

describe('the closure of an OKR', () => {
  it('is put, put again without effect, corrected, and taken away', async () => {
    const { w, call } = await caller();
    const okr = await w.okr({ measure: metric(0, 10) });
    await call('POST', `/okrs/${okr.id}/check-ins`, { value: 8 });
    const closed = await call('PUT', `/okrs/${okr.id}/closure`, {});
    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({ status: 'closed', score: 0.8, value: 8, closing_note: null });
    expect(Date.parse(closed.body.closed_at)).toBeGreaterThan(0);
    expect((await call('PUT', `/okrs/${okr.id}/closure`, { score: 0.8 })).body).toEqual(closed.body);
    const corrected = await call('PUT', `/okrs/${okr.id}/closure`, { score: 0.7, note: 'Honestly' });
    expect(corrected.body).toMatchObject({ score: 0.7, closing_note: 'Honestly', closed_at: closed.body.closed_at });

    expect((await call('DELETE', `/okrs/${okr.id}/closure`)).status).toBe(204);
    expect((await call('DELETE', `/okrs/${okr.id}/closure`)).status).toBe(204);
    expect((await call('GET', `/okrs/${okr.id}`)).body).toMatchObject({ score: null, closed_at: null, value: 8 });
  });

  it('postpones what never moved', async () => {
    const { w, call } = await caller();
    const okr = await w.okr({});
    expect((await call('PUT', `/okrs/${okr.id}/closure`, {})).body).toMatchObject({ status: 'postponed', score: null });
    expect((await call('GET', '/okrs?status=postponed')).body.data).toHaveLength(1);
  });

  it('refuses other scores with a sentence, and another version', async () => {
    const { w, call } = await caller();
    const okr = await w.okr({});
    for (const score of [0.75, 1.5, '0.5'])
      expect((await call('PUT', `/okrs/${okr.id}/closure`, { score })).body).toMatchObject({
        status: 422,
        code: 'invalid',
        fields: { score: 'A score goes from 0.0 to 1.0 in steps of 0.1.' },
      });
    expect((await call('PUT', `/okrs/${okr.id}/closure`, {}, { 'If-Match': '"7"' })).status).toBe(412);
  });

  it('makes every change a conflict', async () => {
    const { w, call } = await caller();
    const { objective, keyResults } = await tree(w, [{}]);
    const okr = `/okrs/${keyResults[0]!.id}`;
    await call('PUT', `${okr}/closure`, { score: 1 });
    const tries = [
      await call('PATCH', okr, { title: 'New' }),
      await call('POST', `${okr}/check-ins`, { value: 1 }),
      await call('PUT', `${okr}/parents/${objective.id}`, { contribution: 10 }),
      await call('DELETE', `${okr}/parents/${objective.id}`),
    ];
    expect(tries.map(({ status, body }) => [status, body.code])).toEqual(tries.map(() => [409, 'conflict']));
  });
});

describe('copies', () => {
  it('are made by a job that says when it is done', async () => {
    const { w, call } = await caller();
    const { objective, keyResults } = await tree(w, [{}, {}]);
    const asked = await call('POST', `/okrs/${objective.id}/copies`, { period_id: w.year.id, depth: 'children' });
    expect(asked.status).toBe(202);
    expect(asked.headers.get('Location')).toBe(`/api/v1/jobs/${asked.body.id}`);
    expect(asked.body).toMatchObject({ type: 'copies', state: 'waiting', done: 0, total: 3, failure: null });
    const job = await vi.waitUntil(
      async () => {
        const { body } = await call('GET', `/jobs/${asked.body.id}`);
        return body.state === 'done' && body;
      },
      { timeout: 15_000, interval: 100 },
    );
    expect(job).toMatchObject({ done: 3, total: 3 });
    const copy = await call('GET', `/okrs/${job.result.okr_ids[1]}`);
    expect(copy.body).toMatchObject({
      copied_from_id: expect.toBeOneOf(keyResults.map(({ id }) => id)),
      period_id: w.year.id,
      parents: [{ okr_id: job.result.okr_ids[0], contribution: 50, fixed: false }],
    });
  });

  it('take a period that exists, a known depth and nothing else', async () => {
    const { w, call } = await caller();
    const okr = await w.okr({});
    const path = `/okrs/${okr.id}/copies`;
    expect((await call('POST', path, { depth: 'alone' })).status).toBe(422);
    expect((await call('POST', path, { period_id: w.year.id, depth: 'deep' })).body.fields).toHaveProperty('depth');
    expect((await call('POST', path, { period_id: w.year.id, colour: 'red' })).status).toBe(422);
    expect((await call('POST', path, { period_id: 'per_none', depth: 'alone' })).status).toBe(404);
  });
});
