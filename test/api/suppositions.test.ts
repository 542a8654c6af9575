import { describe, expect, it } from 'vitest';
import type { OkrId } from '../../src/db/ids.ts';
import { metric, tree, world } from '../support/world.ts';
import { callerWith, tripsOf } from './caller.ts';

async function family() {
  const w = await world({ now: Date.now() });
  const call = callerWith(await w.token(w.ada));
  const { objective, keyResults } = await tree(w, [{ measure: metric(0, 200) }, {}]);
  const [first, second] = keyResults.map((okr) => okr.id) as [OkrId, OkrId];
  await call('POST', `/okrs/${first}/check-ins`, { value: 50 });
  return { w, call, objective: objective.id, first, second, path: `/okrs/${objective.id}/supposition` };
}

describe('a supposition', () => {
  it('lists what would change, from and to, and writes nothing', async () => {
    const { call, objective, first, path } = await family();
    const before = (await call('GET', `/okrs/${objective}`)).body;
    const heard = await call('POST', path, {
      values: { [first]: 75 },
      targets: { [first]: 100 },
      contributions: { [first]: 80 },
    });
    expect(heard.status).toBe(200);
    expect(tripsOf(heard)).toBe(2);
    expect(heard.headers.get('Server-Timing')).toContain('written=0');
    expect(heard.body.data).toMatchObject([
      {
        okr_id: first,
        from: { value: 50, target: 200, progress: 0.25, percent: 25 },
        to: { value: 75, target: 100, progress: 0.75, percent: 75 },
      },
      { okr_id: objective, from: { value: 12.5, target: null, percent: 13 }, to: { value: 60, percent: 60 } },
    ]);
    expect((await call('GET', `/okrs/${objective}`)).body).toEqual(before);
  });

  it('lets a child share again with null, and finds nothing where nothing would change', async () => {
    const { call, objective, first, path } = await family();
    await call('PUT', `/okrs/${first}/parents/${objective}`, { contribution: 80 });
    const heard = await call('POST', path, { contributions: { [first]: null } });
    expect(heard.body.data).toMatchObject([{ okr_id: objective, from: { value: 20 }, to: { value: 12.5 } }]);
    expect((await call('POST', path, {})).body).toEqual({ data: [] });
    expect((await call('POST', path, { contributions: { [first]: 80 } })).body).toEqual({ data: [] });
  });

  it('needs only the scope to read, also of an observer', async () => {
    const { w, first, path } = await family();
    const call = callerWith(await w.token(w.omar, ['read']));
    expect((await call('POST', path, { values: { [first]: 100 } })).body.data).toHaveLength(2);
  });

  it('refuses what cannot be, with a sentence at its place', async () => {
    const { w, call, objective, first, second, path } = await family();
    const refused = async (body: object) => {
      const { status, body: problem } = await call('POST', path, body);
      return [status, problem.fields];
    };
    expect(await refused({ targets: { [second]: 5 } })).toEqual([
      422,
      { [`targets.${second}`]: expect.stringContaining('A percent has no target') },
    ]);
    expect(await refused({ values: { okr_x: 5 } })).toEqual([422, { 'values.okr_x': expect.any(String) }]);
    expect(await refused({ contributions: { [objective]: 5 } })).toEqual([
      422,
      { [`contributions.${objective}`]: expect.any(String) },
    ]);
    expect(await refused({ contributions: { [first]: 70, [second]: 70 } })).toEqual([
      422,
      { contributions: expect.stringContaining('140%') },
    ]);
    expect(await refused({ contributions: { [first]: 700 } })).toEqual([
      422,
      { [`contributions.${first}`]: 'Write a number from 0 to 100.' },
    ]);
    const other = await world({ slug: 'southwind', now: Date.now() });
    expect((await callerWith(await other.token(other.ada))('POST', path, {})).status).toBe(404);
    await w.writer(first).closeOkr({});
    expect((await refused({ values: { [first]: 5 } }))[0]).toBe(422);
  });
});
