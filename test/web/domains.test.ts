import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createVisitor, openIdOutside, type Visitor } from '../support/oidc.ts';
import { type Person, type World, world } from '../support/world.ts';

const PAGE = '/o/northwind/admin/security/domains';
const NAME = 'northwind.test';

let w: World;
let ada: Visitor;

const visitorOf = async (person: Person, from = w) => createVisitor(await from.cookie(person));
const rows = async () =>
  (
    await env.DB.prepare('select org_id, domain, token, proof from domains order by org_id').all<{
      org_id: string;
      domain: string;
      token: string;
      proof: string | null;
    }>()
  ).results;
const actions = async (orgId: string) =>
  (
    await env.DB.prepare("select action from events where org_id = ? and action like 'domain.%' order by id")
      .bind(orgId)
      .all<{
        action: string;
      }>()
  ).results.map(({ action }) => action);
const tokenOf = async (orgId: string) => (await rows()).find((each) => each.org_id === orgId)!.token;

beforeEach(async () => {
  w = await world({ now: Date.now() });
  ada = await visitorOf(w.ada);
});

describe('a domain', () => {
  it.each([
    ['Northwind.TEST', NAME],
    ['dana@northwind.test', NAME],
    ['https://northwind.test/about', NAME],
    ['northwind.test.', NAME],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('written as %s is kept as %s', async (typed, kept) => {
    expect((await ada.ask(PAGE, { domain: typed })).status).toBe(303);
    expect(await rows()).toMatchObject([{ domain: kept, proof: null }]);
    expect(await actions(w.org.id)).toEqual(['domain.added']);
    expect(await (await ada.ask(PAGE)).text()).toContain(`cairn-verification=${await tokenOf(w.org.id)}`);
  });

  it.each([
    'gmail.com',
    'Outlook.com',
    'northwind',
    '10.0.0.1',
    '[::1]',
    'a b.test',
    'localhost',
    '-a.test',
    '<b>.test',
    '',
  ])('is not %s', async (typed) => {
    const refused = await ada.ask(PAGE, { domain: typed });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('aria-invalid="true"');
    expect(await rows()).toEqual([]);
  });

  it('is in the list once', async () => {
    await ada.ask(PAGE, { domain: NAME });
    const again = await ada.ask(PAGE, { domain: NAME });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('is in the list already');
  });

  it('is removed', async () => {
    await ada.ask(PAGE, { domain: NAME });
    expect((await ada.ask(`${PAGE}/${NAME}/removal`, {})).status).toBe(303);
    expect(await rows()).toEqual([]);
    expect(await actions(w.org.id)).toEqual(['domain.added', 'domain.removed']);
    expect((await ada.ask(`${PAGE}/${NAME}/removal`, {})).status).toBe(404);
  });

  it('is no business of members, observers and other organizations', async () => {
    await ada.ask(PAGE, { domain: NAME });
    const south = await world({ slug: 'southwind', now: Date.now() });
    for (const person of [w.dana, w.omar]) {
      const visitor = await visitorOf(person);
      expect((await visitor.ask(PAGE)).status).toBe(403);
      expect((await visitor.ask(`${PAGE}/${NAME}/removal`, {})).status).toBe(403);
    }
    const other = await visitorOf(south.ada, south);
    expect((await other.ask(`/o/southwind/admin/security/domains/${NAME}/removal`, {})).status).toBe(404);
    expect(await rows()).toHaveLength(1);
  });
});

describe('the record of a domain', () => {
  beforeEach(() => ada.ask(PAGE, { domain: NAME }));

  it('proves it, wherever it stands among others and in however many pieces', async () => {
    const token = await tokenOf(w.org.id);
    openIdOutside({}, { [NAME]: ['v=spf1 -all', `cairn-verification=" "${token}`] });
    expect((await ada.ask(`${PAGE}/${NAME}/proof`, {})).status).toBe(303);
    expect(await rows()).toMatchObject([{ proof: 'dns' }]);
    expect(await actions(w.org.id)).toEqual(['domain.added', 'domain.proved']);
    expect(await (await ada.ask(PAGE)).text()).toContain('By its DNS record');
  });

  it.each([
    ['there is none', {}],
    ['there are others', { [NAME]: ['v=spf1 -all', 'cairn-verification=', 'cairn-verification=of-another'] }],
  ])('proves nothing when %s', async (_, texts) => {
    openIdOutside({}, texts as Record<string, string[]>);
    const looked = await ada.ask(`${PAGE}/${NAME}/proof`, {});
    expect(looked.status).toBe(409);
    expect(await looked.text()).toContain('has no such record yet');
    expect(await rows()).toMatchObject([{ proof: null }]);
  });

  it.each([
    ['cannot be reached', () => Promise.reject(new TypeError('no route'))],
    ['answers with an error', async () => Response.json({ Status: 2 })],
    ['answers with a page', async () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
  ])('is looked for in vain when the resolver %s', async (_, answer) => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(answer);
    const looked = await ada.ask(`${PAGE}/${NAME}/proof`, {});
    expect(looked.status).toBe(409);
    expect(await rows()).toMatchObject([{ proof: null }]);
  });
});

describe('the word of an owner', () => {
  beforeEach(() => ada.ask(PAGE, { domain: NAME }));
  const confirm = (visitor = ada, org = 'northwind') =>
    visitor.ask(`/o/${org}/admin/security/domains/${NAME}/confirmation`, {});

  it('confirms the domain of their own proved address', async () => {
    expect((await confirm()).status).toBe(303);
    expect(await rows()).toMatchObject([{ proof: 'owner' }]);
    expect(await actions(w.org.id)).toEqual(['domain.added', 'domain.proved']);
  });

  it('does not count from an admin, for another domain, or unless they proved the address', async () => {
    expect((await confirm(await visitorOf(w.amir))).status).toBe(403);
    await ada.ask(PAGE, { domain: 'elsewhere.test' });
    expect((await ada.ask(`${PAGE}/elsewhere.test/confirmation`, {})).status).toBe(403);
    await env.DB.prepare("update sessions set proved = 0, method = 'sso', sso_orgs = json_array(?)")
      .bind(w.org.id)
      .run();
    expect((await confirm()).status).toBe(403);
    expect((await rows()).every(({ proof }) => proof === null)).toBe(true);
  });

  it('does not count against another organization that has the domain; its DNS record does, and the other learns of it', async () => {
    await confirm();
    const south = await world({ slug: 'southwind', now: Date.now() });
    await env.DB.prepare('update members set email = ? where id = ?').bind('sol@northwind.test', south.ada.id).run();
    const sol = await visitorOf({ ...south.ada, email: 'sol@northwind.test' }, south);
    await sol.ask('/o/southwind/admin/security/domains', { domain: NAME });
    const refused = await confirm(sol, 'southwind');
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('Another organization has confirmed this domain');
    openIdOutside({}, { [NAME]: [`cairn-verification=${await tokenOf(south.org.id)}`] });
    expect((await sol.ask(`/o/southwind/admin/security/domains/${NAME}/proof`, {})).status).toBe(303);
    expect(Object.fromEntries((await rows()).map(({ org_id, proof }) => [org_id, proof]))).toEqual({
      [w.org.id]: null,
      [south.org.id]: 'dns',
    });
    expect(await actions(w.org.id)).toEqual(['domain.added', 'domain.proved', 'domain.lost']);
    expect((await confirm()).status).toBe(409);
  });
});
