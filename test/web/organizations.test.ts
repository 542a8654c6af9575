import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { newOrganizationInput, slugOf } from '../../src/domain/organizations/founding.ts';
import { type Person, type World, world } from '../support/world.ts';

async function ask(path: string, { w, person, form }: { w?: World; person?: Person; form?: BodyInit } = {}) {
  const cookie = w && person ? await w.cookie(person) : '';
  const response = await exports.default.fetch(`http://localhost${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: cookie, Origin: 'http://localhost', 'Accept-Language': 'de-AT,de;q=0.8' },
    body: form,
  });
  return {
    status: response.status,
    headers: response.headers,
    bytes: new Uint8Array(await response.clone().arrayBuffer()),
    html: await response.text(),
    location: response.headers.get('Location'),
  };
}

const founding = (said: Record<string, string> = {}) =>
  new URLSearchParams({
    name: 'Larkfield & Söhne',
    slug: '',
    owner: 'Leila Haddad',
    time_zone: 'Europe/Vienna',
    locale: 'de-AT',
    fiscal_year_start: '4',
    ...said,
  });

const events = async () =>
  (await env.DB.prepare('select action from events').all()).results.map(({ action }) => action);

describe('a new organization', () => {
  test('is founded by somebody of another one, who owns it, with the periods around today', async () => {
    const w = await world({ now: Date.now() });
    const { location } = await ask('/organizations', { w, person: w.dana, form: founding() });
    expect(location).toBe('/o/larkfield-sohne/start');
    const made = await ask('/o/larkfield-sohne/start', { w, person: w.dana });
    expect(made.html).toContain('Begin with Larkfield &amp; Söhne');
    expect((await ask('/o/larkfield-sohne', { w, person: w.ada })).status).toBe(303);
    expect((await ask('/o/larkfield-sohne/admin/periods', { w, person: w.dana })).html).toContain('FY20');
    expect(await events()).toContain('organization.founded');
  });

  test('with an address that is taken, or is none, is refused at its field with all that was typed', async () => {
    const w = await world({ now: Date.now() });
    const taken = await ask('/organizations', { w, person: w.dana, form: founding({ slug: 'northwind' }) });
    expect(taken.status).toBe(422);
    expect(taken.html).toContain('Another organization has this address');
    expect(taken.html).toContain('Leila Haddad');
    const none = await ask('/organizations', { w, person: w.dana, form: founding({ slug: '../x' }) });
    expect(none.html).toContain('small letters, digits and dashes');
  });

  test('asked for twice at once is made once', async () => {
    const w = await world({ now: Date.now() });
    const both = await Promise.all([1, 2].map(() => ask('/organizations', { w, person: w.dana, form: founding() })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 422]);
  });

  test('guesses language and place from the browser', async () => {
    const w = await world({ now: Date.now() });
    const { html } = await ask('/organizations/new', { w, person: w.dana });
    expect(html).toContain('value="de-AT"');
    expect(html).toContain('value="Dana Whitlock"');
  });

  test('is not for strangers', async () => {
    const { status, location } = await ask('/organizations/new');
    expect([status, location]).toEqual([303, '/signin?next=%2Forganizations%2Fnew']);
  });

  test('is not for somebody whom only another organization’s own sign-in vouches for', async () => {
    const w = await world({ now: Date.now() });
    const cookie = await w.cookie(w.dana);
    await env.DB.prepare('update sessions set proved = 0').run();
    const response = await exports.default.fetch('http://localhost/organizations', {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: cookie, Origin: 'http://localhost' },
      body: founding(),
    });
    expect(response.headers.get('Location')).toContain('/signin');
  });
});

test.each([
  ['Zoë’s Bäckerei & Co', 'zoes-backerei-co'],
  ['  ACME  ', 'acme'],
  ['日本', ''],
  ['a'.repeat(60), 'a'.repeat(40)],
])('the address made of %s is %s', (name, slug) => expect(slugOf(name)).toBe(slug));

test('an address that begins with a dash is refused', () => {
  expect(newOrganizationInput.shape.slug.safeParse('-acme').success).toBe(false);
});

describe('the guided start', () => {
  test('adds teams by their names, and nothing twice', async () => {
    const w = await world({ now: Date.now() });
    const send = (teams: string) =>
      ask('/o/northwind/start/teams', { w, person: w.ada, form: new URLSearchParams({ teams }) });
    expect((await send('Sales\n Finance \nSales\nProduct')).status).toBe(303);
    await send('Sales\nFinance');
    const { results } = await env.DB.prepare('select name from teams order by name').all();
    expect(results.map(({ name }) => name)).toEqual(['Finance', 'Product', 'Sales']);
    expect((await send(' ')).html).toContain('Write a name, like Product.');
    expect((await send('x'.repeat(121))).html).toContain('at most 120 characters');
  });

  test('is for admins', async () => {
    const w = await world({ now: Date.now() });
    expect((await ask('/o/northwind/start', { w, person: w.dana })).status).toBe(403);
    const form = new URLSearchParams({ teams: 'Sales' });
    expect((await ask('/o/northwind/start/teams', { w, person: w.dana, form })).status).toBe(403);
  });

  test('says what is done', async () => {
    const w = await world({ now: Date.now() });
    expect((await ask('/o/northwind/start', { w, person: w.ada })).html).not.toContain('The first OKR is there');
    await w.okr({});
    expect((await ask('/o/northwind/start', { w, person: w.ada })).html).toContain('The first OKR is there');
  });
});

describe('the logo', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
  const upload = (w: World, bytes: Uint8Array<ArrayBuffer>, person = w.ada) => {
    const form = new FormData();
    form.append('file', new File([bytes], 'logo.png', { type: 'image/png' }));
    return ask('/o/northwind/admin/settings/logo', { w, person, form });
  };

  test('stands at the head of every page and is served as it was sent', async () => {
    const w = await world({ now: Date.now() });
    expect((await upload(w, png)).status).toBe(303);
    const { html } = await ask('/o/northwind', { w, person: w.dana });
    const src = /src="(\/o\/northwind\/logo\/[0-9a-f]+)"/.exec(html)?.[1] ?? '';
    const picture = await ask(src, { w, person: w.dana });
    expect(picture.bytes).toEqual(png);
    expect(picture.headers.get('Content-Type')).toBe('image/png');
    expect(picture.headers.get('Cache-Control')).toContain('immutable');
    await ask('/o/northwind/admin/settings/logo/removal', { w, person: w.ada, form: new URLSearchParams() });
    expect((await ask(src, { w, person: w.dana })).status).toBe(404);
  });

  test('that is a drawing with a script, whatever it calls itself, is refused', async () => {
    const w = await world({ now: Date.now() });
    const svg = Uint8Array.from(
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    );
    const { status, html } = await upload(w, svg);
    expect(status).toBe(422);
    expect(html).toContain('PNG, JPEG and WebP');
  });

  test('of more than 64 KiB, or empty, is refused', async () => {
    const w = await world({ now: Date.now() });
    const large = new Uint8Array(65 * 1024);
    large.set(png);
    expect((await upload(w, large)).html).toContain('at most 64 KiB');
    expect((await upload(w, new Uint8Array())).html).toContain('Choose a picture');
  });

  test('is set by admins and seen by members of the organization alone', async () => {
    const [w, other] = [await world({ now: Date.now() }), await world({ now: Date.now(), slug: 'southwind' })];
    expect((await upload(w, png, w.dana)).status).toBe(403);
    await upload(w, png);
    const { html } = await ask('/o/northwind', { w, person: w.dana });
    const src = /src="(\/o\/northwind\/logo\/[0-9a-f]+)"/.exec(html)?.[1] ?? '';
    expect((await ask(src, { w: other, person: other.ada })).status).toBe(303);
  });
});

describe('notifications', () => {
  const chosen = { reminder: 'on', 'reminder.weekday': '2', 'reminder.hour': '8', 'digest.weekday': '5', mail: 'on' };
  const save = (w: World, said: Record<string, string>, person = w.ada) =>
    ask('/o/northwind/admin/notifications', { w, person, form: new URLSearchParams({ ...chosen, ...said }) });

  test('are kept as chosen', async () => {
    const w = await world({ now: Date.now() });
    expect((await save(w, { 'digest.hour': '15' })).status).toBe(303);
    const { html } = await ask('/o/northwind/admin/notifications', { w, person: w.ada });
    expect(html).toContain('<option value="2" selected');
    expect(html).toMatch(/id="reminder"[^>]*checked/);
    expect(html).not.toMatch(/id="digest"[^>]*checked/);
  });

  test('on a day that is none are refused, and members choose nothing', async () => {
    const w = await world({ now: Date.now() });
    expect((await save(w, { 'digest.hour': '25' })).status).toBe(422);
    expect((await save(w, { 'digest.hour': '15' }, w.dana)).status).toBe(403);
  });
});
