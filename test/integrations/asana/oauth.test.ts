import { describe, expect, it } from 'vitest';
import type { Reach } from '../../../src/integrations/adapter.ts';
import { asana as adapter } from '../../../src/integrations/asana/index.ts';
import { type AsanaTokens, authorizeUrl, offersSignIn, redeem } from '../../../src/integrations/asana/oauth.ts';
import { type Asana, createAsana } from '../../stand-ins/asana/asana.ts';
import { demoAccount, demoGids } from '../../stand-ins/asana/demo.ts';
import type { Fault } from '../../stand-ins/common/faults.ts';
import { NOW, settings } from '../jira/reach.ts';
import { queryOf, reachTo } from './reach.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const redirectUri = 'https://cairn.test/signin/asana';
const verifier = 'a-verifier-that-is-long-enough-for-anybody-0123456789';
const challenge = 'GnjK8hqUC4WwbjpXkCAXvazcO6UcvuLVo5oX15JnqJI';

/** An Asana and a reach to it that share one clock. */
function both() {
  const clock = { now: NOW };
  const asana = createAsana({ now: () => clock.now });
  return { clock, asana, reach: reachTo(asana, () => clock.now) };
}

/** What Asana hands to an app that Dana allows, as the address that her browser is sent to tells it. */
async function allow(asana: Asana, reach: Reach, answer = 'allow'): Promise<URLSearchParams> {
  const page = new URL(authorizeUrl(reach.settings, { redirectUri, state: 'our state', challenge }));
  const body = new URLSearchParams([...page.searchParams, ['answer', answer], ['user', demoGids.dana]]);
  const sent = await asana.fetch(new Request(page.origin + page.pathname, { method: 'POST', body }));
  return new URL(sent.headers.get('Location')!).searchParams;
}

async function signedIn() {
  const world = both();
  const code = (await allow(world.asana, world.reach)).get('code')!;
  const redeemed = await redeem(world.reach, { code, redirectUri, verifier });
  if (!redeemed.ok) throw new Error(redeemed.error.detail);
  return { ...world, secret: redeemed.value as AsanaTokens };
}

const freshen = (reach: Reach, secret: AsanaTokens) => adapter.freshen!(reach, {}, secret);

describe('signing in', () => {
  it('is offered where the deployment has an app', () => {
    expect(offersSignIn(settings)).toBe(false);
    expect(offersSignIn({ ...settings, asanaClientId: '1' })).toBe(false);
    expect(offersSignIn({ ...settings, asanaClientId: '1', asanaClientSecret: 's' })).toBe(true);
  });

  it('leads to Asana with everything but the secret', () => {
    const url = new URL(authorizeUrl(both().reach.settings, { redirectUri, state: 'our state', challenge }));
    expect(url.origin + url.pathname).toBe('https://app.asana.com/-/oauth_authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: demoAccount.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      state: 'our state',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      scope: 'default',
    });
  });

  it('gives tokens for an hour, with which projects can be read', async () => {
    const { reach, secret } = await signedIn();
    expect(secret).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_at: NOW + HOUR,
    });
    expect(await adapter.read(reach, {}, secret, [queryOf()])).toMatchObject([{ value: { matched: 40 } }]);
  });

  it('that the person refuses comes back without a code', async () => {
    const { asana, reach } = both();
    const answer = await allow(asana, reach, 'deny');
    expect([answer.get('error'), answer.get('code'), answer.get('state')]).toEqual([
      'access_denied',
      null,
      'our state',
    ]);
  });

  it.each([
    ['another verifier', { verifier: 'guess' }],
    ['another address', { redirectUri: 'https://evil.test/' }],
    ['another code', { code: 'guess' }],
  ])('with %s gives nothing', async (_name, wrong) => {
    const { asana, reach } = both();
    const code = (await allow(asana, reach)).get('code')!;
    expect(await redeem(reach, { code, redirectUri, verifier, ...wrong })).toEqual({
      ok: false,
      error: { reason: 'unauthorized', detail: 'Asana no longer accepts this sign-in. Sign in to Asana again.' },
    });
  });

  it('with a secret that Asana does not know says whom to ask', async () => {
    const { asana, reach } = both();
    const code = (await allow(asana, reach)).get('code')!;
    const wrong = { ...reach, settings: { ...reach.settings, asanaClientSecret: 'old' } };
    expect(await redeem(wrong, { code, redirectUri, verifier })).toMatchObject({
      error: { reason: 'unauthorized', detail: expect.stringContaining('Its operator has to check') },
    });
  });

  it('without a refresh token in the answer is no sign-in', async () => {
    const server = { fetch: async () => Response.json({ access_token: 'a', expires_in: 3600 }) };
    expect(await redeem(reachTo(server), { code: 'c', redirectUri, verifier })).toMatchObject({
      error: { reason: 'bad_response' },
    });
  });
});

describe('a token', () => {
  it('that a person pasted, or that is good for more than five minutes, stays as it is', async () => {
    const { asana, clock, reach, secret } = await signedIn();
    asana.requests.length = 0;
    const pasted = { token: 'pasted' };
    expect(await adapter.freshen!(reach, {}, pasted)).toEqual({ ok: true, value: pasted });
    clock.now = secret.expires_at - 5 * MINUTE - 1;
    const same = await freshen(reach, secret);
    expect(same.ok && same.value).toBe(secret);
    expect(asana.requests).toEqual([]);
  });

  it('that ends within five minutes is renewed, and the refresh token kept', async () => {
    const { clock, reach, secret } = await signedIn();
    clock.now = secret.expires_at - 5 * MINUTE;
    const fresh = await freshen(reach, secret);
    expect(fresh).toEqual({
      ok: true,
      value: {
        access_token: expect.any(String),
        refresh_token: secret.refresh_token,
        expires_at: clock.now + HOUR,
      },
    });
    expect(fresh.ok && fresh.value).not.toMatchObject({ access_token: secret.access_token });
  });

  it('comes with a new refresh token where Asana replaces it', async () => {
    const { asana, clock, reach, secret } = await signedIn();
    asana.rotates = true;
    clock.now = secret.expires_at;
    const fresh = await freshen(reach, secret);
    if (!fresh.ok) throw new Error(fresh.error.detail);
    expect(fresh.value).not.toMatchObject({ refresh_token: secret.refresh_token });
    clock.now += HOUR;
    expect(await freshen(reach, fresh.value as AsanaTokens)).toMatchObject({ ok: true });
  });

  it('whose sign-in was revoked asks the person to sign in again, though it may not have ended', async () => {
    const { asana, clock, reach, secret } = await signedIn();
    asana.state.grants = [];
    clock.now = secret.expires_at - MINUTE;
    expect(await freshen(reach, secret)).toEqual({
      ok: false,
      error: { reason: 'unauthorized', detail: 'Asana no longer accepts this sign-in. Sign in to Asana again.' },
    });
  });

  it.each<[string, Fault, string]>([
    ['a failure of Asana', { kind: 'status', status: 500 }, 'unavailable'],
    ['a request to slow down', { kind: 'status', status: 429 }, 'rate_limited'],
    ['a broken connection', { kind: 'truncated' }, 'unavailable'],
    ['a page for people', { kind: 'wrong_type' }, 'bad_response'],
  ])('that cannot be renewed because of %s is used until it ends', async (_name, fault, reason) => {
    const { asana, clock, reach, secret } = await signedIn();
    asana.fail(fault, { path: 'oauth_token' });
    clock.now = secret.expires_at - 1;
    const same = await freshen(reach, secret);
    expect(same.ok && same.value).toBe(secret);
    clock.now = secret.expires_at;
    expect(await freshen(reach, secret)).toMatchObject({ error: { reason } });
  });

  it('of an app that the deployment has no more asks for another way', async () => {
    const { clock, reach, secret } = await signedIn();
    clock.now = secret.expires_at;
    const without = { ...reach, settings };
    expect(await freshen(without, secret)).toMatchObject({
      error: { reason: 'unauthorized', detail: expect.stringContaining('Paste a token') },
    });
  });

  it('is in no failure', async () => {
    const { asana, clock, reach, secret } = await signedIn();
    clock.now = secret.expires_at;
    for (const fault of [{ kind: 'status', status: 400 }, { kind: 'malformed' }, { kind: 'huge' }] as Fault[]) {
      asana.fail(fault);
      const told = JSON.stringify(await freshen(reach, secret));
      for (const hidden of [secret.access_token, secret.refresh_token, demoAccount.clientSecret])
        expect(told).not.toContain(hidden);
    }
  });
});
