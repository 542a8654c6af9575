import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { type Authenticator, authenticator, type Odds } from '../support/authenticator.ts';
import { type Person, type World, world } from '../support/world.ts';

const site = 'http://localhost';
const account = '/o/northwind/account';

type Sending = { cookie?: string; form?: Record<string, string> };

const ask = (path: string, { cookie, form }: Sending = {}) =>
  exports.default.fetch(`${site}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { ...(cookie ? { Cookie: cookie } : {}), Origin: site },
    body: form ? new URLSearchParams(form) : undefined,
  });

const cookieOf = (response: Response, name: string) =>
  response.headers
    .getSetCookie()
    .find((each) => each.startsWith(`${name}=`))
    ?.split(';')[0];

const rows = async <Row,>(sql: string) => (await env.DB.prepare(sql).all<Row>()).results;

const BROWSER = 'browser=the-browser-of-the-account-page';

/** Makes a passkey on the account page. @returns the answer, and the cookie of the session from then on */
async function add(session: string, device: Authenticator, { name = 'Laptop', odds = {} as Odds } = {}) {
  const cookie = `${session}; ${BROWSER}`;
  const challenge = await ask(`${account}/passkeys/challenge`, { cookie, form: {} });
  const options = await challenge.json<Parameters<Authenticator['create']>[0]>();
  const answer = JSON.stringify(await device.create(options, odds));
  const added = await ask(`${account}/passkeys`, { cookie, form: { name, answer } });
  return { options, answer, added, cookie: cookieOf(added, 'session') ?? session };
}

/** Asks what to sign, in a browser of its own. */
async function begin() {
  const asked = await ask('/signin/passkey/challenge', { form: {} });
  return { options: await asked.json<{ challenge: string; rpId: string }>(), browser: cookieOf(asked, 'browser')! };
}

async function signIn(device: Authenticator, odds: Odds = {}, next = '') {
  const { options, browser } = await begin();
  const answer = JSON.stringify(await device.get(options, odds));
  return { answer, browser, entered: await ask('/signin/passkey', { cookie: browser, form: { answer, next } }) };
}

async function withPasskey(who: (w: World) => Person = (w) => w.dana) {
  const w = await world();
  const device = await authenticator(site);
  const { added, cookie } = await add(await w.cookie(who(w)), device);
  expect(added.status).toBe(303);
  return { w, device, cookie };
}

describe('a passkey', () => {
  test('is added on the account page under a name, and signs in from then on', async () => {
    const { device, cookie } = await withPasskey();
    const page = await (await ask(account, { cookie })).text();
    expect(page).toContain('Laptop');
    expect(page).toContain('not used yet');

    const { entered } = await signIn(device, {}, '/o/northwind/okrs');
    expect([entered.status, entered.headers.get('Location')]).toEqual([303, '/o/northwind/okrs']);
    const session = cookieOf(entered, 'session')!;
    expect((await ask('/', { cookie: session })).headers.get('Location')).toBe('/o/northwind');
    expect(await rows('select method, proved from sessions order by created_at desc limit 1')).toEqual([
      { method: 'passkey', proved: 1 },
    ]);
    expect(await (await ask(account, { cookie: session })).text()).not.toContain('not used yet');
  });

  test('leaves an event with neither name nor address, and a letter to its owner', async () => {
    await withPasskey();
    const [event] = await rows<{ data: string }>("select data from events where action = 'member.passkey_added'");
    expect(event).toEqual({ data: '{}' });
    const letters = await vi.waitUntil(async () => {
      const found = await rows<{ to: string; subject: string }>('select "to", subject from mails');
      return found.length > 0 && found;
    });
    expect(letters).toEqual([{ to: 'dana@northwind.test', subject: 'A passkey was added to your account' }]);
  });

  test('is asked for so that it is found without a name and its person is verified', async () => {
    const w = await world();
    const { options } = await add(await w.cookie(w.dana), await authenticator(site));
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Cairn' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    });
    const { options: asked } = await begin();
    expect(asked).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
    expect(asked).not.toHaveProperty('allowCredentials.0');
  });

  test('gives the session another token, so that nobody who knew the old one comes along', async () => {
    const w = await world();
    const before = await w.cookie(w.dana);
    const { cookie } = await add(before, await authenticator(site));
    expect(cookie).not.toBe(before);
    expect((await ask(account, { cookie })).status).toBe(200);
    expect((await ask(account, { cookie: before })).status).toBe(303);
    expect(await rows('select 1 from sessions')).toHaveLength(1);
  });

  test('shares the user of the other passkeys of its person, and excludes them', async () => {
    const { device, cookie } = await withPasskey();
    const { options } = await add(cookie, await authenticator(site), { name: 'Phone' });
    const kept = await rows<{ user_handle: string }>('select distinct user_handle from passkeys');
    expect(kept).toEqual([{ user_handle: options.user.id }]);
    expect(options).toMatchObject({ excludeCredentials: [{ id: device.id }] });
  });

  test('opens every organization of its person', async () => {
    const { device } = await withPasskey();
    const south = await world({ slug: 'southwind' });
    await south.db.run("update members set email = 'dana@northwind.test' where email = 'dana@southwind.test'");
    const session = cookieOf((await signIn(device)).entered, 'session')!;
    expect((await ask('/o/northwind', { cookie: session })).status).toBe(200);
    expect((await ask('/o/southwind', { cookie: session })).status).toBe(200);
  });

  test('does not open an organization that lets in by its own sign-in alone', async () => {
    const { w, device } = await withPasskey();
    await w.db.run('update organizations set sso_only = 1');
    const session = cookieOf((await signIn(device)).entered, 'session')!;
    const turned = await ask('/o/northwind/okrs?status=behind', { cookie: session });
    expect([turned.status, turned.headers.get('Location')]).toEqual([
      303,
      '/sso/northwind?next=%2Fo%2Fnorthwind%2Fokrs%3Fstatus%3Dbehind',
    ]);
  });

  test('opens nothing for somebody who has left', async () => {
    const { w, device } = await withPasskey();
    await w.db.run('update members set deactivated_at = 1');
    const session = cookieOf((await signIn(device)).entered, 'session')!;
    expect((await ask('/o/northwind', { cookie: session })).status).toBe(303);
  });
});

describe('signing in with a passkey is refused', () => {
  const refusal = async ({ entered }: { entered: Response }) => {
    expect(entered.status).toBe(403);
    expect(cookieOf(entered, 'session')).toBeUndefined();
    return entered.text();
  };

  test.each<[string, Odds]>([
    ['that another site asked for', { origin: 'https://evil.test' }],
    ['that is bound to another site', { rpId: 'evil.test' }],
    ['whose device did not verify its person', { verified: false }],
    ['that signed another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ])('one %s', async (_, odds) => {
    const { device } = await withPasskey();
    expect(await refusal(await signIn(device, odds))).toContain('Sign in with a passkey');
    expect(await rows('select 1 from sessions')).toHaveLength(1);
  });

  test('one whose counter went back, as a copy’s does', async () => {
    const { device } = await withPasskey();
    expect((await signIn(device, { counter: 5 })).entered.status).toBe(303);
    await refusal(await signIn(device, { counter: 5 }));
    await refusal(await signIn(device, { counter: 4 }));
    expect((await signIn(device, { counter: 6 })).entered.status).toBe(303);
  });

  test('one that counts nothing is not, because many do not count', async () => {
    const { device } = await withPasskey();
    expect((await signIn(device, { counter: 0 })).entered.status).toBe(303);
    expect((await signIn(device, { counter: 0 })).entered.status).toBe(303);
  });

  test('one that Cairn does not know', async () => {
    await withPasskey();
    const stranger = await authenticator(site);
    expect(await refusal(await signIn(stranger))).toContain('Cairn does not know this passkey.');
  });

  test('one that signs under the id of another', async () => {
    const { device } = await withPasskey();
    const stranger = await authenticator(site);
    const { options, browser } = await begin();
    const answer = JSON.stringify({ ...(await stranger.get(options)), id: device.id, rawId: device.id });
    await refusal({ entered: await ask('/signin/passkey', { cookie: browser, form: { answer, next: '' } }) });
  });

  test('one whose answer says it is of another person', async () => {
    const { device } = await withPasskey();
    const { options, browser } = await begin();
    const signed = await device.get(options);
    const answer = JSON.stringify({ ...signed, response: { ...signed.response, userHandle: 'c29tZWJvZHk' } });
    await refusal({ entered: await ask('/signin/passkey', { cookie: browser, form: { answer, next: '' } }) });
  });

  test('a second time with the same answer', async () => {
    const { device } = await withPasskey();
    const { answer, browser, entered } = await signIn(device, { counter: 0 });
    expect(entered.status).toBe(303);
    const again = await ask('/signin/passkey', { cookie: browser, form: { answer, next: '' } });
    expect(await refusal({ entered: again })).toContain('This took too long, or was begun in another browser.');
  });

  test('in another browser than the one that was asked', async () => {
    const { device } = await withPasskey();
    const { options } = await begin();
    const { browser } = await begin();
    const answer = JSON.stringify(await device.get(options));
    await refusal({ entered: await ask('/signin/passkey', { cookie: browser, form: { answer, next: '' } }) });
  });

  test('after the challenge has expired', async () => {
    const { w, device } = await withPasskey();
    const { options, browser } = await begin();
    await w.db.run(`update challenges set expires_at = ${Date.now() - 1}`);
    const answer = JSON.stringify(await device.get(options));
    await refusal({ entered: await ask('/signin/passkey', { cookie: browser, form: { answer, next: '' } }) });
  });

  test('with a challenge that was given for adding one', async () => {
    const { device, cookie } = await withPasskey();
    const given = await ask(`${account}/passkeys/challenge`, { cookie, form: {} });
    const { challenge } = await given.json<{ challenge: string }>();
    const answer = JSON.stringify(await device.get({ challenge, rpId: 'localhost' }));
    await refusal({ entered: await ask('/signin/passkey', { cookie, form: { answer, next: '' } }) });
  });

  test.each(['', '{}', 'null', '{"id":"a","rawId":"a","type":"public-key"}', '{"id":"a"', '[]'])(
    'with an answer that is none (%j)',
    async (answer) => {
      await refusal({ entered: await ask('/signin/passkey', { form: { answer, next: '' } }) });
    },
  );

  test('with client data that cannot be read', async () => {
    const { device } = await withPasskey();
    const { options, browser } = await begin();
    const signed = await device.get(options);
    for (const clientDataJSON of ['A', 'e30', 'bm90IGpzb24']) {
      const answer = JSON.stringify({ ...signed, response: { ...signed.response, clientDataJSON } });
      await refusal({ entered: await ask('/signin/passkey', { cookie: browser, form: { answer, next: '' } }) });
    }
  });

  test('and never leads away from the site', async () => {
    const { device } = await withPasskey();
    expect((await signIn(device, {}, '//evil.test')).entered.headers.get('Location')).toBe('/');
  });
});

describe('adding a passkey is refused', () => {
  test.each<[string, Odds]>([
    ['from another site', { origin: 'https://evil.test' }],
    ['bound to another site', { rpId: 'evil.test' }],
    ['without its person verified', { verified: false }],
    ['for another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ])('%s', async (_, odds) => {
    const w = await world();
    const { added } = await add(await w.cookie(w.dana), await authenticator(site), { odds });
    expect(added.status).toBe(422);
    expect(await rows('select 1 from passkeys')).toEqual([]);
  });

  test('a second time with the same answer', async () => {
    const w = await world();
    const first = await add(await w.cookie(w.dana), await authenticator(site));
    const form = { name: 'Again', answer: first.answer };
    const again = await ask(`${account}/passkeys`, { cookie: `${first.cookie}; ${BROWSER}`, form });
    expect(again.status).toBe(422);
    expect(await rows('select 1 from passkeys')).toHaveLength(1);
  });

  test.each<[string, keyof World, string]>([
    ['in another browser than the one that was asked', 'dana', 'browser=another'],
    ['by somebody else than who was asked', 'ada', BROWSER],
  ])('%s', async (_, who, browser) => {
    const w = await world();
    const [device, cookie] = [await authenticator(site), `${await w.cookie(w.dana)}; ${BROWSER}`];
    const given = await ask(`${account}/passkeys/challenge`, { cookie, form: {} });
    const form = { name: 'Mine', answer: JSON.stringify(await device.create(await given.json())) };
    const other = `${await w.cookie(w[who] as Person)}; ${browser}`;
    expect((await ask(`${account}/passkeys`, { cookie: other, form })).status).toBe(422);
    expect((await ask(`${account}/passkeys`, { cookie, form })).status).toBe(303);
  });

  test('for a key that is somebody else’s already', async () => {
    const { w, device } = await withPasskey();
    const { added } = await add(await w.cookie(w.ada), device);
    expect(added.status).toBe(409);
    expect(await rows('select email from passkeys')).toEqual([{ email: 'dana@northwind.test' }]);
  });

  test('without a name', async () => {
    const w = await world();
    const { added } = await add(await w.cookie(w.dana), await authenticator(site), { name: ' ' });
    expect(added.status).toBe(422);
    expect(await added.text()).toContain('Write a name by which you will know this passkey.');
  });

  test('half an hour after signing in, and so is removing one', async () => {
    const { w, device, cookie } = await withPasskey();
    await w.db.run(`update sessions set created_at = ${Date.now() - 31 * 60_000}`);
    expect((await ask(`${account}/passkeys/challenge`, { cookie, form: {} })).status).toBe(403);
    expect((await ask(`${account}/passkeys/${device.id}/removal`, { cookie, form: {} })).status).toBe(403);
    expect(await (await ask(account, { cookie })).text()).toContain('Sign in again');
  });

  test('to who came through an organization alone, which may have vouched for a stranger', async () => {
    const w = await world();
    const cookie = await w.cookie(w.dana);
    await w.db.run(`update sessions set proved = 0, method = 'sso', sso_orgs = '["${w.org.id}"]'`);
    expect((await ask(`${account}/passkeys/challenge`, { cookie, form: {} })).status).toBe(403);
    expect(await (await ask(account, { cookie })).text()).not.toContain('data-passkey');
  });

  test('when there are twenty', async () => {
    const { w, cookie } = await withPasskey();
    await w.db.run(`insert into passkeys select value, email, user_handle, public_key, counter, transports, name, backed_up,
      created_at, used_at from passkeys, (with recursive n(value) as (select 1 union select value + 1 from n where value < 19)
      select 'key' || value as value from n)`);
    const asked = await ask(`${account}/passkeys/challenge`, { cookie, form: {} });
    expect(asked.status).toBe(409);
  });
});

describe('one’s passkeys', () => {
  test('are renamed and removed, each with an event', async () => {
    const { device, cookie } = await withPasskey();
    const renamed = await ask(`${account}/passkeys/${device.id}`, { cookie, form: { name: 'Old laptop' } });
    expect(renamed.status).toBe(303);
    expect(await (await ask(account, { cookie })).text()).toContain('Old laptop');
    expect((await ask(`${account}/passkeys/${device.id}/removal`, { cookie, form: {} })).status).toBe(303);
    expect((await signIn(device)).entered.status).toBe(403);
    const actions = await rows<{ action: string }>(
      "select action from events where action like '%passkey%' order by id",
    );
    expect(actions.map((each) => each.action)).toEqual([
      'member.passkey_added',
      'member.passkey_renamed',
      'member.passkey_removed',
    ]);
  });

  test('keep their name when the new one is none, and show what was typed', async () => {
    const { device, cookie } = await withPasskey();
    const refused = await ask(`${account}/passkeys/${device.id}`, { cookie, form: { name: 'x'.repeat(61) } });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('A name has at most 60 characters.');
    expect(await rows('select name from passkeys')).toEqual([{ name: 'Laptop' }]);
  });

  test('are nobody else’s to rename, to remove or to see, an owner’s neither', async () => {
    const { w, device } = await withPasskey();
    const cookie = await w.cookie(w.ada);
    expect((await ask(`${account}/passkeys/${device.id}`, { cookie, form: { name: 'Mine' } })).status).toBe(404);
    expect((await ask(`${account}/passkeys/${device.id}/removal`, { cookie, form: {} })).status).toBe(404);
    expect(await (await ask(account, { cookie })).text()).not.toContain(device.id);
    expect(await rows('select name from passkeys')).toEqual([{ name: 'Laptop' }]);
  });
});
