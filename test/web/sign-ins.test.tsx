import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { asanaOutside, jiraOutside, trelloOutside } from '../support/outside.ts';
import { type Person, type World, world } from '../support/world.ts';

const site = 'http://localhost';
const base = '/o/northwind/admin/integrations';
type Form = Record<string, string>;

/** A browser: it keeps the cookies that it is given, beside those of its session. */
async function browser(w: World, person: Person = w.amir) {
  const jar = new Map([(await w.cookie(person)).split('=') as [string, string]]);
  return async (path: string, form?: Form, headers: Record<string, string> = {}) => {
    const response = await exports.default.fetch(new URL(path, site).href, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { Cookie: [...jar].map((pair) => pair.join('=')).join('; '), Origin: site, ...headers },
      body: form && new URLSearchParams(form),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!.slice(1) as [string, string];
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    const { status } = response;
    return {
      status,
      html: await response.text(),
      headers: response.headers,
      location: response.headers.get('Location') ?? '',
    };
  };
}

const lately = () => world({ now: Date.now() });
const stored = async () =>
  (await env.DB.prepare('select id, provider, name, account, config, shared, version from connections').all()).results;
const fields: Form = { name: 'Signed in', interval: 'daily', shared: 'on' };

/** What the provider's page answers to whoever agrees. */
async function agree(address: string, form: Form = {}): Promise<string> {
  const asked = Object.fromEntries(new URL(address).searchParams);
  const body = new URLSearchParams({ ...asked, answer: 'accept', ...form });
  const answer = await fetch(address, { method: 'POST', body, redirect: 'manual' });
  return answer.headers.get('Location') ?? '';
}

const addressIn = (html: string) => /class="btn primary" href="([^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&');

describe('signing in to Asana', () => {
  test('makes a connection with what was typed, by a page that leads there, and never shows a token', async () => {
    const w = await lately();
    const asana = asanaOutside();
    const go = await browser(w);
    const left = await go(`${base}/providers/asana/sign-in`, { provider: 'asana', ...fields });
    expect(left.status).toBe(200);
    const to = addressIn(left.html);
    expect(left.headers.get('Refresh')).toBe(`0; url=${to}`);
    expect(new URL(to).searchParams.get('code_challenge_method')).toBe('S256');
    const back = await agree(to, { answer: 'allow', user: asana.state.users[0]!.gid });
    expect(back).toContain('http://localhost/sign-ins/asana/callback?');
    const on = await go(back);
    expect(on.location).toContain('/o/northwind/connections/providers/asana/sign-in?');
    const arrived = await go(on.location);
    expect(arrived.status).toBe(201);
    expect(arrived.html).toContain('Signed in is connected.');
    expect(arrived.html).toContain('Cairn reads as Dana Whitlock.');
    for (const { access, refresh } of asana.state.grants)
      for (const token of [access, refresh]) expect(arrived.html + left.html).not.toContain(token);
    expect(await stored()).toMatchObject([{ provider: 'asana', name: 'Signed in', shared: 1 }]);
  });

  test('counts once, only in the browser that began it, and only for what it was begun for', async () => {
    const w = await lately();
    const asana = asanaOutside();
    const [go, other] = [await browser(w), await browser(w, w.ada)];
    const to = addressIn((await go(`${base}/providers/asana/sign-in`, { provider: 'asana', ...fields })).html);
    const { location } = await go(await agree(to, { answer: 'allow', user: asana.state.users[0]!.gid }));
    for (const [visit, path] of [
      [other, location],
      [go, location.replace(/state=[^&]*/, 'state=northwind.another')],
      [go, location],
    ] as const)
      expect((await visit(path)).location).toBe(`${base}/new?provider=asana`);
    expect(await stored()).toEqual([]);
    expect((await go(`${base}/new?provider=asana`)).html).toContain('Begin it again.');
  });

  test('makes a private connection for a member, where members may connect', async () => {
    const w = await world({ now: Date.now(), settings: { memberConnections: true } });
    const asana = asanaOutside();
    const go = await browser(w, w.dana);
    const mine = '/o/northwind/connections';
    const begin = { provider: 'asana', name: 'Mine', interval: 'daily' };
    const to = addressIn((await go(`${mine}/providers/asana/sign-in`, begin)).html);
    const { location } = await go(await agree(to, { answer: 'allow', user: asana.state.users[0]!.gid }));
    const arrived = await go(location);
    expect(arrived.status).toBe(201);
    expect(arrived.html).toContain(`href="${mine}/con_`);
    expect(await stored()).toMatchObject([{ name: 'Mine', shared: 0 }]);
    expect((await go(`${mine}/providers/asana/sign-in`, { ...begin, name: 'Ours', shared: 'on' })).status).toBe(403);
  });

  test('says so when it was not allowed', async () => {
    const w = await lately();
    asanaOutside();
    const go = await browser(w);
    const to = addressIn((await go(`${base}/providers/asana/sign-in`, { provider: 'asana', ...fields })).html);
    const state = new URL(to).searchParams.get('state')!;
    const refused = await go(
      `${base}/providers/asana/sign-in?${new URLSearchParams({ state, error: 'access_denied' })}`,
    );
    expect((await go(refused.location)).html).toContain('Asana was not allowed to let Cairn read.');
  });

  test('says what is wrong with the form before anybody leaves', async () => {
    const w = await lately();
    asanaOutside();
    const go = await browser(w);
    const { status, html, headers } = await go(`${base}/providers/asana/sign-in`, {
      provider: 'asana',
      ...fields,
      name: '',
    });
    expect(status).toBe(422);
    expect(html).toMatch(/id="connection-name-error">Give it a name/);
    expect(headers.get('Refresh')).toBeNull();
  });

  test('leads there by htmx as well, which may', async () => {
    const w = await lately();
    asanaOutside();
    const go = await browser(w);
    const hx = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
    const { headers } = await go(`${base}/providers/asana/sign-in`, { provider: 'asana', ...fields }, hx);
    expect(headers.get('HX-Redirect')).toContain('https://app.asana.com/-/oauth_authorize?');
  });
});

describe('signing in to Atlassian', () => {
  test('replaces the credentials of a connection', async () => {
    const w = await lately();
    jiraOutside();
    const id = await w.connection();
    const go = await browser(w);
    const { location } = await go(await agree(addressIn((await go(`${base}/${id}/sign-in`, {})).html)));
    const arrived = await go(location);
    expect(arrived.location).toBe(`${base}/${id}?done=replaced`);
    expect(JSON.parse(String((await stored())[0]!.config))).toMatchObject({ cloud_id: expect.any(String) });
  });

  test('asks which site when the account opens several, and connects that one after another visit', async () => {
    const w = await lately();
    const jira = jiraOutside();
    const scopes = ['read:jira-work'];
    const sites = ['northwind', 'petal'].map((name) => ({
      id: name,
      name,
      url: `https://${name}.atlassian.net`,
      scopes,
    }));
    const real = jira.fetch;
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) =>
      String(input).endsWith('/accessible-resources')
        ? Response.json(sites)
        : real(new Request(input as string, init as RequestInit)),
    );
    const go = await browser(w);
    const leave = (form: Form) => go(`${base}/providers/jira/sign-in`, { provider: 'jira', ...fields, ...form });
    const back = async (html: string) => go((await go(await agree(addressIn(html)))).location);
    const asked = await back((await leave({})).html);
    expect(asked.html).toContain('Which site is it?');
    expect(asked.html).toContain('https://petal.atlassian.net');
    expect(await stored()).toEqual([]);
    expect(asked.html).toContain('name="name" value="Signed in"');
    const chosen = await back((await leave({ site: 'petal' })).html);
    expect(chosen.html).not.toContain('Which site is it?');
  });
});

describe('signing in to Trello', () => {
  test('takes the token from a page of ours, by itself or pasted', async () => {
    const w = await lately();
    const trello = trelloOutside();
    trello.state.apps[0]!.origins.push(site);
    const go = await browser(w);
    const to = addressIn((await go(`${base}/providers/trello/sign-in`, { provider: 'trello', ...fields })).html);
    const back = await agree(to);
    const token = new URL(back).hash.replace('#token=', '');
    expect(trello.state.tokens.map((each) => each.token)).toContain(token);
    const page = await go(back.split('#')[0]!);
    expect(page.html).toContain('data-takes-token');
    const [state, action] = [/name="state" value="([^"]+)"/, /action="([^"]+\/token)"/].map(
      (found) => found.exec(page.html)![1]!,
    );
    const arrived = await go(action!, { state: state!, token });
    expect(arrived.status).toBe(201);
    expect(arrived.html).toContain('Cairn reads as Dana Whitfield.');
    expect(arrived.html).not.toContain(token);
    expect(JSON.parse(String((await stored())[0]!.config))).toEqual({ verifies_pushes: true });
  });
});

test('BigQuery has no page to sign in on, and members sign in to nothing', async () => {
  const w = await lately();
  expect((await (await browser(w))(`${base}/providers/bigquery/sign-in`, { ...fields })).status).toBe(409);
  expect((await (await browser(w, w.dana))(`${base}/providers/asana/sign-in`, { ...fields })).status).toBe(403);
});
