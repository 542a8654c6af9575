import { describe, expect, it } from 'vitest';
import { asana as adapter } from '../../../src/integrations/asana/index.ts';
import { createAsana } from '../../stand-ins/asana/asana.ts';
import { demoGids } from '../../stand-ins/asana/demo.ts';
import { reachTo, type Server, token } from './reach.ts';

const { website, campaign, points, pages, workspace } = demoGids;

const pick = (server: Server, list: string, search = '', within: Record<string, string> = { project_gid: website }) =>
  adapter.pick!(reachTo(server), {}, token, list, within, search);

async function labels(...[server, list, search, within]: Parameters<typeof pick>): Promise<string[]> {
  const asked = await pick(server, list, search, within);
  if (!asked.ok) throw new Error(asked.error.detail);
  return asked.value.map(({ label }) => label);
}

describe('connecting', () => {
  it('tells whose token it is', async () => {
    expect(await adapter.connect(reachTo(createAsana()), {}, token)).toEqual({
      ok: true,
      value: { account: { name: 'Dana Whitlock', address: 'app.asana.com' }, config: {} },
    });
  });

  it('with a token that is not one says so', async () => {
    expect(await adapter.connect(reachTo(createAsana()), {}, { token: 'guess' })).toMatchObject({
      error: { reason: 'unauthorized', detail: 'Asana refused this token. It may have been revoked.' },
    });
  });
});

describe('things to pick', () => {
  it.each<[list: string, search: string, expected: string[]]>([
    ['project_gid', '', ['Autumn campaign', 'Website relaunch']],
    ['project_gid', 'web', ['Website relaunch']],
    ['assignee_gids', '', ['Dana Whitlock', 'Omar Said']],
    ['assignee_gids', 'OMAR', ['Omar Said']],
    ['section_gids', '', ['Build', 'Content', 'Design']],
    ['section_gids', 'des', ['Design']],
    ['parent_task_gid', 'case', ['Case study: Fenwick Dairy', 'Case study: Harbour Logistics']],
    ['parent_task_gid', 'later', []],
    ['sum_field_gid', '', ['Points']],
  ])('%s for "%s" are %j', async (list, search, expected) =>
    expect(await labels(createAsana(), list, search)).toEqual(expected),
  );

  it('carry what a query needs', async () => {
    expect(await pick(createAsana(), 'parent_task_gid', 'write the product')).toMatchObject({
      value: [{ value: pages }],
    });
    expect(await pick(createAsana(), 'sum_field_gid')).toEqual({
      ok: true,
      value: [{ value: points, label: 'Points' }],
    });
  });

  it('are found wherever they stand in a long list, at most fifty of them', async () => {
    const asana = createAsana();
    asana.pageSize = 10;
    expect(await labels(asana, 'parent_task_gid', 'call 99', { project_gid: campaign })).toEqual([
      'Call 99: bike shop',
    ]);
    expect(await labels(asana, 'parent_task_gid', 'call', { project_gid: campaign })).toHaveLength(50);
  });

  it('name the workspace where there are several', async () => {
    const asana = createAsana();
    asana.state.workspaces.push({ gid: '77', name: 'Southwind' });
    asana.state.projects[1]!.workspace = '77';
    expect(await pick(asana, 'project_gid')).toMatchObject({
      value: [
        { value: campaign, detail: 'Southwind' },
        { value: website, detail: 'Northwind' },
      ],
    });
    expect(asana.calls(`/workspaces/${workspace}/typeahead`)).toBe(1);
  });

  it.each([[{}], [{ project_gid: '../users' }]])('of a project need one: %j', async (within) => {
    const asana = createAsana();
    expect(await pick(asana, 'section_gids', '', within as Record<string, string>)).toMatchObject({
      error: { reason: 'invalid_query', detail: 'Choose a project first.' },
    });
    expect(asana.requests).toEqual([]);
  });

  it('that Asana does not have are not asked for', async () =>
    expect(await pick(createAsana(), 'board_id')).toMatchObject({ error: { reason: 'invalid_query' } }));

  it('fail as Asana does', async () => {
    const asana = createAsana();
    asana.fail({ kind: 'status', status: 500 }, { path: 'typeahead' });
    expect(await pick(asana, 'project_gid')).toMatchObject({ error: { reason: 'unavailable' } });
  });
});
