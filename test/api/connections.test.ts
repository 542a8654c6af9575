import { describe, expect, it, vi } from 'vitest';
import { demoAccount } from '../stand-ins/trello/demo.ts';
import { jiraOutside, trelloOutside } from '../support/outside.ts';
import { metric, world } from '../support/world.ts';
import { callerWith, tripsOf } from './caller.ts';
import { impatient } from './impatient.ts';

const config = { site_url: 'https://northwind.atlassian.net', user: 'dana@northwind.test', token: 'demo-jira-token' };
const jiraInput = { provider: 'jira', name: 'Our Jira', config, shared: true };
const EPIC = { jql: '"Epic Link" = AE-786' };

async function caller() {
  const jira = jiraOutside();
  const w = await world({ now: Date.now() });
  const [asAda, asDana, asOmar] = await Promise.all(
    [w.ada, w.dana, w.omar].map(async (who) => callerWith(await w.token(who))),
  );
  return { jira, w, asAda: asAda!, asDana: asDana!, asOmar: asOmar! };
}

/** A key result under an objective, and a connection. */
async function ready() {
  const found = await caller();
  const objective = await found.w.okr({ kind: 'objective' });
  const kr = await found.w.okr({ parents: [{ okrId: objective.id, fixedWeight: null }] });
  const connection = await found.w.connection();
  return { ...found, objective, kr, connection, path: `/okrs/${kr.id}/data-link` };
}

describe('a connection', () => {
  it('is made once the provider accepts it, and shows the secret for pushes once and the credentials never', async () => {
    const { asAda } = await caller();
    const made = await asAda('POST', '/connections', jiraInput);
    expect(made).toMatchObject({
      status: 201,
      body: {
        provider: 'jira',
        name: 'Our Jira',
        account: 'Dana Whitfield',
        config: { site_url: config.site_url, user: config.user },
        shared: true,
        interval: 'hourly',
        health: { state: expect.any(String), reason: null },
        version: 1,
        webhook: { url: `https://cairn.test/hooks/jira/${made.body.id}`, secret: expect.stringMatching(/^\S{32,}$/) },
      },
    });
    const { webhook, ...rest } = made.body;
    const read = await asAda('GET', `/connections/${made.body.id}`);
    expect(read.body).toEqual(rest);
    const list = await asAda('GET', '/connections');
    expect(list.body).toEqual({ data: [rest], next_cursor: null });
    for (const { text } of [read, list]) expect(text).not.toMatch(new RegExp(`${config.token}|${webhook.secret}`));
    expect(made.text).not.toContain(config.token);
  });

  it('to a tool that Cairn tells by itself where to push shows no secret, and makes no new one', async () => {
    const { asAda } = await caller();
    const trello = trelloOutside();
    const { key, token, secret } = demoAccount;
    const input = { provider: 'trello', name: 'Boards', config: { key, token, secret } };
    const made = await asAda('POST', '/connections', input);
    expect([made.status, made.body.webhook]).toEqual([201, undefined]);
    expect((await asAda('GET', `/connections/${made.body.id}`)).body).toEqual(made.body);
    expect((await asAda('POST', `/connections/${made.body.id}/webhook-secret`)).status).toBe(409);
    expect(trello.state.webhooks).toEqual([]);
  });

  it('with a repeated key is made once, and the secret is shown again to whoever holds the key', async () => {
    const { asAda } = await caller();
    const key = { 'Idempotency-Key': 'connect' };
    const first = await asAda('POST', '/connections', jiraInput, key);
    expect((await asAda('POST', '/connections', jiraInput, key)).body).toEqual(first.body);
    expect((await asAda('GET', '/connections')).body.data).toHaveLength(1);
  });

  it('with credentials that are refused or make no sense is told at which field', async () => {
    const { asAda } = await caller();
    const refused = await asAda('POST', '/connections', { ...jiraInput, config: { ...config, token: 'wrong' } });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { 'config.token': expect.any(String) } },
    });
    expect(refused.text).not.toContain('wrong"');
    expect(await asAda('POST', '/connections', { ...jiraInput, config: { token: 'x' } })).toMatchObject({
      status: 422,
      body: { fields: { 'config.site_url': expect.any(String) } },
    });
    expect(await asAda('POST', '/connections', { ...jiraInput, provider: 'abacus' })).toMatchObject({
      status: 422,
      body: { fields: { provider: expect.any(String) } },
    });
    await asAda('POST', '/connections', jiraInput);
    expect(await asAda('POST', '/connections', jiraInput)).toMatchObject({
      status: 422,
      body: { fields: { name: expect.any(String) } },
    });
  });

  it('is renamed, read more often, given new credentials and a new secret for pushes', async () => {
    const { asAda, w } = await caller();
    const made = (await asAda('POST', '/connections', jiraInput)).body;
    const path = `/connections/${made.id}`;
    expect(await asAda('PATCH', path, { name: 'Jira', interval: '15min', shared: false })).toMatchObject({
      status: 200,
      body: { name: 'Jira', interval: '15min', shared: false, version: 2 },
    });
    expect(await asAda('PATCH', path, { config })).toMatchObject({ status: 200, body: { version: 3 } });
    expect(await asAda('PATCH', path, { config: { ...config, token: 'wrong' }, name: 'Never' })).toMatchObject({
      status: 422,
      body: { fields: { 'config.token': expect.any(String) } },
    });
    expect(await asAda('PATCH', path, { config, name: 'Both' })).toMatchObject({
      status: 200,
      body: { name: 'Both', version: 4 },
    });
    await w.connection({ name: 'Taken' });
    expect(await asAda('PATCH', path, { config, name: 'Taken' })).toMatchObject({
      status: 422,
      body: { fields: { name: expect.any(String) } },
    });
    expect((await asAda('GET', path)).body).toMatchObject({ name: 'Both', version: 4 });
    expect(await asAda('PATCH', path, { provider: 'jira' })).toMatchObject({
      status: 422,
      body: { fields: { provider: expect.any(String) } },
    });
    const renewed = await asAda('POST', `${path}/webhook-secret`);
    expect(renewed.status).toBe(200);
    expect(renewed.body.webhook.url).toBe(made.webhook.url);
    expect(renewed.body.webhook.secret).not.toBe(made.webhook.secret);
  });

  it('says after a test how it is doing', async () => {
    const { jira, asAda, w } = await caller();
    const path = `/connections/${await w.connection()}`;
    expect(await asAda('POST', `${path}/test`)).toMatchObject({ status: 200, body: { account: 'Dana Whitfield' } });
    jira.fail({ kind: 'status', status: 401 });
    expect(await asAda('POST', `${path}/test`)).toMatchObject({
      status: 200,
      body: { health: { state: 'paused', reason: 'unauthorized', detail: expect.any(String) } },
    });
  });

  it('is deleted, and its OKRs keep their values', async () => {
    const { asAda, kr, connection, path } = await ready();
    await asAda('PUT', path, { connection_id: connection, query: EPIC });
    expect((await asAda('DELETE', `/connections/${connection}`)).status).toBe(204);
    expect((await asAda('GET', `/connections/${connection}`)).status).toBe(404);
    expect((await asAda('GET', `/okrs/${kr.id}`)).body).toMatchObject({ mode: 'manual', value: 30, data_link: null });
  });

  it('that feeds many OKRs is deleted in steps, each of which says that more are left', async () => {
    const { asAda, w } = await caller();
    const connection = await w.connection();
    for (let i = 0; i < 9; i++) await w.link((await w.okr({})).id, connection, EPIC.jql);
    expect(await asAda('DELETE', `/connections/${connection}`)).toMatchObject({
      status: 202,
      body: { connection_id: connection },
    });
    expect((await asAda('DELETE', `/connections/${connection}`)).status).toBe(204);
  });

  it('is shown to those who may use it, and changed by admins', async () => {
    const { w, asDana, asOmar } = await caller();
    const shared = await w.connection();
    const own = await w.connection({ shared: false });
    expect((await asDana('GET', '/connections')).body.data.map((each: { id: string }) => each.id)).toEqual([shared]);
    expect((await asDana('GET', `/connections/${own}`)).status).toBe(404);
    for (const call of [asDana, asOmar]) {
      expect((await call('POST', '/connections', jiraInput)).status).toBe(403);
      expect((await call('PATCH', `/connections/${shared}`, { name: 'x' })).status).toBe(403);
      expect((await call('POST', `/connections/${shared}/test`)).status).toBe(403);
      expect((await call('POST', `/connections/${shared}/webhook-secret`)).status).toBe(403);
      expect((await call('DELETE', `/connections/${shared}`)).status).toBe(403);
    }
  });
});

describe('a data link', () => {
  it('is read at once, moves the OKR and those above, and can say why', async () => {
    const { jira, asDana, objective, kr, connection, path } = await ready();
    expect(await asDana('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const linked = await asDana('PUT', path, { connection_id: connection, query: EPIC });
    expect(linked).toMatchObject({
      status: 200,
      body: {
        connection_id: connection,
        query: EPIC,
        count: 'completed',
        matched: 10,
        completed: 3,
        outcome: 'updated',
        read_at: expect.any(String),
        reason: null,
        detail: null,
      },
    });
    expect((await asDana('GET', path)).body).toEqual(linked.body);
    expect(tripsOf(await asDana('GET', path))).toBe(2);
    expect((await asDana('GET', `/okrs/${kr.id}`)).body).toMatchObject({
      mode: 'data_source',
      value: 30,
      percent: 30,
      stale: false,
      data_link: linked.body,
    });
    expect((await asDana('GET', `/okrs/${objective.id}`)).body.percent).toBe(30);

    jira.createIssue({ project: 'AE', parent: 'AE-786', summary: 'Deliverability checks', status: 'To Do' });
    const run = await asDana('POST', `/okrs/${kr.id}/syncs`);
    expect(run).toMatchObject({
      status: 200,
      body: { okr_id: kr.id, outcome: 'updated', matched: 11, completed: 3, retry_at: null },
    });
    expect((await asDana('GET', `/okrs/${objective.id}`)).body.percent).toBe(27);
    const { data } = (await asDana('GET', `/okrs/${kr.id}/syncs`)).body;
    expect(data).toHaveLength(2);
    expect(data).toContainEqual(run.body);
    const explained = await asDana('GET', `/okrs/${kr.id}/explanation`);
    expect(explained.body).toMatchObject({
      percent: 27,
      mode: 'data_source',
      inputs: [{ type: 'reading', matched: 11, completed: 3, samples: expect.any(Array) }],
    });
  });

  it('counts for a metric what is done, or all that match', async () => {
    const { w, asDana, connection } = await ready();
    const bugs = await w.okr({ measure: metric(0, 20) });
    const query = { jql: 'project = OPS AND labels = quality' };
    const path = `/okrs/${bugs.id}/data-link`;
    await asDana('PUT', path, { connection_id: connection, query });
    expect((await asDana('GET', `/okrs/${bugs.id}`)).body).toMatchObject({ value: 14, percent: 70 });
    await asDana('PUT', path, { connection_id: connection, query, count: 'matched' });
    expect((await asDana('GET', `/okrs/${bugs.id}`)).body).toMatchObject({ value: 31, percent: 155 });
  });

  it('that fails keeps the last value and says what to do', async () => {
    const { jira, asDana, kr, connection, path } = await ready();
    await asDana('PUT', path, { connection_id: connection, query: EPIC });
    jira.fail({ kind: 'status', status: 503 });
    expect(await asDana('POST', `/okrs/${kr.id}/syncs`)).toMatchObject({
      status: 200,
      body: { outcome: 'failed', reason: 'unavailable', detail: expect.any(String), value: null },
    });
    expect((await asDana('GET', `/okrs/${kr.id}`)).body).toMatchObject({
      value: 30,
      data_link: { outcome: 'failed', reason: 'unavailable', matched: 10, completed: 3 },
    });
  });

  it('that takes long is answered before it is done, and done all the same', async () => {
    const { jira, asDana, objective, kr, connection, path } = await ready();
    await asDana('PUT', path, { connection_id: connection, query: EPIC });
    jira.createIssue({ project: 'AE', parent: 'AE-786', summary: 'Late', status: 'To Do' });
    jira.fail({ kind: 'slow', ms: 300 });
    impatient(100);
    const heard = await asDana('POST', `/okrs/${kr.id}/syncs`);
    expect(heard).toMatchObject({ status: 202, body: { okr_id: kr.id, started_at: expect.any(String) } });
    expect(heard.headers.get('Location')).toBe(`/api/v1/okrs/${kr.id}/syncs`);
    await vi.waitUntil(async () => (await asDana('GET', `/okrs/${objective.id}`)).body.percent === 27, {
      timeout: 5000,
    });
    expect((await asDana('GET', `/okrs/${kr.id}/syncs`)).body.data[0]).toMatchObject({
      outcome: 'updated',
      matched: 11,
    });
  });

  it('names a query that its provider knows and a connection that the caller may use', async () => {
    const { w, asDana, asOmar, connection, path } = await ready();
    const other = await world({ slug: 'southwind' });
    const put = (body: object) => asDana('PUT', path, body);
    expect(await put({ connection_id: connection, query: { jql: '' } })).toMatchObject({
      status: 422,
      body: { fields: { 'query.jql': expect.any(String) } },
    });
    expect(await put({ connection_id: connection, query: EPIC, count: 'all' })).toMatchObject({
      status: 422,
      body: { fields: { count: expect.any(String) } },
    });
    expect(await put({ query: EPIC })).toMatchObject({
      status: 422,
      body: { fields: { connection_id: expect.any(String) } },
    });
    for (const connection_id of [await other.connection(), await w.connection({ shared: false })])
      expect(await put({ connection_id, query: EPIC })).toMatchObject({
        status: 422,
        body: { fields: { connection_id: expect.any(String) } },
      });
    expect((await asOmar('PUT', path, { connection_id: connection, query: EPIC })).status).toBe(403);
  });

  it('ends, and the last value stays', async () => {
    const { asDana, kr, connection, path } = await ready();
    await asDana('PUT', path, { connection_id: connection, query: EPIC });
    expect((await asDana('DELETE', path)).status).toBe(204);
    expect((await asDana('GET', `/okrs/${kr.id}`)).body).toMatchObject({ mode: 'manual', value: 30, data_link: null });
    expect((await asDana('DELETE', path)).status).toBe(404);
    expect(await asDana('POST', `/okrs/${kr.id}/syncs`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
