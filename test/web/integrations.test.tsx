import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { jiraOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

const site = 'http://localhost';
type Form = Record<string, string>;

async function ask(w: World, path = '', form?: Form, person = w.amir, headers: Record<string, string> = {}) {
  const response = await exports.default.fetch(`${site}/o/${w.org.slug}/admin/integrations${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: site, ...headers },
    body: form ? new URLSearchParams(form) : undefined,
  });
  const html = await response.text();
  return { response, html, status: response.status, location: response.headers.get('Location') };
}

const trips = (response: Response) => Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]);
const lately = () => world({ now: Date.now() });
const stored = async (id: string) =>
  (await env.DB.prepare('select * from connections where id = ?').bind(id).first<Record<string, unknown>>())!;

const typed: Form = {
  provider: 'jira',
  name: 'Northwind Cloud',
  site_url: 'https://northwind.atlassian.net',
  user: 'dana@northwind.test',
  token: 'demo-jira-token',
  interval: 'hourly',
  shared: 'on',
};

const partial = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };

describe('the page of integrations', () => {
  test('shows each connection with its site, how many OKRs it feeds and how it is doing, in two trips', async () => {
    const w = await lately();
    const id = await w.connection({ name: 'Northwind Cloud', lastGoodAt: w.now });
    await w.link((await w.okr({})).id, id, 'project = AE');
    const { response, html } = await ask(w);
    expect(response.status).toBe(200);
    for (const words of [
      'Northwind Cloud',
      'Jira · northwind.atlassian.net',
      'Healthy',
      '1 OKR updates itself through 1 connection.',
    ])
      expect(html).toContain(words);
    expect(trips(response)).toBeLessThanOrEqual(2);
  });

  test('says first which connection needs somebody, what happened and what that means', async () => {
    const w = await lately();
    const paused = {
      pausedAt: w.now,
      failures: 1,
      failureReason: 'unauthorized',
      failureDetail: 'Jira refused this token.',
    };
    const id = await w.connection({ name: 'Northwind Cloud', ...paused });
    await w.link((await w.okr({})).id, id, 'project = AE');
    const { html } = await ask(w);
    expect(html).toContain('Northwind Cloud stopped reading today');
    expect(html).toContain('Jira refused this token. One OKR keeps its last value.');
    expect(html).toContain(`${id}#credentials`);
  });

  test('of an organization without connections says what one is good for', async () => {
    const { html } = await ask(await lately());
    expect(html).toContain('No connections yet');
    expect(html).not.toContain('Switched off');
  });

  test('switches a provider off and on', async () => {
    const w = await lately();
    await w.connection();
    expect(await ask(w, '/providers/jira', { enabled: 'off' })).toMatchObject({ status: 303 });
    expect((await ask(w)).html).toContain('Switched off: nothing is read');
    await ask(w, '/providers/jira', { enabled: 'on' });
    expect((await ask(w)).html).not.toContain('Switched off');
  });

  test.each(['dana', 'omar'] as const)('is closed to %s, and so is everything below it', async (name) => {
    const w = await lately();
    const id = await w.connection();
    for (const [path, form] of [
      [''],
      ['/new'],
      [`/${id}`],
      [`/${id}/removal`],
      ['', typed],
      [`/${id}/removal`, {}],
    ] as const)
      expect((await ask(w, path, form, w[name])).status).toBe(403);
    expect(await stored(id)).not.toBeNull();
  });

  test('knows nothing of connections of another organization', async () => {
    const [north, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    const id = await north.connection({ name: 'Secret name' });
    expect((await ask(south, '', undefined, south.ada)).html).not.toContain('Secret name');
    for (const [path, form] of [
      [`/${id}`],
      [`/${id}`, { name: 'Mine', version: '1' }],
      [`/${id}/test`, {}],
      [`/${id}/removal`, {}],
    ] as const)
      expect((await ask(south, path, form, south.ada)).status).toBe(404);
    expect((await stored(id)).name).toBe('Secret name');
  });
});

describe('a new connection', () => {
  test('is tested and kept, and its webhook secret shown once', async () => {
    const w = await lately();
    jiraOutside();
    const { status, html } = await ask(w, '', typed);
    expect(status).toBe(201);
    expect(html).toContain('Northwind Cloud is connected.');
    const id = /hooks\/jira\/(con_\w+)/.exec(html)![1]!;
    const secret = /id="webhook-secret".*?<code class="secret">([^<]+)</s.exec(html)![1]!;
    const later = await ask(w, `/${id}`);
    expect(later.html).not.toContain(secret);
    expect(later.html).toContain(`${site}/hooks/jira/${id}`);
    expect(later.html).toContain('Settings, System, WebHooks');
  });

  test('keeps its name, interval and sharing when another tool is chosen, and no credentials', async () => {
    const w = await lately();
    const chosen = '/new?provider=trello&name=Our+boards&interval=daily';
    const { html } = await ask(w, chosen, undefined, w.amir, partial);
    expect(html).toContain('value="Our boards"');
    expect(html).toMatch(/<option value="daily" selected/);
    expect(html).not.toMatch(/name="shared"[^>]*checked/);
    expect((await ask(w, '/new?provider=trello')).html).toMatch(/name="shared"[^>]*checked/);
    expect(html).toContain('hx-include="#connection-name, #connection-interval, #connection-shared"');
  });

  test('is not offered for a tool that is switched off', async () => {
    const w = await lately();
    await ask(w, '/providers/trello', { enabled: 'off' });
    for (const { html } of [await ask(w, '/new'), await ask(w), await ask(w, '/new', undefined, w.amir, partial)]) {
      expect(html).toContain('new?provider=asana');
      expect(html).not.toContain('new?provider=trello');
    }
  });

  test('stays in its form when Jira refuses the token: the words at the token, everything else as typed', async () => {
    const w = await lately();
    jiraOutside();
    const { status, html } = await ask(w, '', { ...typed, token: 'wrong token' }, w.amir, partial);
    expect(status).toBe(422);
    expect(html).toMatch(/^<form/);
    expect(html).toContain('value="Northwind Cloud"');
    expect(html).toMatch(/id="connection-token-error">A token holds no spaces/);
    const refused = await ask(w, '', { ...typed, token: 'wrong' });
    expect(refused.html).toMatch(/id="connection-token-error">Jira refused this token/);
    expect(refused.html).not.toContain('wrong"');
  });

  test('that cannot be reached says so at the address', async () => {
    const w = await lately();
    const { status, html } = await ask(w, '', { ...typed, user: '', site_url: 'https://127.0.0.1' });
    expect(status).toBe(422);
    expect(html).toMatch(/id="connection-site_url-error">127\.0\.0\.1 is private/);
  });

  test('without a name is refused before Jira is asked', async () => {
    const w = await lately();
    const jira = jiraOutside();
    const { html } = await ask(w, '', { ...typed, name: '' });
    expect(html).toMatch(/id="connection-name-error">Give it a name/);
    expect(jira.requests).toEqual([]);
  });
});

describe('the page of a connection', () => {
  test('tells health, account, OKRs fed and recent readings in two trips', async () => {
    const w = await lately();
    const id = await w.connection({ account: 'Dana Whitfield', lastGoodAt: w.now });
    const okr = await w.okr({ title: 'Fewer bugs' });
    await w.link(okr.id, id, 'project = AE');
    const { response, html } = await ask(w, `/${id}`);
    for (const words of ['Fewer bugs', 'reads as Dana Whitfield', 'Last good reading', 'Nothing read yet'])
      expect(html).toContain(words);
    expect(trips(response)).toBeLessThanOrEqual(2);
  });

  test('never carries a stored secret', async () => {
    const w = await lately();
    const id = await w.connection();
    const { secret, webhook_secret } = await stored(id);
    const { html } = await ask(w, `/${id}`);
    for (const text of [secret, webhook_secret].map((sealed) => JSON.parse(String(sealed)).ciphertext))
      expect(html).not.toContain(text);
    expect(html).not.toContain('demo-jira-token');
  });

  test('says in words what is wrong and when it tries again', async () => {
    const w = await lately();
    const failing = { failures: 2, failingSince: w.now, retryAt: w.now + 120_000, failureReason: 'timeout' };
    const id = await w.connection({ ...failing, failureDetail: 'Jira took too long to answer.' });
    const { html } = await ask(w, `/${id}`);
    expect(html).toContain('Jira took too long to answer.');
    expect(html).toContain('Next try today');
  });

  test('saves settings, and gives a taken name back as typed', async () => {
    const w = await lately();
    await w.connection({ name: 'Taken' });
    const id = await w.connection({ name: 'Free' });
    const taken = await ask(w, `/${id}`, { name: 'Taken', interval: 'daily', version: '1' });
    expect(taken.status).toBe(422);
    expect(taken.html).toMatch(/id="settings-name-error">Another connection has this name/);
    const saved = await ask(w, `/${id}`, { name: 'Renamed', interval: 'daily', version: '1' });
    expect(saved).toMatchObject({ status: 303, location: `/o/northwind/admin/integrations/${id}?done=saved` });
    expect(await stored(id)).toMatchObject({ name: 'Renamed', interval: 'daily', shared: 0 });
  });

  test('keeps what was typed when somebody else was faster, and saves it on the second try', async () => {
    const w = await lately();
    const id = await w.connection({ version: 4 });
    const stale = await ask(w, `/${id}`, { name: 'Mine', interval: 'daily', version: '3' });
    expect(stale.status).toBe(409);
    expect(stale.html).toContain('value="Mine"');
    const version = /name="version" value="(\d+)"/.exec(stale.html)![1]!;
    expect((await ask(w, `/${id}`, { name: 'Mine', interval: 'daily', version })).status).toBe(303);
  });

  test('tests the credentials on demand and says how that went', async () => {
    const w = await lately();
    const jira = jiraOutside();
    const id = await w.connection();
    expect((await ask(w, `/${id}/test`, {})).location).toMatch(/done=tested$/);
    jira.fail({ kind: 'status', status: 401 });
    const { location } = await ask(w, `/${id}/test`, {});
    expect(location).not.toMatch(/done=/);
    expect((await ask(w, `/${id}`)).html).toContain('Jira refused this token. It may have expired.');
  });

  test('replaces credentials only by ones that Jira accepts', async () => {
    const w = await lately();
    jiraOutside();
    const id = await w.connection();
    const { site_url, user } = typed as { site_url: string; user: string };
    const refused = await ask(w, `/${id}/credentials`, { site_url, user, token: 'wrong' });
    expect(refused.status).toBe(422);
    expect(refused.html).toMatch(/id="credentials-jira-token-error">Jira refused this token/);
    const accepted = await ask(w, `/${id}/credentials`, { site_url, user, token: 'demo-jira-token' });
    expect(accepted.location).toMatch(/done=replaced$/);
  });

  test('shows a new webhook secret in the answer that makes it, and not again', async () => {
    const w = await lately();
    const id = await w.connection();
    const { html } = await ask(w, `/${id}/webhook-secret`, {});
    const secret = /id="webhook-secret".*?<code class="secret">([^<]+)</s.exec(html)![1]!;
    expect(secret.length).toBeGreaterThan(30);
    expect((await ask(w, `/${id}`)).html).not.toContain(secret);
  });

  test('states what deleting means, then deletes', async () => {
    const w = await lately();
    const id = await w.connection({ name: 'Northwind Cloud' });
    await w.link((await w.okr({ title: 'Fewer bugs' })).id, id, 'project = AE');
    const { html } = await ask(w, `/${id}/removal`);
    expect(html).toContain('The OKR it feeds keeps its value and history, and will be checked in by hand.');
    expect(html).toContain('Fewer bugs');
    expect(await ask(w, `/${id}/removal`, {})).toMatchObject({
      status: 303,
      location: '/o/northwind/admin/integrations',
    });
    expect((await ask(w, `/${id}`)).status).toBe(404);
  });

  test('takes a popular connection apart in steps and says what is left', async () => {
    const w = await lately();
    const id = await w.connection();
    for (let i = 0; i < 9; i++) await w.link((await w.okr({})).id, id, 'project = AE');
    const { location } = await ask(w, `/${id}/removal`, {});
    expect(location).toMatch(/removal\?begun$/);
    expect((await ask(w, `/${id}/removal?begun`)).html).toContain('1 OKR is still to be taken off it.');
    expect((await ask(w, `/${id}/removal`, {})).location).toBe('/o/northwind/admin/integrations');
  });
});
