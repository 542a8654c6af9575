import { describe, expect, it } from 'vitest';
import { asana as adapter } from '../../../src/integrations/asana/index.ts';
import { createAsana } from '../../stand-ins/asana/asana.ts';
import { demoGids } from '../../stand-ins/asana/demo.ts';
import { counts, narrowed, queryOf, reachTo, token } from './reach.ts';

const { website, pages } = demoGids;

describe('where Asana takes no batches', () => {
  it.each([403, 404, 405])('and says so with %i, subtasks are counted as they are elsewhere', async (status) => {
    const asana = createAsana();
    asana.pageSize = 2;
    for (const parent_task_gid of [null, pages]) {
      const query = { scope: 'subtasks', parent_task_gid } as const;
      expect(await counts(narrowed(asana, status), query)).toEqual(await counts(createAsana(), query));
    }
  });

  it('is not asked for one again within the hour', async () => {
    const asana = createAsana();
    let now = 1_000_000;
    let batches = 0;
    const { fetch } = narrowed(asana);
    const reach = reachTo(
      {
        fetch: (request) => {
          if (request.url.endsWith('/batch')) batches += 1;
          return fetch(request);
        },
      },
      () => now,
    );
    const read = () => adapter.read(reach, {}, token, [queryOf({ scope: 'subtasks' })]);
    await read();
    now += 59 * 60_000;
    await read();
    expect(batches).toBe(1);
    now += 60_000;
    await read();
    expect(batches).toBe(2);
  });

  it.each([
    [400, 'invalid_query'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
  ])('is not what %i means', async (status, reason) => {
    const reach = reachTo(narrowed(createAsana(), status));
    expect(await adapter.read(reach, {}, token, [queryOf({ scope: 'subtasks' })])).toMatchObject([
      { error: { reason } },
    ]);
  });

  it('one list that fails fails the whole scan', async () => {
    const asana = createAsana();
    asana.fail({ kind: 'status', status: 500 }, { path: `/tasks/${pages}/subtasks` });
    const reach = reachTo(narrowed(asana));
    expect(await adapter.read(reach, {}, token, [queryOf({ scope: 'subtasks' })])).toMatchObject([
      { error: { reason: 'unavailable' } },
    ]);
  });
});

describe('where Asana suggests nothing and lists no sections', () => {
  const labels = async (list: string, search: string, status?: number) => {
    const reach = reachTo(narrowed(createAsana(), status));
    const asked = await adapter.pick!(reach, {}, token, list, { project_gid: website }, search);
    if (!asked.ok) throw new Error(asked.error.detail);
    return asked.value.map(({ label }) => label);
  };

  it.each<[list: string, search: string, expected: string[]]>([
    ['project_gid', '', ['Autumn campaign', 'Website relaunch']],
    ['project_gid', 'web', ['Website relaunch']],
    ['assignee_gids', 'OMAR', ['Omar Said']],
    ['section_gids', '', ['Build', 'Content', 'Design']],
    ['section_gids', 'des', ['Design']],
  ])('%s for "%s" are %j all the same', async (list, search, expected) => {
    expect(await labels(list, search)).toEqual(expected);
    expect(await labels(list, search, 404)).toEqual(expected);
  });

  it('a refused token is not tried elsewhere', async () => {
    const asana = createAsana();
    const reach = reachTo(asana);
    const asked = await adapter.pick!(reach, {}, { token: 'guess' }, 'section_gids', { project_gid: website }, '');
    expect(asked).toMatchObject({ error: { reason: 'unauthorized' } });
    expect(asana.calls(`/projects/${website}/tasks`)).toBe(0);
  });
});
