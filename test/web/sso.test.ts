import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { addDomain } from '../../src/domain/domains/adding.ts';
import { recordOf } from '../../src/domain/domains/domain.ts';
import { proveByRecords } from '../../src/domain/domains/proving.ts';
import { editMember } from '../../src/domain/members/editing.ts';
import { findMember } from '../../src/domain/members/listing.ts';
import { requireSignOn, saveProvider } from '../../src/domain/sso/configuring.ts';
import type { ProviderInput } from '../../src/domain/sso/provider.ts';
import { isOutdated } from '../../src/lib/sealed.ts';
import { keyRing } from '../../src/writers/outside.ts';
import {
  CLIENT,
  createVisitor,
  ISSUER,
  leadsTo,
  openIdOutside,
  type Said,
  type Straying,
  type Visitor,
} from '../support/oidc.ts';
import { explain, recordStatements, scansIn, sweepsIn } from '../support/plans.ts';
import { type World, world } from '../support/world.ts';

const input: ProviderInput = {
  label: 'Northwind',
  issuer: ISSUER,
  client_id: CLIENT.clientId,
  client_secret: CLIENT.secret,
  enabled: true,
  admits: false,
  admits_as: 'member',
};

let w: World;

const configure = (changes: Partial<ProviderInput> = {}) =>
  saveProvider(w.as(w.ada), keyRing(env), { ...input, ...changes });

beforeEach(async () => {
  w = await world({ now: Date.now() });
  await configure();
});

async function ownDomain(domain = 'northwind.test') {
  const added = await addDomain(w.as(w.ada), { domain });
  await proveByRecords(w.as(w.ada), added, [recordOf(added)]);
}

/** Leaves for the provider. */
async function leave(visitor: Visitor, path = '/sso/northwind'): Promise<string> {
  const response = await visitor.ask(path);
  expect(response.status).toBe(200);
  return leadsTo(response);
}

/** Goes there and comes back. */
async function come(
  openid: ReturnType<typeof openIdOutside>,
  { claims = {}, visitor = createVisitor(), bend = (back: URL) => back }: Coming = {},
) {
  const back = bend(openid.authorize(await leave(visitor), claims));
  return { visitor, back, response: await visitor.ask(back.pathname + back.search) };
}
type Coming = { claims?: Said; visitor?: Visitor; bend?: (back: URL) => URL };

const locationOf = (response: Response) => response.headers.get('Location') ?? '';
const failureIn = (response: Response) => new URL(locationOf(response), 'http://x').searchParams.get('failed');
const events = async (action: string) =>
  (await env.DB.prepare('select data from events where action = ?').bind(action).all<{ data: string }>()).results;
const count = async (table: string) =>
  (await env.DB.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())!.n;

describe('single sign-on', () => {
  it('lets a member in, by code with PKCE, state and nonce, and back to where they were going', async () => {
    const openid = openIdOutside();
    const visitor = createVisitor();
    const to = new URL(await leave(visitor, '/sso/northwind?next=/o/northwind/okrs'));
    expect(to.origin + to.pathname).toBe(`${ISSUER}/authorize`);
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'cairn',
      redirect_uri: 'http://localhost/sso/callback',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(to.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
    const back = openid.authorize(to.href);
    const response = await visitor.ask(back.pathname + back.search);
    expect([response.status, locationOf(response)]).toEqual([303, '/o/northwind/okrs']);
    expect((await visitor.ask('/o/northwind/okrs')).status).toBe(200);
    expect(await env.DB.prepare('select method, proved, email from sessions').first()).toEqual({
      method: 'sso',
      proved: 0,
      email: w.dana.email,
    });
    expect(await events('member.bound')).toHaveLength(1);
  });

  it('never leads away from the site afterwards', async () => {
    const openid = openIdOutside();
    const visitor = createVisitor();
    const back = openid.authorize(await leave(visitor, '/sso/northwind?next=//evil.test'));
    expect(locationOf(await visitor.ask(back.pathname + back.search))).toBe('/o/northwind');
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('believes signatures by %s', async (alg) => {
    const { response } = await come(openIdOutside({ alg }));
    expect(locationOf(response)).toBe('/o/northwind');
  });

  it('asks the UserInfo endpoint for an address that the token leaves out', async () => {
    const openid = openIdOutside({ userInfo: { email: 'dana@northwind.test', email_verified: true } });
    const { response } = await come(openid, { claims: { email: undefined, email_verified: undefined } });
    expect(locationOf(response)).toBe('/o/northwind');
  });

  it('knows somebody by their subject although their address changed at the provider', async () => {
    const openid = openIdOutside();
    await come(openid);
    const { response, visitor } = await come(openid, { claims: { email: 'dana.married@northwind.test' } });
    expect(locationOf(response)).toBe('/o/northwind');
    expect((await visitor.ask('/o/northwind')).status).toBe(200);
    expect(await count('identities')).toBe(1);
  });

  it('opens its own organization alone', async () => {
    const south = await world({ slug: 'southwind', now: Date.now() });
    await editMember(south.as(south.ada), await findMember(south.as(south.ada), south.dana.id), {
      email: w.dana.email,
    });
    const { visitor } = await come(openIdOutside());
    expect((await visitor.ask('/o/northwind')).status).toBe(200);
    expect(locationOf(await visitor.ask('/o/southwind'))).toContain('/signin');
  });

  it('keeps what the session of the same person had shown, and nothing of somebody else’s', async () => {
    const openid = openIdOutside();
    const own = createVisitor(await w.cookie(w.dana));
    await come(openid, { visitor: own });
    const other = createVisitor(await w.cookie(w.ada));
    await come(openid, { visitor: other });
    const rows = await env.DB.prepare("select proved from sessions where method = 'sso' order by created_at").all();
    expect(rows.results).toEqual([{ proved: 1 }, { proved: 0 }]);
    expect(await count('sessions')).toBe(2);
  });

  it('allows for clocks that differ by less than a minute', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const { response } = await come(
      openIdOutside({ claims: { iat: seconds + 40, nbf: seconds + 40, exp: seconds - 20 } }),
    );
    expect(locationOf(response)).toBe('/o/northwind');
  });

  it('encrypts its secret again when an older key did so', async () => {
    const older = keyRing(env).toReversed();
    await saveProvider(w.as(w.ada), older, input);
    const kept = async () =>
      (await env.DB.prepare('select secret from identity_providers').first<{ secret: string }>())!;
    expect(isOutdated(keyRing(env), (await kept()).secret)).toBe(true);
    const openid = openIdOutside();
    await come(openid);
    expect(isOutdated(keyRing(env), (await kept()).secret)).toBe(false);
    expect(locationOf((await come(openid)).response)).toBe('/o/northwind');
  });

  it('reads the keys anew after the provider has changed them', async () => {
    const openid = openIdOutside();
    await come(openid);
    openid.rotate();
    const { response } = await come(openid);
    expect(locationOf(response)).toBe('/o/northwind');
  });
});

const seconds = () => Math.floor(Date.now() / 1000);
const without = (name: string) => (back: URL) => {
  back.searchParams.delete(name);
  return back;
};
const having = (name: string, value: string) => (back: URL) => {
  back.searchParams.set(name, value);
  return back;
};
const answering = (error: string) => (back: URL) => having('error', error)(without('code')(back));

type Failing = [what: string, failed: string, Straying, Coming];

const failing: Failing[] = [
  ['whom the provider did not let through', 'denied', {}, { bend: answering('access_denied') }],
  ['whose provider is not itself', 'unreachable', {}, { bend: answering('temporarily_unavailable') }],
  ['whose provider refuses the question', 'client_refused', {}, { bend: answering('invalid_scope') }],
  ['with another state', 'state', {}, { bend: having('state', 'another') }],
  ['without a state', 'state', {}, { bend: without('state') }],
  ['with an answer of another issuer', 'wrong_issuer', {}, { bend: having('iss', 'https://evil.test') }],
  [
    'with an answer that leaves out its issuer, although it says it would not',
    'wrong_issuer',
    { metadata: { authorization_response_iss_parameter_supported: true } },
    { bend: without('iss') },
  ],
  ['with a code that is none', 'code_refused', {}, { bend: having('code', 'made-up') }],
  ['with the nonce of another sign-in', 'nonce', { claims: { nonce: 'another' } }, {}],
  ['without a nonce', 'nonce', { claims: { nonce: undefined } }, {}],
  ['with a token for another application', 'audience', { claims: { aud: 'another' } }, {}],
  [
    'with a token for several, of which another is the party',
    'audience',
    { claims: { aud: ['cairn', 'b'], azp: 'b' } },
    {},
  ],
  ['with a token for Cairn that was given to another party', 'audience', { claims: { azp: 'another' } }, {}],
  ['with a token of another issuer', 'wrong_issuer', { claims: { iss: 'https://evil.test' } }, {}],
  ['with a token that has expired', 'expired', { claims: { exp: seconds() - 3600 } }, {}],
  ['with a token of the future', 'expired', { claims: { nbf: seconds() + 3600 } }, {}],
  ['with a token that nobody signed', 'signature', { alg: 'none' }, {}],
  ['with a token that a stranger signed', 'signature', { strangeKey: true }, {}],
  [
    'whose provider calls itself something else',
    'wrong_issuer',
    { claims: { iss: 'https://login.northwind.test/' } },
    {},
  ],
  ['without an address', 'no_email', {}, { claims: { email: undefined } }],
  ['with an address that is not verified', 'unverified', {}, { claims: { email_verified: false } }],
  ['with an address of which nobody says so', 'unverified', {}, { claims: { email_verified: undefined } }],
  ['who is not a member', 'not_member', {}, { claims: { email: 'eve@northwind.test' } }],
  ['whose provider is down when the code is redeemed', 'unreachable', { broken: { '/token': 503 } }, {}],
  ['whose provider’s keys cannot be read', 'unreachable', { broken: { '/keys': 'down' } }, {}],
];

describe('somebody', () => {
  it.each(failing)('%s does not get in, and is told why', async (_, failed, straying, coming) => {
    const openid = openIdOutside(straying);
    const { response, visitor } = await come(openid, coming);
    expect([response.status, failureIn(response)]).toEqual([303, failed]);
    expect(await count('sessions')).toBe(0);
    expect(await count('identities')).toBe(0);
    const page = await visitor.ask(locationOf(response));
    expect(page.status).toBe(200);
    expect(await page.text()).toMatch(/<h1>[^<]+\.<\/h1>/);
  });

  it('who sends an answer a second time does not get in by it', async () => {
    const openid = openIdOutside();
    const visitor = createVisitor();
    const back = openid.authorize(await leave(visitor));
    const kept = new Map(visitor.jar);
    await visitor.ask(back.pathname + back.search);
    for (const [name, value] of kept) visitor.jar.set(name, value);
    expect(failureIn(await visitor.ask(back.pathname + back.search))).toBe('reused');
    expect(failureIn(await visitor.ask(back.pathname + back.search))).toBe('state');
    expect(openid.asked.filter(({ path }) => path === '/token')).toHaveLength(1);
  });

  it('who uses a code again in a sign-in of their own does not get in by it', async () => {
    const openid = openIdOutside();
    const { back } = await come(openid);
    const { response } = await come(openid, { bend: having('code', back.searchParams.get('code')!) });
    expect(failureIn(response)).toBe('code_refused');
  });

  it('who comes in another browser than they left with does not get in', async () => {
    const openid = openIdOutside();
    const visitor = createVisitor();
    const back = openid.authorize(await leave(visitor));
    expect(failureIn(await createVisitor().ask(back.pathname + back.search))).toBe('state');
    const thief = createVisitor(`errand=${visitor.jar.get('errand')}`);
    expect(failureIn(await thief.ask(back.pathname + back.search))).toBe('state');
  });

  it('whose secret is not the right one does not get in', async () => {
    await configure({ client_secret: 'another one' });
    expect(failureIn((await come(openIdOutside())).response)).toBe('client_refused');
  });

  it('whose access has ended does not get in, neither the first time nor later', async () => {
    const openid = openIdOutside();
    const end = async (active: boolean) =>
      editMember(w.as(w.ada), await findMember(w.as(w.ada), w.dana.id), { active });
    await end(false);
    expect(failureIn((await come(openid)).response)).toBe('deactivated');
    await end(true);
    await come(openid);
    await end(false);
    expect(failureIn((await come(openid)).response)).toBe('deactivated');
  });

  it('with another account and the address of a member who came before does not become them', async () => {
    const openid = openIdOutside();
    await come(openid);
    expect(failureIn((await come(openid, { claims: { sub: 'sub-of-somebody-else' } })).response)).toBe(
      'bound_elsewhere',
    );
  });

  it.each([
    ['does not answer', { broken: { '/.well-known/openid-configuration': 'down' } }, 'unreachable'],
    ['answers with an error', { broken: { '/.well-known/openid-configuration': 503 } }, 'unreachable'],
    ['is none', { broken: { '/.well-known/openid-configuration': 404 } }, 'not_openid'],
    ['names another issuer', { metadata: { issuer: 'https://evil.test' } }, 'wrong_issuer'],
    ['names no place to sign in', { metadata: { authorization_endpoint: undefined } }, 'not_openid'],
    ['sends people to a script', { metadata: { authorization_endpoint: 'javascript:alert(1)' } }, 'not_openid'],
  ] as [string, Straying, string][])('whose provider %s is told so before they leave', async (_, straying, failed) => {
    openIdOutside(straying);
    const response = await createVisitor().ask('/sso/northwind');
    expect([response.status, failureIn(response)]).toEqual([303, failed]);
  });

  it('whose provider takes too long is told so', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(() => new Promise(() => undefined));
    const { setTimeout } = globalThis;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms = 0) =>
      setTimeout(work, ms / 100)) as typeof setTimeout);
    expect(failureIn(await createVisitor().ask('/sso/northwind'))).toBe('unreachable');
  });

  it('cannot make Cairn call into a private network by what a provider says of itself', async () => {
    const openid = openIdOutside({ metadata: { token_endpoint: 'https://10.0.0.1/token' } });
    const { response } = await come(openid);
    expect(failureIn(response)).toBe('unreachable');
    expect(openid.asked.every(({ authorization }) => authorization === null)).toBe(true);
  });
});

describe('an address in a proved domain', () => {
  it('counts as verified where the provider does not say', async () => {
    await ownDomain();
    const { response } = await come(openIdOutside(), { claims: { email_verified: undefined } });
    expect(locationOf(response)).toBe('/o/northwind');
  });

  it('does not count where the provider says that it is not verified', async () => {
    await ownDomain();
    expect(failureIn((await come(openIdOutside(), { claims: { email_verified: false } })).response)).toBe('unverified');
  });

  const eve = { sub: 'sub-eve', email: 'eve@northwind.test', name: 'Eve Lund' };

  it('makes its person a member with the role that was chosen, once, where the organization admits', async () => {
    await ownDomain();
    await configure({ admits: true, admits_as: 'observer' });
    const openid = openIdOutside();
    const { response, visitor } = await come(openid, { claims: eve });
    expect(locationOf(response)).toBe('/o/northwind');
    expect((await visitor.ask('/o/northwind')).status).toBe(200);
    await come(openid, { claims: eve });
    const found = await env.DB.prepare(
      "select name, role, words from members where email = 'eve@northwind.test'",
    ).all();
    expect(found.results).toEqual([{ name: 'Eve Lund', role: 'observer', words: expect.stringContaining('eve lund') }]);
    expect((await events('member.admitted')).map(({ data }) => JSON.parse(data))).toEqual([
      { role: 'observer', issuer: ISSUER },
    ]);
  });

  it('makes nobody a member where the organization does not admit, nor outside of its domains', async () => {
    await ownDomain();
    const openid = openIdOutside();
    expect(failureIn((await come(openid, { claims: eve })).response)).toBe('not_member');
    await configure({ admits: true });
    const elsewhere = { ...eve, email: 'eve@sub.northwind.test' };
    expect(failureIn((await come(openid, { claims: elsewhere })).response)).toBe('not_member');
  });
});

describe('the way to one’s organization', () => {
  const seek = async (address: string) => createVisitor().ask('/signin/sso', { address, next: '/o/northwind/okrs' });

  it('is found by its address and by a proved domain, whoever is a member', async () => {
    await ownDomain();
    const to = '/sso/northwind?next=%2Fo%2Fnorthwind%2Fokrs';
    expect(locationOf(await seek('Northwind'))).toBe(to);
    expect(locationOf(await seek('dana@northwind.test'))).toBe(to);
    expect(locationOf(await seek('nobody@NORTHWIND.test'))).toBe(to);
  });

  it('is looked for a thousand times in a quarter of an hour from one network, and no more', async () => {
    await ownDomain();
    await seek('northwind');
    await env.DB.prepare('update attempts set tries = 1000').run();
    const refused = await seek('northwind');
    expect([refused.status, Number(refused.headers.get('Retry-After')) > 0]).toEqual([429, true]);
  });

  it('is not found by a domain that is not proved, nor where it is switched off', async () => {
    await addDomain(w.as(w.ada), { domain: 'northwind.test' });
    for (const typed of ['dana@northwind.test', 'unheard-of', 'a@', 'o’hara <script>']) {
      const response = await seek(typed);
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('No organization with single sign-on was found');
    }
    await configure({ enabled: false });
    expect((await seek('northwind')).status).toBe(422);
    expect(failureIn(await createVisitor().ask('/sso/northwind'))).toBe('unknown');
  });

  it('is shown to a session that came another way, when it is the only one', async () => {
    const openid = openIdOutside();
    await come(openid, { claims: { sub: 'sub-ada', email: w.ada.email } });
    await requireSignOn(w.as(w.ada), true);
    const visitor = createVisitor(await w.cookie(w.dana));
    expect(locationOf(await visitor.ask('/o/northwind/okrs?q=a'))).toBe(
      '/sso/northwind?next=%2Fo%2Fnorthwind%2Fokrs%3Fq%3Da',
    );
    await come(openid, { visitor });
    expect((await visitor.ask('/o/northwind/okrs')).status).toBe(200);
  });
});

it('asks the database by its indexes, whoever comes and however', async () => {
  await ownDomain();
  await configure({ admits: true });
  const openid = openIdOutside();
  const sent = recordStatements();
  const visitor = createVisitor();
  await visitor.ask('/signin/sso', { address: w.dana.email });
  await come(openid, { visitor });
  await come(openid, { claims: { sub: 'sub-ada', email: w.ada.email } });
  await come(openid, { claims: { sub: 'sub-eve', email: 'eve@northwind.test' } });
  const plans = await explain(sent.values());
  expect(plans.length).toBeGreaterThan(10);
  const oneRow = /identity_providers_1/;
  expect(plans.flatMap((plan) => [...scansIn(plan), ...sweepsIn(plan)]).filter((line) => !oneRow.test(line))).toEqual(
    [],
  );
});
