import { describe, expect, it } from 'vitest';
import { metric, tree, world } from '../support/world.ts';
import { callerWith, tripsOf } from './caller.ts';

async function family(children = [{ measure: metric(0, 300) }, { measure: metric(0, 100) }]) {
  const w = await world({ now: Date.now() });
  const call = callerWith(await w.token(w.ada));
  const { objective, keyResults } = await tree(w, children);
  await call('POST', `/okrs/${keyResults[0]!.id}/check-ins`, { value: 150 });
  return { w, call, path: `/okrs/${objective.id}/contributions`, parent: `/okrs/${objective.id}`, keyResults };
}

type Heard = { title: string; contribution: number };
const byTitle = (children: Heard[]) => children.toSorted((a, b) => a.title.localeCompare(b.title));

describe('contributions', () => {
  it('tell each child’s share, what it adds, and what both ways of sharing come to', async () => {
    const { call, path, keyResults } = await family();
    const heard = await call('GET', path);
    expect(heard).toMatchObject({ status: 200, body: { method: 'equal', equal_average: 25, size_average: 37.5 } });
    expect(byTitle(heard.body.children)).toEqual([
      {
        okr_id: keyResults[0]!.id,
        title: 'Result 1',
        contribution: 50,
        fixed: false,
        contributes: true,
        progress: 0.5,
        part: 25,
      },
      {
        okr_id: keyResults[1]!.id,
        title: 'Result 2',
        contribution: 50,
        fixed: false,
        contributes: true,
        progress: null,
        part: 0,
      },
    ]);
    expect(tripsOf(heard)).toBe(2);
  });

  it('are 33.3 each of three, 50, 25 and 25 with one fixed, and 50 and three times 16.7 with a fourth', async () => {
    const { w, call, path, parent, keyResults } = await family([{}, {}, {}] as never);
    const shares = async () => byTitle((await call('GET', path)).body.children).map(({ contribution }) => contribution);
    expect(await shares()).toEqual([33.3, 33.3, 33.3]);
    await call('PUT', `/okrs/${keyResults[0]!.id}/parents/${parent.split('/')[2]}`, { contribution: 50 });
    expect(await shares()).toEqual([50, 25, 25]);
    await w.okr({ title: 'Result 4', parents: [{ okrId: parent.split('/')[2] as never, fixedWeight: null }] });
    expect(await shares()).toEqual([50, 16.7, 16.7, 16.7]);
  });

  it('are reset, and go by size where sizes can be compared', async () => {
    const { call, path, parent, keyResults } = await family();
    await call('PUT', `/okrs/${keyResults[1]!.id}/parents/${parent.split('/')[2]}`, { contribution: 90 });
    const bySize = (await call('PUT', path, { method: 'size' })).body;
    expect(bySize.method).toBe('size');
    expect(byTitle(bySize.children)).toMatchObject([
      { contribution: 75, fixed: false },
      { contribution: 25, fixed: false },
    ]);
    expect((await call('GET', parent)).body).toMatchObject({ value: 37.5 });
    expect((await call('GET', `/okrs/${keyResults[0]!.id}`)).body.parents).toMatchObject([{ contribution: 75 }]);
    expect((await call('PUT', path, { method: 'equal' })).body).toMatchObject({ method: 'equal' });
    expect((await call('GET', parent)).body).toMatchObject({ value: 25 });
  });

  it('by size are refused for children of several units', async () => {
    const { call, path } = await family([{ measure: metric(0, 300) }, {}] as never);
    expect((await call('GET', path)).body.size_average).toBeNull();
    expect(await call('PUT', path, { method: 'size' })).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { method: expect.stringMatching(/one unit\.$/) } },
    });
    expect((await call('PUT', path, { method: 'even' })).status).toBe(422);
  });

  it('honour If-Match with the version of the parent', async () => {
    const { call, path } = await family();
    const { headers } = await call('GET', path);
    const tag = { 'If-Match': headers.get('ETag')! };
    expect((await call('PUT', path, { method: 'equal' }, tag)).status).toBe(200);
    expect((await call('PUT', path, { method: 'equal' }, tag)).body).toMatchObject({ code: 'stale' });
  });
});
