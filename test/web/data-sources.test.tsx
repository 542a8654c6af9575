import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { demoGids } from '../stand-ins/asana/demo.ts';
import { demoBoards } from '../stand-ins/trello/demo.ts';
import { connected, googleOutside } from '../support/connected.ts';
import { asanaOutside, jiraOutside, trelloOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

const site = 'http://localhost';
type Fields = Record<string, string | string[]>;

async function ask(w: World, path: string, fields?: Fields, person = w.dana) {
  const typed = fields && Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const response = await exports.default.fetch(`${site}/o/${w.org.slug}${path}`, {
    method: fields ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: site },
    body: typed && new URLSearchParams(typed as [string, string][]),
  });
  const html = await response.text();
  return { html, status: response.status, location: response.headers.get('Location') ?? '' };
}

const choices = (w: World, asked: Record<string, string>, person = w.dana) =>
  ask(w, `/data-links/choices?${new URLSearchParams(asked)}`, undefined, person);

const lately = () => world({ now: Date.now() });
const newest = async () =>
  (await env.DB.prepare(
    'select o.mode, o.provider, o.value, o.progress, l.query, l.count from okrs o left join data_links l on l.okr_id = o.id order by o.rowid desc limit 1',
  ).first<Record<string, unknown>>())!;

/** The fields of a new key result that is measured in percent, or by a metric to a target. */
const keyResult = (w: World, target = ''): Fields => ({
  kind: 'key_result',
  title: 'Let the work show',
  measure: target ? 'metric' : 'percent',
  measure_name: target ? 'What is done' : '',
  start: target ? '0' : '',
  target,
  owner_ids: w.dana.id,
  period_id: w.quarter.id,
  level: 'individual',
  ambition: 'committed',
});

describe('a query of Jira', () => {
  const picked = (connection: string, more: Fields) => ({
    source: 'jira',
    fields_of: 'jira',
    connection_id: connection,
    ...more,
  });

  test('is written by picking a project or a saved filter, and shows its numbers at once', async () => {
    const w = await lately();
    jiraOutside();
    const connection = await w.connection();
    for (const [name, jql] of [
      ['jql_project', 'project = "OPS"'],
      ['jql_filter', 'filter = 10100'],
    ] as const) {
      const asked = picked(connection, { jql: 'labels = old', [name]: jql, find: name });
      const { html } = await ask(w, '/okrs/new', { ...keyResult(w), ...asked });
      expect(html).toContain(`${jql.replaceAll('"', '&quot;')}</textarea>`);
      expect(html).toContain('Issues matched');
    }
  });

  test('stays as it is when nothing was picked, and what was picked is not saved beside it', async () => {
    const w = await lately();
    jiraOutside();
    const connection = await w.connection();
    const typed = picked(connection, { jql: 'project = AE', find: 'jql_project' });
    expect((await ask(w, '/okrs/new', { ...keyResult(w), ...typed })).html).toContain('project = AE</textarea>');
    const sent = picked(connection, { jql: 'project = AE', jql_project: 'project = "OPS"' });
    expect((await ask(w, '/okrs/new', { ...keyResult(w), ...sent })).status).toBe(303);
    expect(JSON.parse(String((await newest()).query))).toEqual({ jql: 'project = AE' });
  });
});

describe('choosing a tool', () => {
  test('brings its fields with a connection preselected, also where there is no JavaScript', async () => {
    const w = await lately();
    trelloOutside();
    const connection = await connected(w, 'trello');
    const { html } = await ask(w, '/okrs/new', { ...keyResult(w), source: 'trello', find: 'source' });
    expect(html).toContain(`<option value="${connection}" selected`);
    for (const words of ['Board', 'Lists', 'Members', 'Labels', 'With a due date and complete', 'Load choices'])
      expect(html).toContain(words);
    expect(html).not.toContain('JQL query');
    expect(html).toMatch(/name="count" value="matched" checked/);
  });

  test('is not offered while it is switched off', async () => {
    const w = await lately();
    await env.DB.prepare('insert into enabled_providers (org_id, provider, enabled, changed_at) values (?, ?, 0, 0)')
      .bind(w.org.id, 'trello')
      .run();
    const kr = (await w.okr({})).id;
    for (const path of ['/okrs/new', `/okrs/${kr}/data-link`]) {
      const { html } = await ask(w, path);
      expect(html).toContain('name="source" value="asana"');
      expect(html).not.toContain('name="source" value="trello"');
    }
  });

  test('leads to a connection of that tool where there is none', async () => {
    const w = await lately();
    jiraOutside();
    await w.connection();
    const { html } = await ask(w, '/okrs/new?source=asana', undefined, w.ada);
    expect(html).toContain('There is no Asana connection that you can use.');
    expect(html).toContain('/o/northwind/admin/integrations/new?provider=asana');
  });

  test('refuses what was filled in for another tool, and shows this one’s fields', async () => {
    const w = await lately();
    trelloOutside();
    await connected(w, 'trello');
    const fields = {
      ...keyResult(w),
      source: 'trello',
      fields_of: 'jira',
      connection_id: await w.connection(),
      jql: 'x',
    };
    const { status, html } = await ask(w, '/okrs/new', fields);
    expect(status).toBe(422);
    expect(html).toMatch(/id="connection-error">Choose a connection/);
    expect(html).toContain('id="choices-board_id"');
  });
});

describe('an OKR that Trello feeds', () => {
  test('counts the cards of a list that was picked by searching', async () => {
    const w = await lately();
    const trello = trelloOutside();
    const connection_id = await connected(w, 'trello');
    const asked = { source: 'trello', connection_id };
    const boards = await choices(w, { ...asked, list: 'board_id', seek_board_id: 'blo' });
    expect(boards.html).toMatch(/name="board_id" value="[0-9a-f]{24}"/);
    expect(boards.html).toContain('Blog');
    expect(boards.html).not.toContain('Leads');
    const lists = await choices(w, { ...asked, list: 'list_ids', board_id: demoBoards.blog });
    expect(lists.html).toContain('Finished');
    expect(lists.html).not.toContain('Dropped');

    const query = { board_id: demoBoards.blog, list_ids: trello.listId('Blog', 'Finished'), completion: 'any' };
    const saved = await ask(w, '/okrs/new', { ...keyResult(w, '20'), ...asked, ...query });
    expect(saved.status).toBe(303);
    expect(await newest()).toMatchObject({
      mode: 'data_source',
      provider: 'trello',
      value: 10,
      progress: 0.5,
      count: 'matched',
    });
    const page = await ask(w, saved.location.replace('/o/northwind', ''));
    for (const words of ['Cards of board BlogPost, in 1 list', 'Cards matched', 'Updates itself from Trello'])
      expect(page.html).toContain(words);
  });

  test('previews numbers and up to five cards by name', async () => {
    const w = await lately();
    trelloOutside();
    const connection_id = await connected(w, 'trello');
    const { html } = await ask(w, '/data-links/preview', {
      ...keyResult(w),
      source: 'trello',
      connection_id,
      board_id: `https://trello.com/b/${demoBoards.blog}/blog`,
    });
    expect(html).toMatch(/Cards matched<\/dt><dd>18</);
    expect(html).toMatch(/Done<\/dt><dd>10</);
    expect(html).toContain('and 13 more');
    expect(html.match(/<li>/g)).toHaveLength(5);
  });

  test('takes the address that was typed where one searches for the board', async () => {
    const w = await lately();
    trelloOutside();
    const connection_id = await connected(w, 'trello');
    const seek_board_id = `https://trello.com/b/${demoBoards.blog}/blog`;
    const form = { ...keyResult(w), source: 'trello', connection_id, seek_board_id };
    expect((await ask(w, '/okrs/new', form)).status).toBe(303);
    expect(JSON.parse(String((await newest()).query))).toMatchObject({ board_id: demoBoards.blog });
  });

  test('says at the board when none was picked', async () => {
    const w = await lately();
    trelloOutside();
    const connection_id = await connected(w, 'trello');
    const { status, html } = await ask(w, '/okrs/new', {
      ...keyResult(w),
      source: 'trello',
      connection_id,
      seek_board_id: 'Contents',
    });
    expect(status).toBe(422);
    expect(html).toMatch(/id="pick-board_id-error">Choose a board/);
    expect(html).toContain('value="Contents"');
  });
});

describe('an OKR that Asana feeds', () => {
  test('shows what is done of the tasks in two sections, and recalculates when the query is edited', async () => {
    const w = await lately();
    asanaOutside();
    const connection_id = await connected(w, 'asana');
    const asked = { source: 'asana', connection_id, project_gid: demoGids.website, scope: 'tasks', completion: 'any' };
    const { content, design } = demoGids.sections;
    const { location } = await ask(w, '/okrs/new', { ...keyResult(w), ...asked, section_gids: [content, design] });
    expect(location).toMatch(/okr_/);
    const before = await newest();
    expect(before).toMatchObject({ provider: 'asana', count: 'completed' });
    const link = `${location.replace('/o/northwind', '')}/data-link`;
    const edit = await ask(w, link);
    expect(edit.html).toContain(`name="section_gids" value="${content}" checked`);
    await ask(w, link, { ...keyResult(w), ...asked, section_gids: content, completion: 'complete' });
    expect(await newest()).toMatchObject({ value: 100 });
  });

  test('offers projects, people, sections, tasks and number fields by name', async () => {
    const w = await lately();
    asanaOutside();
    const asked = { source: 'asana', connection_id: await connected(w, 'asana'), project_gid: demoGids.website };
    for (const [list, words] of [
      ['project_gid', 'Website relaunch'],
      ['assignee_gids', 'Omar Said'],
      ['section_gids', 'Design'],
      ['parent_task_gid', 'Launch checklist'],
      ['sum_field_gid', 'Points'],
    ] as const)
      expect((await choices(w, { ...asked, list })).html).toContain(words);
    const loaded = await ask(w, '/okrs/new', { ...keyResult(w), ...asked, find: 'choices' });
    for (const words of ['Website relaunch', 'Omar Said', 'Design', 'Launch checklist'])
      expect(loaded.html).toContain(words);
  });

  test('says in Asana’s stead what is wrong with a list, and keeps what is picked', async () => {
    const w = await lately();
    const asana = asanaOutside();
    const connection_id = await connected(w, 'asana');
    asana.fail({ kind: 'status', status: 500 });
    const { status, html } = await choices(w, {
      source: 'asana',
      connection_id,
      list: 'project_gid',
      project_gid: demoGids.website,
    });
    expect(status).toBe(200);
    expect(html).toContain('Asana has a problem of its own');
    expect(html).toContain(`value="${demoGids.website}" checked`);
  });
});

describe('an OKR that BigQuery feeds', () => {
  const sql = 'SELECT SUM(value) FROM `northwind-analytics.crm.leads` WHERE status = "converted"';

  test('says what a reading costs before it is saved, and runs nothing for that', async () => {
    const w = await lately();
    const { google, config } = await googleOutside();
    const connection_id = await connected(w, 'bigquery', config);
    const { html } = await ask(w, '/data-links/estimate', { source: 'bigquery', connection_id, sql });
    expect(html).toMatch(/One reading reads [\d.]+ MiB and costs less than a cent/);
    expect(google.charges).toEqual([]);
    const wrong = await ask(w, '/data-links/estimate', { source: 'bigquery', connection_id, sql: 'DELETE FROM x' });
    expect(wrong.html).toContain('Only SELECT is allowed');
  });

  test('shows the number, its formula and its query, and reads once to be saved', async () => {
    const w = await lately();
    const { google, config } = await googleOutside();
    const connection_id = await connected(w, 'bigquery', config);
    const { location } = await ask(w, '/okrs/new', {
      ...keyResult(w, '100000'),
      source: 'bigquery',
      connection_id,
      sql,
    });
    expect(await newest()).toMatchObject({ provider: 'bigquery', value: 86_400, progress: 0.864 });
    expect(google.charges).toHaveLength(1);
    const { html } = await ask(w, location.replace('/o/northwind', ''));
    expect(html).toMatch(/The number<\/dt><dd>86,400</);
    expect(html).toContain('SELECT SUM(value)');
    expect(html).not.toContain('Nothing was read yet');
    expect(html).not.toContain('private_key');
  });

  test('refuses at the SQL what is no SELECT, before anything is saved', async () => {
    const w = await lately();
    const { config } = await googleOutside();
    const connection_id = await connected(w, 'bigquery', config);
    const { status, html } = await ask(w, '/okrs/new', {
      ...keyResult(w),
      source: 'bigquery',
      connection_id,
      sql: 'DROP TABLE x',
    });
    expect(status).toBe(422);
    expect(html).toMatch(/id="sql-error">/);
  });
});

describe('using the query of another OKR', () => {
  test('fills the form with it, through connections that one may use', async () => {
    const w = await lately();
    jiraOutside();
    const connection = await w.connection();
    const other = await w.okr({ title: 'Fewer bugs' }, w.ada);
    await w.link(other.id, connection, 'labels = bug', 'matched');
    const offered = await ask(w, '/okrs/new?source=jira');
    expect(offered.html).toContain('Fewer bugs');
    const { html } = await ask(w, '/okrs/new', { ...keyResult(w), source: 'jira', find: 'reuse', reuse: other.id });
    expect(html).toContain('labels = bug</textarea>');
    expect(html).toMatch(/name="count" value="matched" checked/);
  });

  test('is not offered for OKRs and connections that are private to others', async () => {
    const w = await lately();
    jiraOutside();
    const hidden = await w.okr({ title: 'Secret plan', visibility: 'private' as never }, w.ada);
    const open = await w.okr({ title: 'Open plan' }, w.ada);
    await w.link(hidden.id, await w.connection(), 'labels = bug');
    await w.link(open.id, await w.connection({ shared: false }), 'labels = bug');
    const { html } = await ask(w, '/okrs/new?source=jira');
    expect(html).not.toContain('Secret plan');
    expect(html).not.toContain('Open plan');
    for (const reuse of [hidden.id, open.id])
      expect((await ask(w, '/okrs/new', { ...keyResult(w), source: 'jira', find: 'reuse', reuse })).status).toBe(404);
  });
});

test('nothing is picked, previewed or estimated for observers', async () => {
  const w = await lately();
  trelloOutside();
  const connection_id = await connected(w, 'trello');
  const asked = { source: 'trello', connection_id };
  expect((await choices(w, { ...asked, list: 'board_id' }, w.omar)).status).toBe(403);
  for (const path of ['/data-links/preview', '/data-links/estimate'])
    expect((await ask(w, path, { ...asked, board_id: demoBoards.blog }, w.omar)).status).toBe(403);
});
