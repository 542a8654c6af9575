import { describe, expect, it } from 'vitest';
import { demoBoards } from '../stand-ins/trello/demo.ts';
import { connected, googleOutside } from '../support/connected.ts';
import { jiraOutside, trelloOutside } from '../support/outside.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

const lately = () => world({ now: Date.now() });

describe('the choices of a connection', () => {
  it('are boards by name, then the lists of one board', async () => {
    const w = await lately();
    trelloOutside();
    const ask = callerWith(await w.token(w.dana));
    const path = `/connections/${await connected(w, 'trello')}/choices`;
    const boards = await ask('GET', `${path}?list=board_id&q=blog`);
    expect(boards).toMatchObject({ status: 200, body: { data: [{ label: 'Blog', detail: null }] } });
    const lists = await ask('GET', `${path}?list=list_ids&within[board_id]=${boards.body.data[0].value}`);
    expect(lists.body.data.map(({ label }: { label: string }) => label)).toContain('Finished');
  });

  it('are refused with a sentence when the list needs something first, or Trello does not answer', async () => {
    const w = await lately();
    const trello = trelloOutside();
    const ask = callerWith(await w.token(w.dana));
    const path = `/connections/${await connected(w, 'trello')}/choices`;
    expect(await ask('GET', `${path}?list=list_ids`)).toMatchObject({
      status: 422,
      body: { detail: 'Choose a board first.' },
    });
    expect(await ask('GET', `${path}?list=board_id&within[color]=red`)).toMatchObject({ status: 422 });
    trello.fail({ kind: 'status', status: 503 });
    expect(await ask('GET', `${path}?list=board_id`)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  });
});

describe('a preview', () => {
  it('says what a query would make of an OKR, and keeps nothing', async () => {
    const w = await lately();
    trelloOutside();
    const ask = callerWith(await w.token(w.dana));
    const connection = await connected(w, 'trello');
    const query = { board_id: demoBoards.blog };
    const measure = { type: 'metric', name: 'Posts', start: 0, target: 36 };
    const seen = await ask('POST', `/connections/${connection}/preview`, { query, measure });
    expect(seen).toMatchObject({
      status: 200,
      body: { matched: 18, completed: 10, value: 18, progress: 0.5, percent: 50, estimate: null },
    });
    expect(seen.body.samples.length).toBeGreaterThan(5);
    expect((await ask('POST', `/connections/${connection}/preview`, { query })).body).toMatchObject({ percent: 56 });
    expect((await ask('GET', '/okrs')).body.data).toEqual([]);
  });

  it('of SQL comes with its price', async () => {
    const w = await lately();
    const { config } = await googleOutside();
    const ask = callerWith(await w.token(w.dana));
    const connection = await connected(w, 'bigquery', config);
    const query = { sql: 'SELECT COUNT(*) FROM `northwind-analytics.crm.leads`' };
    expect((await ask('POST', `/connections/${connection}/preview`, { query })).body).toMatchObject({
      matched: null,
      value: 24,
      estimate: { bytes: expect.any(Number), price: expect.any(Number) },
    });
  });

  it('names the field of a query that is wrong, and says what the provider says', async () => {
    const w = await lately();
    jiraOutside();
    const ask = callerWith(await w.token(w.dana));
    const path = `/connections/${await w.connection()}/preview`;
    expect(await ask('POST', path, { query: { jql: '' } })).toMatchObject({
      status: 422,
      body: { fields: { 'query.jql': 'Write a JQL query.' } },
    });
    expect(await ask('POST', path, { query: { jql: 'project = ' } })).toMatchObject({
      status: 422,
      body: { fields: { query: expect.stringContaining('JQL') } },
    });
  });

  it('is not for observers, and not through connections that are private to others', async () => {
    const w = await lately();
    const jira = jiraOutside();
    const hidden = await w.connection({ shared: false });
    const body = { query: { jql: 'project = AE' } };
    const ask = callerWith(await w.token(w.dana));
    expect((await ask('POST', `/connections/${hidden}/preview`, body)).status).toBe(404);
    const looksOn = callerWith(await w.token(w.omar));
    expect((await looksOn('POST', `/connections/${await w.connection()}/preview`, body)).status).toBe(403);
    expect(jira.requests).toEqual([]);
  });
});

describe('a data link by the API', () => {
  it('takes the query of any provider and says what it came to', async () => {
    const w = await lately();
    const trello = trelloOutside();
    const connection = await connected(w, 'trello');
    const okr = await w.okr({ title: 'Ten posts' });
    const ask = callerWith(await w.token(w.dana));
    const query = { board_id: demoBoards.blog, list_ids: [trello.listId('Blog', 'Finished')] };
    const linked = await ask('PUT', `/okrs/${okr.id}/data-link`, { connection_id: connection, query });
    expect(linked).toMatchObject({
      status: 200,
      body: {
        matched: 10,
        completed: 10,
        count: 'matched',
        outcome: 'updated',
        query: { completion: 'any', items: 'cards' },
      },
    });
    expect(
      await ask('PUT', `/okrs/${okr.id}/data-link`, { connection_id: connection, query: { jql: 'x' } }),
    ).toMatchObject({
      status: 422,
      body: { fields: { 'query.board_id': expect.any(String) } },
    });
  });
});
