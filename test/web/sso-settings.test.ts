import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CLIENT, createVisitor, ISSUER, leadsTo, openIdOutside, type Visitor } from '../support/oidc.ts';
import { type Person, type World, world } from '../support/world.ts';

const PAGE = '/o/northwind/admin/security/sso';

const form = {
  label: 'Northwind',
  issuer: ISSUER,
  client_id: CLIENT.clientId,
  client_secret: CLIENT.secret,
  enabled: 'on',
  admits: 'on',
  admits_as: 'observer',
};

let w: World;
let ada: Visitor;

const visitorOf = async (person: Person) => createVisitor(await w.cookie(person));
const locationOf = (response: Response) => response.headers.get('Location') ?? '';
const provider = () => env.DB.prepare('select * from identity_providers').first<Record<string, unknown>>();
const only = async () =>
  (await env.DB.prepare("select sso_only from organizations where slug = 'northwind'").first())?.sso_only;
const eventsNow = async () =>
  (
    await env.DB.prepare(
      "select action, actor_id, data from events where action like 'sso.%' or action like '%recovered' order by id",
    ).all<{
      action: string;
      actor_id: string;
      data: string;
    }>()
  ).results;

beforeEach(async () => {
  w = await world({ now: Date.now() });
  ada = await visitorOf(w.ada);
});

/** Ada comes in through single sign-on, so that it is proved. */
async function comeAsAda(openid: ReturnType<typeof openIdOutside>, visitor = createVisitor()) {
  const away = leadsTo(await visitor.ask('/sso/northwind'));
  const back = openid.authorize(away, { sub: 'sub-ada', email: w.ada.email });
  await visitor.ask(back.pathname + back.search);
  return visitor;
}

describe('the settings of single sign-on', () => {
  it('are saved, the secret sealed and never shown again, with an event that does not hold it', async () => {
    const saved = await ada.ask(PAGE, form);
    expect([saved.status, locationOf(saved)]).toEqual([303, PAGE]);
    expect(await provider()).toMatchObject({
      label: 'Northwind',
      issuer: ISSUER,
      client_id: 'cairn',
      enabled: 1,
      admits: 1,
      admits_as: 'observer',
      proved_at: null,
      secret: expect.stringContaining('ciphertext'),
    });
    const page = await (await ada.ask(PAGE)).text();
    expect(page).toContain('http://localhost/sso/callback');
    expect(page).toContain('One is kept, encrypted.');
    const everything = page + JSON.stringify([await provider(), await eventsNow()]);
    expect(everything).not.toContain(CLIENT.secret);
    expect(await eventsNow()).toMatchObject([{ action: 'sso.configured', actor_id: w.ada.id }]);
  });

  it('keep the secret when none is written, and ask for it anew for another issuer', async () => {
    await ada.ask(PAGE, form);
    const { secret } = (await provider())!;
    await ada.ask(PAGE, { ...form, label: 'Renamed', client_secret: '' });
    expect(await provider()).toMatchObject({ label: 'Renamed', secret });
    const moved = await ada.ask(PAGE, { ...form, issuer: 'https://evil.test', client_secret: '' });
    expect(moved.status).toBe(422);
    expect(await moved.text()).toContain('Write the secret again');
    expect(await provider()).toMatchObject({ issuer: ISSUER });
  });

  it.each([
    ['http://login.northwind.test', 'An issuer begins with https://.'],
    ['login.northwind.test', 'Write the issuer’s address'],
    ['https://a:b@login.northwind.test', 'Write the issuer’s address'],
    ['https://login.northwind.test/?tenant=1', 'Write the issuer’s address'],
    ['https://login.microsoftonline.com/common/v2.0', 'Put your Directory (tenant) ID'],
    ['https://login.microsoftonline.com/organizations/v2.0', 'Put your Directory (tenant) ID'],
    ['https://login.microsoftonline.com/{tenantid}/v2.0', 'Put your Directory (tenant) ID'],
  ])('refuse the issuer %s with a sentence, and keep what was typed', async (issuer, sentence) => {
    const response = await ada.ask(PAGE, { ...form, issuer });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain(sentence);
    expect(page).toContain('value="cairn"');
    expect(page).not.toContain(CLIENT.secret);
    expect(await provider()).toBeNull();
  });

  it('take a tenant’s own issuer at Microsoft, and an address copied with what follows it', async () => {
    const issuer = 'https://login.microsoftonline.com/6f1c0b7e-0000-4000-8000-3a9bb1f1a001/v2.0';
    await ada.ask(PAGE, { ...form, issuer: `${issuer}/.well-known/openid-configuration` });
    expect(await provider()).toMatchObject({ issuer });
  });

  it('are seen by admins and changed by owners alone, and not in anybody else’s name', async () => {
    await ada.ask(PAGE, form);
    const amir = await visitorOf(w.amir);
    const page = await (await amir.ask(PAGE)).text();
    expect(page).toContain('Only owners change this.');
    expect(page).not.toContain('>Save<');
    for (const path of [PAGE, `${PAGE}/only`, `${PAGE}/trial`, `${PAGE}/removal`])
      expect((await amir.ask(path, { ...form, only: 'on' })).status, path).toBe(403);
    for (const person of [w.dana, w.omar]) expect((await (await visitorOf(person)).ask(PAGE)).status).toBe(403);
    const south = await world({ slug: 'southwind', now: Date.now() });
    const other = createVisitor(await south.cookie(south.ada));
    expect(locationOf(await other.ask(PAGE, form))).toContain('/signin');
    expect(await eventsNow()).toHaveLength(1);
  });

  it('are forgotten with everything that hangs on them', async () => {
    await ada.ask(PAGE, form);
    await comeAsAda(openIdOutside());
    expect((await ada.ask(`${PAGE}/removal`)).status).toBe(200);
    await ada.ask(`${PAGE}/removal`, {});
    expect(await provider()).toBeNull();
    expect(await env.DB.prepare('select count(*) as n from identities').first()).toEqual({ n: 0 });
    expect((await eventsNow()).map(({ action }) => action)).toEqual(['sso.configured', 'sso.removed']);
  });
});

describe('a new account at the provider', () => {
  const forget = (visitor: Visitor, address: string) => visitor.ask(`${PAGE}/bindings/removal`, { address });

  it('becomes a member’s after the old one was forgotten, and not before', async () => {
    const openid = openIdOutside();
    await ada.ask(PAGE, form);
    const come = async (sub: string) => {
      const visitor = createVisitor();
      const back = openid.authorize(leadsTo(await visitor.ask('/sso/northwind')), { sub });
      return locationOf(await visitor.ask(back.pathname + back.search));
    };
    expect(await come('old')).toBe('/o/northwind');
    expect(await come('new')).toContain('failed=bound_elsewhere');
    expect((await forget(await visitorOf(w.amir), w.dana.email)).status).toBe(403);
    expect((await forget(ada, w.dana.email)).status).toBe(303);
    expect(await come('new')).toBe('/o/northwind');
    expect(await env.DB.prepare("select subject_id from events where action = 'member.unbound'").first()).toEqual({
      subject_id: w.dana.id,
    });
  });

  it.each(['omar@northwind.test', 'nobody@northwind.test', 'dana'])('has none to replace at %s', async (address) => {
    await ada.ask(PAGE, form);
    const refused = await forget(ada, address);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain(`value="${address}"`);
  });
});

describe('a trial', () => {
  it('tells what the provider said and who that would be, and changes nothing', async () => {
    const openid = openIdOutside();
    await ada.ask(PAGE, { ...form, enabled: '' });
    await env.DB.prepare('update identity_providers set enabled = 0').run();
    const session = ada.jar.get('session');
    const away = await ada.ask(`${PAGE}/trial`, {});
    const back = openid.authorize(leadsTo(away), { sub: 'sub-ada', email: w.ada.email, name: 'Ada <b>' });
    const report = await ada.ask(back.pathname + back.search);
    const page = await report.text();
    expect(page).toContain('It works. You would come in as Ada Marsh');
    expect(page).toContain('sub-ada');
    expect(page).toContain('Ada &lt;b&gt;');
    expect(ada.jar.get('session')).toBe(session);
    expect(await env.DB.prepare('select count(*) as n from identities').first()).toEqual({ n: 0 });
    expect(await provider()).toMatchObject({ proved_at: null });
  });

  it('tells why somebody would not get in', async () => {
    const openid = openIdOutside({ claims: { aud: 'another' } });
    await ada.ask(PAGE, form);
    const back = openid.authorize(leadsTo(await ada.ask(`${PAGE}/trial`, {})));
    expect(await (await ada.ask(back.pathname + back.search)).text()).toContain('meant for another application');
  });

  it('says on the page when the provider does not answer', async () => {
    openIdOutside({ broken: { '/.well-known/openid-configuration': 'down' } });
    await ada.ask(PAGE, form);
    expect(locationOf(await ada.ask(`${PAGE}/trial`, {}))).toBe(PAGE);
    expect(await (await ada.ask(PAGE)).text()).toContain('did not answer');
  });
});

describe('single sign-on as the only way in', () => {
  const require = (value: string) => ada.ask(`${PAGE}/only`, { only: value });

  beforeEach(() => ada.ask(PAGE, form));

  it('waits until an owner has come through it', async () => {
    const refused = await require('on');
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('First an owner has to come in through it');
    expect(await only()).toBe(0);
    await comeAsAda(openIdOutside());
    expect(locationOf(await require('on'))).toBe(PAGE);
    expect(await only()).toBe(1);
    expect((await eventsNow()).at(-1)).toMatchObject({ action: 'sso.required' });
  });

  it('is not proved by a member who is no owner, nor for another issuer', async () => {
    const openid = openIdOutside();
    const visitor = createVisitor();
    const back = openid.authorize(leadsTo(await visitor.ask('/sso/northwind')));
    await visitor.ask(back.pathname + back.search);
    expect((await require('on')).status).toBe(409);
    await comeAsAda(openid);
    await ada.ask(PAGE, { ...form, client_id: 'another' });
    expect((await require('on')).status).toBe(409);
  });

  it('shuts out at once who came another way, and cannot be broken by its settings', async () => {
    const openid = openIdOutside();
    await comeAsAda(openid, ada);
    await require('on');
    const dana = await visitorOf(w.dana);
    expect(locationOf(await dana.ask('/o/northwind'))).toBe('/sso/northwind?next=%2Fo%2Fnorthwind');
    for (const breaking of [{ issuer: 'https://evil.test' }, { client_id: 'another' }]) {
      const refused = await ada.ask(PAGE, { ...form, ...breaking });
      expect(refused.status).toBe(409);
      expect(await refused.text()).toContain('This would shut everybody out');
    }
    const { enabled: _, ...off } = form;
    expect((await ada.ask(PAGE, off)).status).toBe(409);
    expect((await ada.ask(`${PAGE}/removal`, {})).status).toBe(409);
    expect((await ada.ask(PAGE, { ...form, client_secret: 'a newer one' })).status).toBe(303);
    await require('');
    expect((await dana.ask('/o/northwind')).status).toBe(200);
    expect((await eventsNow()).at(-1)).toMatchObject({ action: 'sso.released' });
  });
});

describe('an owner’s recovery', () => {
  const letters = async () =>
    (await env.DB.prepare('select "to", text from mails').all<{ to: string; text: string }>()).results;

  beforeEach(async () => {
    await ada.ask(PAGE, form);
    await comeAsAda(openIdOutside());
    await ada.ask(`${PAGE}/only`, { only: 'on' });
  });

  async function linkFor(visitor: Visitor, email = w.ada.email) {
    const before = (await letters()).length;
    await visitor.ask('/signin/recovery', { org: 'northwind', email });
    const found = await vi.waitUntil(async () => {
      const all = await letters();
      return all.length > before && all;
    });
    const { pathname, search } = new URL(/https?:\/\/\S+/.exec(found.at(-1)!.text)![0]);
    return pathname + search;
  }

  it('lets them in by mail, once, with an event', async () => {
    const lost = createVisitor();
    const link = await linkFor(lost);
    expect((await lost.ask(link)).status).toBe(200);
    const used = await lost.ask(link, {});
    expect([used.status, locationOf(used)]).toEqual([303, PAGE]);
    expect((await lost.ask(PAGE)).status).toBe(200);
    expect((await eventsNow()).at(-1)).toMatchObject({ action: 'organization.recovered', actor_id: w.ada.id });
    expect(locationOf(await createVisitor().ask(link, {}))).toBe('/signin/recovery?failed=link');
    expect(locationOf(await lost.ask(link, {}))).toBe('/signin/recovery?failed=link');
  });

  it('works in no other browser', async () => {
    const link = await linkFor(createVisitor());
    expect(locationOf(await createVisitor().ask(link, {}))).toBe('/signin/recovery?failed=link');
  });

  it('ends with their being an owner', async () => {
    const lost = createVisitor();
    const link = await linkFor(lost);
    await env.DB.prepare("update members set role = 'admin' where id = ?").bind(w.ada.id).run();
    expect(locationOf(await lost.ask(link, {}))).toBe('/signin/recovery?failed=link');
    await env.DB.prepare("update members set role = 'owner' where id = ?").bind(w.ada.id).run();
    const again = createVisitor();
    await again.ask(await linkFor(again), {});
    await env.DB.prepare("update members set role = 'admin' where id = ?").bind(w.ada.id).run();
    expect(locationOf(await again.ask('/o/northwind'))).toContain('/sso/northwind');
  });

  it('sends nothing to anybody else, or where there are other ways in, and answers all the same', async () => {
    const south = await world({ slug: 'southwind', now: Date.now() });
    for (const [org, email] of [
      ['northwind', w.amir.email],
      ['northwind', w.dana.email],
      ['northwind', 'nobody@northwind.test'],
      ['unheard-of', w.ada.email],
      ['southwind', south.ada.email],
    ] as const) {
      const answer = await createVisitor().ask('/signin/recovery', { org, email });
      expect([answer.status, locationOf(answer)]).toEqual([303, '/signin/recovery/sent']);
    }
    await linkFor(createVisitor());
    expect((await letters()).map(({ to }) => to)).toEqual([w.ada.email]);
  });

  it('says what is wrong with an address that is none', async () => {
    const answer = await createVisitor().ask('/signin/recovery', { org: 'northwind', email: 'ada' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('value="northwind"');
  });
});
