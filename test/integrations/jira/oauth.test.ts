import { describe, expect, it } from 'vitest';
import type { JiraTokens } from '../../../src/integrations/jira/config.ts';
import { jira as adapter } from '../../../src/integrations/jira/index.ts';
import { authorizeUrl, listSites, offersSignIn, redeem } from '../../../src/integrations/jira/oauth.ts';
import { createJira, type Jira } from '../../stand-ins/jira/jira.ts';
import { NOW, reachOf, settings } from './reach.ts';

const redirectUri = 'https://cairn.test/connections/jira/signed-in';
const HOUR = 3_600_000;

/** Somebody who signs in at a Jira, at a time that a test may move. */
async function signedIn() {
  const clock = { now: NOW };
  const jira = createJira({ now: () => clock.now });
  const reach = reachOf(
    (url, init) => jira.fetch(new Request(url, init)),
    '',
    () => clock.now,
  );
  const code = await codeFrom(jira);
  const tokens = await redeem(reach, { code, redirectUri });
  if (!tokens.ok) throw new Error(tokens.error.detail);
  return { clock, jira, reach, tokens: tokens.value };
}

/** Follows the way of a person who is sent to Atlassian and accepts. */
async function codeFrom(jira: Jira, answer = 'accept') {
  const there = authorizeUrl(settings, { redirectUri, state: 'a state' });
  expect((await jira.fetch(new Request(there))).status).toBe(200);
  const body = new URLSearchParams([...new URL(there).searchParams, ['answer', answer]]);
  const back = await jira.fetch(new Request('https://auth.atlassian.com/authorize', { method: 'POST', body }));
  const to = new URL(back.headers.get('Location') ?? '');
  expect(to.origin + to.pathname).toBe(redirectUri);
  expect(to.searchParams.get('state')).toBe('a state');
  return to.searchParams.get('code') ?? '';
}

describe('signing in', () => {
  it('asks for reading only, and for a refresh token', () => {
    const url = new URL(authorizeUrl(settings, { redirectUri, state: 'a state' }));
    expect(url.origin + url.pathname).toBe('https://auth.atlassian.com/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      audience: 'api.atlassian.com',
      client_id: 'cairn-app',
      scope: 'read:jira-work read:jira-user offline_access',
      redirect_uri: redirectUri,
      state: 'a state',
      response_type: 'code',
      prompt: 'consent',
    });
    expect(url.href).not.toContain(settings.atlassianClientSecret);
  });

  it('gives tokens with their time, the sites that they open, and a connection to one of them', async () => {
    const { jira, reach, tokens } = await signedIn();
    expect(tokens).toMatchObject({ expires_at: NOW + HOUR });
    const sites = await listSites(reach, tokens);
    expect(sites).toEqual({
      ok: true,
      value: [{ id: jira.cloudId, name: 'northwind', url: 'https://northwind.atlassian.net' }],
    });
    const { config, secret } = adapter.input.parse({ site_url: jira.origin, cloud_id: jira.cloudId, ...tokens });
    expect(config).toEqual({ deployment: 'cloud', site_url: jira.origin, cloud_id: jira.cloudId });
    expect(secret).toEqual(tokens);
    expect(await adapter.connect(reach, config, secret)).toMatchObject({
      value: { account: { name: 'Dana Whitfield', address: jira.origin }, config },
    });
    const [seen] = await adapter.read(reach, config, secret, [{ jql: '"Epic Link" = AE-786' }]);
    expect(seen).toMatchObject({ value: { matched: 10, completed: 3 } });
    expect(jira.requests.map(({ path }) => path).at(-1)).toBe(`/ex/jira/${jira.cloudId}/rest/api/3/search/jql`);
  });

  it('with a code that was used, made up, or sent to another address fails', async () => {
    const { jira, reach } = await signedIn();
    const ended = {
      ok: false,
      error: {
        reason: 'unauthorized',
        detail: 'Atlassian no longer accepts this sign-in. Sign in to Atlassian again.',
      },
    };
    const code = await codeFrom(jira);
    expect(await redeem(reach, { code, redirectUri: 'https://evil.test/' })).toEqual(ended);
    expect(await redeem(reach, { code, redirectUri })).toEqual(ended);
    expect(await redeem(reach, { code: 'made-up', redirectUri })).toEqual(ended);
  });

  it('that was cancelled comes back without a code', async () => {
    expect(await codeFrom(createJira(), 'cancel')).toBe('');
  });

  it('is offered where the deployment has an app, and needs the right one', async () => {
    const { jira } = await signedIn();
    const none = { ...settings, atlassianClientId: '', atlassianClientSecret: '' };
    expect([settings, none].map(offersSignIn)).toEqual([true, false]);
    const at = (changed: typeof settings) => ({
      ...reachOf((url, init) => jira.fetch(new Request(url, init))),
      settings: changed,
    });
    expect(await redeem(at(none), { code: 'x', redirectUri })).toMatchObject({ error: { reason: 'unauthorized' } });
    const wrong = { ...settings, atlassianClientSecret: 'another secret' };
    expect(await redeem(at(wrong), { code: await codeFrom(jira), redirectUri })).toEqual({
      ok: false,
      error: {
        reason: 'unauthorized',
        detail: 'Atlassian does not accept the app of this deployment. Its operator has to check its id and secret.',
      },
    });
  });
});

describe('tokens', () => {
  const freshen = (reach: Parameters<typeof redeem>[0], secret: JiraTokens | { token: string }) =>
    adapter.freshen!(reach, { deployment: 'cloud', site_url: 'https://northwind.atlassian.net' }, secret);

  it('are left alone while they are good, and so is a pasted one', async () => {
    const { clock, jira, reach, tokens } = await signedIn();
    clock.now += HOUR - 6 * 60_000;
    const pasted = { token: 'demo-jira-token' };
    expect((await freshen(reach, tokens)).ok && (await freshen(reach, tokens))).toEqual({ ok: true, value: tokens });
    expect(await freshen(reach, pasted)).toEqual({ ok: true, value: pasted });
    expect(jira.calls('/oauth/token')).toBe(1);
  });

  it('are renewed shortly before they end, and the refresh token with them', async () => {
    const { clock, reach, tokens } = await signedIn();
    let held: JiraTokens = tokens;
    for (let day = 0; day < 3; day++) {
      clock.now += HOUR - 60_000;
      const next = await freshen(reach, held);
      if (!next.ok) throw new Error(next.error.detail);
      const renewed = next.value as JiraTokens;
      expect(renewed.refresh_token).not.toBe(held.refresh_token);
      expect(renewed.expires_at).toBe(clock.now + HOUR);
      expect(await listSites(reach, renewed)).toMatchObject({ ok: true });
      held = renewed;
    }
    expect(await freshen({ ...reach, now: () => clock.now + HOUR }, tokens)).toMatchObject({
      error: { reason: 'unauthorized', detail: expect.stringContaining('Sign in to Atlassian again') },
    });
  });

  it('are used to their end where Atlassian cannot be asked, and no longer', async () => {
    const { clock, jira, reach, tokens } = await signedIn();
    jira.fail({ kind: 'status', status: 503 }, { path: '/oauth/token' });
    clock.now += HOUR - 60_000;
    expect(await freshen(reach, tokens)).toEqual({ ok: true, value: tokens });
    clock.now += 60_000;
    expect(await freshen(reach, tokens)).toMatchObject({ error: { reason: 'unavailable' } });
  });

  it('stand in no failure', async () => {
    for (const fault of [
      { kind: 'status', status: 400 },
      { kind: 'malformed' },
      { kind: 'truncated' },
      { kind: 'wrong_type' },
    ] as const) {
      const { clock, jira, reach, tokens } = await signedIn();
      jira.fail(fault, { path: '/oauth/' });
      clock.now += 2 * HOUR;
      const told = JSON.stringify([await freshen(reach, tokens), await listSites(reach, tokens)]);
      for (const secret of [tokens.access_token, tokens.refresh_token, settings.atlassianClientSecret])
        expect(told).not.toContain(secret);
      expect(told).not.toContain('"ok":true');
    }
  });
});
