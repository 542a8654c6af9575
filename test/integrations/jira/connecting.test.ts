import { describe, expect, it } from 'vitest';
import { jira as adapter } from '../../../src/integrations/jira/index.ts';
import { createJira } from '../../stand-ins/jira/jira.ts';
import { cloud, dataCenter, gateway, reachOf, reachTo } from './reach.ts';

const scoped = { token: 'demo-jira-scoped-token' };

describe('Cloud', () => {
  it('with user and API token works by the site', async () => {
    const jira = createJira();
    expect(await adapter.connect(reachTo(jira), cloud, { token: 'demo-jira-token' })).toEqual({
      ok: true,
      value: { account: { name: 'Dana Whitfield', address: cloud.site_url }, config: cloud },
    });
    expect(jira.calls('')).toBe(1);
  });

  it('with a scoped token works by the gateway, and the cloud id is kept', async () => {
    const met = await adapter.connect(reachTo(createJira()), cloud, scoped);
    expect(met).toMatchObject({ ok: true, value: { account: { name: 'Dana Whitfield' }, config: gateway } });
  });

  it('leaves the gateway when a new token works by the site', async () => {
    const met = await adapter.connect(reachTo(createJira()), gateway, { token: 'demo-jira-token' });
    expect(met).toMatchObject({ ok: true, value: { config: { cloud_id: null } } });
  });

  it('sends user and token as UTF-8', async () => {
    let sent = '';
    const reach = reachOf(async (_url, init) => {
      sent = new Headers(init.headers).get('Authorization') ?? '';
      return Response.json({ displayName: 'Zoë' });
    });
    await adapter.connect(reach, { ...cloud, user: 'zoë@northwind.test' }, { token: 't' });
    expect(sent).toBe('Basic em/Dq0Bub3J0aHdpbmQudGVzdDp0');
  });

  it('with a wrong token says so', async () => {
    expect(await adapter.connect(reachTo(createJira()), cloud, { token: 'wrong' })).toEqual({
      ok: false,
      error: { reason: 'unauthorized', detail: 'Jira refused this token. It may have expired.' },
    });
  });

  it('keeps the refusal of the site when the gateway cannot be found', async () => {
    const jira = createJira();
    jira.fail({ kind: 'status', status: 404 }, { path: '/_edge' });
    const met = await adapter.connect(reachTo(jira), cloud, { token: 'wrong' });
    expect(met).toMatchObject({ error: { reason: 'unauthorized' } });
  });

  it('tells a token without scopes from a wrong one', async () => {
    const jira = createJira();
    const body = { code: 401, message: 'Unauthorized; scope does not match' };
    jira.fail({ kind: 'status', status: 401, body }, { path: '/ex/' });
    expect(await adapter.connect(reachTo(jira), cloud, scoped)).toMatchObject({
      error: { reason: 'forbidden', detail: 'This token lacks a scope. It needs read:jira-work and read:jira-user.' },
    });
  });

  it('does not look for the gateway when the site is down', async () => {
    const jira = createJira();
    jira.fail({ kind: 'status', status: 503 });
    expect(await adapter.connect(reachTo(jira), cloud, scoped)).toMatchObject({ error: { reason: 'unavailable' } });
    expect(jira.calls('')).toBe(1);
  });

  it('refuses a host that is not Atlassian’s, without asking it', async () => {
    const jira = createJira();
    const other = { ...cloud, site_url: 'https://jira.northwind.test' };
    expect(await adapter.connect(reachTo(jira), other, scoped)).toMatchObject({
      error: { reason: 'refused_address', detail: expect.stringContaining('personal access token') },
    });
    for (const host of ['https://evilatlassian.net', 'https://northwind.atlassian.net.evil.org']) {
      const met = await adapter.connect(reachTo(jira), { ...cloud, site_url: host }, scoped);
      expect(met).toMatchObject({ error: { reason: 'refused_address' } });
    }
    expect(jira.calls('')).toBe(0);
  });

  it('takes another host that EGRESS_ALLOW names, even by plain http', async () => {
    const jira = createJira();
    const reach = reachOf((url, init) => jira.fetch(new Request(url, init)), '127.0.0.1:8788');
    const local = { ...cloud, site_url: 'http://127.0.0.1:8788' };
    expect(await adapter.connect(reach, local, { token: 'demo-jira-token' })).toMatchObject({ ok: true });
  });
});

describe('Data Center', () => {
  it('works with a personal access token', async () => {
    const met = await adapter.connect(reachTo(createJira()), dataCenter, { token: 'demo-jira-pat' });
    expect(met).toMatchObject({ ok: true, value: { account: { name: 'Dana Whitfield' }, config: dataCenter } });
  });

  it('is asked below its context path', async () => {
    let asked = '';
    const reach = reachOf(async (url) => {
      asked = url;
      return Response.json({ name: 'dana' });
    });
    const met = await adapter.connect(reach, { ...dataCenter, site_url: 'https://example.com/jira' }, { token: 't' });
    expect(asked).toBe('https://example.com/jira/rest/api/2/myself');
    expect(met).toMatchObject({ value: { account: { name: 'dana' } } });
  });

  it('with a wrong token says so', async () => {
    const met = await adapter.connect(reachTo(createJira()), dataCenter, { token: 'wrong' });
    expect(met).toMatchObject({ error: { reason: 'unauthorized' } });
  });
});
