import { describe, expect, it, vi } from 'vitest';
import { demoAccount as asanaAccount, demoGids } from '../stand-ins/asana/demo.ts';
import { demoAccount as jiraAccount } from '../stand-ins/jira/demo.ts';
import { demoBoards, demoAccount as trelloAccount } from '../stand-ins/trello/demo.ts';
import { googleOutside } from '../support/connected.ts';
import { asanaOutside, jiraOutside, trelloOutside } from '../support/outside.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

const percent = { type: 'percent' };
const kpi = (target: number, unit: string | null = null) => ({ type: 'metric', name: 'Done', start: 0, target, unit });
const follows = { timeout: 8_000, interval: 50 };

/** An admin's connection, made by the API, and key results that are linked through it. */
async function connected(provider: string, config: object, wrong: object) {
  const w = await world({ now: Date.now() });
  const [asAda, asDana] = [callerWith(await w.token(w.ada)), callerWith(await w.token(w.dana))];
  const input = { provider, name: 'Ours', config, shared: true };
  const refused = await asAda('POST', '/connections', { ...input, config: { ...config, ...wrong } });
  expect([refused.status, Object.keys(refused.body.fields)]).toEqual([422, [`config.${Object.keys(wrong)[0]}`]]);
  const made = await asAda('POST', '/connections', input);
  expect(made.status).toBe(201);
  /** Links a key result of Dana's; what it shows then, and later. */
  const feeds = async (measure: object, query: object, count?: string) => {
    const { body: okr } = await asDana('POST', '/okrs', { kind: 'key_result', title: 'Raise it', measure });
    const link = { connection_id: made.body.id, query, ...(count && { count }) };
    const linked = await asDana('PUT', `/okrs/${okr.id}/data-link`, link);
    expect([linked.status, linked.body.outcome]).toEqual([200, 'updated']);
    const now = async () => (await asDana('GET', `/okrs/${okr.id}`)).body as { value: number; percent: number };
    const refresh = () => asDana('POST', `/okrs/${okr.id}/syncs`);
    const preview = await asDana('POST', `/connections/${made.body.id}/preview`, {
      query,
      measure,
      ...(count && { count }),
    });
    expect(preview.body).toMatchObject({ value: (await now()).value, percent: (await now()).percent });
    return { now, refresh };
  };
  return { w, asAda, asDana, feeds, id: made.body.id as string };
}

describe('Asana by the API', () => {
  const website = demoGids.website;

  it('25 of 100 tasks move a metric, and filters together narrow a percent; both follow a push', async () => {
    const asana = asanaOutside();
    const { feeds } = await connected('asana', { token: asanaAccount.token }, { token: 'nobody' });
    const calls = await feeds(kpi(100), { project_gid: demoGids.campaign, assignee_gids: [demoGids.dana] });
    const design = await feeds(percent, {
      project_gid: website,
      section_gids: [demoGids.sections.design],
      assignee_gids: [demoGids.dana],
      completion: 'any',
    });
    expect([await calls.now(), await design.now()]).toMatchObject([{ value: 25, percent: 25 }, { value: 40 }]);
    await vi.waitFor(() => expect(asana.state.webhooks).toHaveLength(2), follows);
    for (const name of ['Illustrations for empty states', 'Call 26:'])
      asana.tick(asana.state.tasks.find((task) => task.name.startsWith(name))!.gid);
    await asana.delivered();
    await vi.waitFor(async () => expect(await calls.now()).toMatchObject({ value: 26 }), follows);
    await vi.waitFor(async () => expect(await design.now()).toMatchObject({ value: 60 }), follows);
  });

  it('subtasks of one task are counted in a metric, and points are added up', async () => {
    asanaOutside();
    const { feeds } = await connected('asana', { token: asanaAccount.token }, { token: 'nobody' });
    const pages = await feeds(kpi(8), { project_gid: website, scope: 'subtasks', parent_task_gid: demoGids.pages });
    const points = await feeds(kpi(100), { project_gid: website, sum_field_gid: demoGids.points });
    expect(await pages.now()).toMatchObject({ value: 4, percent: 50 });
    expect((await points.now()).value).toBeGreaterThan(16);
  });
});

describe('Trello by the API', () => {
  it('10 blog posts in the Finished list move a metric, and filters together narrow a percent; both follow a push', async () => {
    const trello = trelloOutside();
    const { key, token, secret } = trelloAccount;
    const { feeds } = await connected('trello', { key, token, secret }, { token: 'ATTAnobody' });
    const list = (name: string) => trello.listId('Blog', name);
    const [dana] = trello.state.members;
    const label = trello.state.labels.find(({ name }) => name === 'Product')!;
    const posts = await feeds(kpi(20), { board_id: demoBoards.blog, list_ids: [list('Finished')] }, 'matched');
    const own = await feeds(percent, {
      board_id: demoBoards.blog,
      list_ids: [list('Writing'), list('Finished')],
      member_ids: [dana!.id],
      label_ids: [label.id],
    });
    const dated = await feeds(kpi(10), { board_id: demoBoards.blog, completion: 'due_complete' });
    const values = [await posts.now(), await own.now(), await dated.now()];
    expect(values).toMatchObject([{ value: 10, percent: 50 }, { percent: 67 }, { value: 6 }]);
    await vi.waitFor(() => expect(trello.state.webhooks).toHaveLength(1), follows);
    const writing = trello.state.cards.find(({ name }) => name === 'How we plan a quarter')!;
    trello.changeCard(writing.id, { dueComplete: true });
    trello.addCard({ idList: list('Finished'), name: 'One more' });
    await trello.delivered();
    await vi.waitFor(async () => expect(await posts.now()).toMatchObject({ value: 11 }), follows);
    await vi.waitFor(async () => expect(await own.now()).toMatchObject({ value: 100 }), follows);
    await vi.waitFor(async () => expect(await dated.now()).toMatchObject({ value: 7 }), follows);
  });
});

describe('BigQuery by the API', () => {
  it('the value of converted leads moves a metric and a share moves a percent; both follow a refresh', async () => {
    const { google, config } = await googleOutside();
    const { feeds } = await connected('bigquery', config, { service_account: '{"type":"authorized_user"}' });
    const worth = await feeds(kpi(172_800, 'EUR'), {
      sql: "SELECT SUM(value) FROM crm.leads WHERE status = 'converted'",
    });
    const share = await feeds(percent, {
      sql: "SELECT COUNTIF(status = 'converted') * 100 / COUNT(*) FROM crm.leads WHERE value > 9000 AND status != 'new'",
    });
    const before = (await share.now()).value;
    expect(await worth.now()).toMatchObject({ value: 86_400, percent: 50 });
    google.addLead({ status: 'converted', value: 13_600, day: '2026-11-20' });
    for (const { refresh } of [worth, share]) expect((await refresh()).body.outcome).toBe('updated');
    expect(await worth.now()).toMatchObject({ value: 100_000 });
    expect((await share.now()).value).toBeGreaterThan(before);
  });
});

describe('Jira by the API', () => {
  it('20 bugs fixed meet a metric however many are filed, and a percent shares the query; both follow a refresh', async () => {
    const jira = jiraOutside();
    const config = { site_url: 'https://northwind.atlassian.net', user: jiraAccount.user, token: jiraAccount.token };
    const { feeds } = await connected('jira', config, { token: 'nobody' });
    const query = { jql: 'project = OPS AND labels = quality' };
    const [bugs, share] = [await feeds(kpi(20), query), await feeds(percent, query)];
    expect([await bugs.now(), await share.now()]).toMatchObject([{ value: 14, percent: 70 }, { percent: 45 }]);
    for (let filed = 0; filed < 6; filed++)
      jira.createIssue({ project: 'OPS', summary: `Bug ${filed}`, labels: ['quality'], status: 'Done' });
    for (const { refresh } of [bugs, share]) expect((await refresh()).body.outcome).toBe('updated');
    expect(await bugs.now()).toMatchObject({ value: 20, percent: 100 });
    expect((await share.now()).percent).toBe(Math.round((20 / 37) * 100));
  });
});
