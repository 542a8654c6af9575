import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { jiraOutside } from '../support/outside.ts';
import { type Person, type World, world } from '../support/world.ts';

const site = 'http://localhost';
const base = '/o/northwind/connections';
type Form = Record<string, string>;

async function ask(w: World, path: string, form?: Form, person: Person = w.dana) {
  const response = await exports.default.fetch(`${site}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: site },
    body: form ? new URLSearchParams(form) : undefined,
  });
  const html = await response.text();
  return { html, status: response.status, location: response.headers.get('Location') };
}

const open = () => world({ now: Date.now(), settings: { memberConnections: true } });
const count = async () => (await env.DB.prepare('select count(*) as n from connections').first<{ n: number }>())!.n;

const account: Form = {
  site_url: 'https://northwind.atlassian.net',
  user: 'dana@northwind.test',
  token: 'demo-jira-token',
};
const typed: Form = { provider: 'jira', name: 'My Jira', interval: 'hourly', ...account };

async function ready() {
  const w = await open();
  jiraOutside();
  const id = await w.connection({ name: 'My Jira', shared: false, ownerId: w.dana.id });
  return { w, id, href: `${base}/${id}` };
}

describe('the connections of a member', () => {
  test('are led to from every page where members may connect, and from a tool that has none', async () => {
    const w = await open();
    expect((await ask(w, '/o/northwind/okrs')).html).toContain(`href="${base}"`);
    expect((await ask(w, '/o/northwind/okrs/new?source=asana')).html).toContain(`${base}/new?provider=asana`);
    expect((await ask(w, '/o/northwind/okrs', undefined, w.omar)).html).not.toContain(`href="${base}"`);
    const closed = await world({ slug: 'southwind', now: Date.now() });
    expect((await ask(closed, '/o/southwind/okrs')).html).not.toContain('/o/southwind/connections');
    expect((await ask(closed, '/o/southwind/okrs/new?source=asana')).html).toContain('Ask an admin');
  });

  test('are listed with their health, and nobody else’s are', async () => {
    const { w, href } = await ready();
    await w.connection({ name: 'Shared by Amir', ownerId: w.amir.id });
    await w.connection({ name: 'Of Amir', shared: false, ownerId: w.amir.id });
    const { html, status } = await ask(w, base);
    expect(status).toBe(200);
    expect(html).toContain(`href="${href}"`);
    for (const words of ['Shared by Amir', 'Of Amir', '/admin/']) expect(html).not.toContain(words);
  });

  test('are made without a word about sharing, and are private', async () => {
    const w = await open();
    jiraOutside();
    const { html } = await ask(w, `${base}/new`);
    expect(html).toContain(`action="${base}"`);
    expect(html).not.toContain('name="shared"');
    const made = await ask(w, base, typed);
    expect(made.status).toBe(201);
    expect(made.html).toContain('My Jira is connected.');
    const row = await env.DB.prepare('select owner_id, shared from connections').first();
    expect(row).toEqual({ owner_id: w.dana.id, shared: 0 });
    expect((await ask(w, base, { ...typed, name: 'For all', shared: 'on' })).status).toBe(403);
    expect(await count()).toBe(1);
  });

  test('are tested, renamed, given new credentials and deleted where they stand', async () => {
    const { w, href } = await ready();
    const page = await ask(w, href);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('/admin/');
    expect(page.html).not.toContain('name="shared"');
    expect((await ask(w, `${href}/test`, {})).location).toBe(`${href}?done=tested`);
    expect((await ask(w, `${href}/credentials`, account)).location).toBe(`${href}?done=replaced`);
    const version = String(
      (await env.DB.prepare('select version from connections').first<{ version: number }>())!.version,
    );
    const renamed = await ask(w, href, { name: 'Mine', interval: 'daily', version });
    expect(renamed.location).toBe(`${href}?done=saved`);
    expect((await ask(w, `${href}/removal`)).html).toContain('Delete Mine?');
    expect((await ask(w, `${href}/removal`, {})).location).toBe(base);
    expect(await count()).toBe(0);
  });

  test('are kept from observers, from other members and, where members may not connect, from being made', async () => {
    const { w, id, href } = await ready();
    for (const path of [base, `${base}/new`, href]) expect((await ask(w, path, undefined, w.omar)).status).toBe(403);
    const others = await w.connection({ name: 'Of Amir', shared: false, ownerId: w.amir.id });
    const shared = await w.connection({ name: 'Shared', ownerId: w.amir.id });
    expect((await ask(w, `${base}/${others}`)).status).toBe(404);
    expect((await ask(w, `${base}/${shared}`)).status).toBe(403);
    expect((await ask(w, `/o/northwind/admin/integrations/${id}`)).status).toBe(403);
    await env.DB.prepare('update organizations set member_connections = 0').run();
    expect((await ask(w, `${base}/new`)).status).toBe(403);
    expect((await ask(w, base, typed)).status).toBe(403);
    const { html, status } = await ask(w, base);
    expect(status).toBe(200);
    expect(html).not.toContain('New connection');
  });

  test('are reached from what they feed, also where members may connect no more', async () => {
    const { w, id, href } = await ready();
    const kr = (await w.okr({})).id;
    await w.link(kr, id, 'project = AE');
    await env.DB.prepare('update organizations set member_connections = 0').run();
    const { html } = await ask(w, `/o/northwind/okrs/${kr}`);
    expect(html).toContain(`href="${href}"`);
    expect(html).not.toContain('Your connections');
    const amirs = await w.connection({ name: 'Of Amir', ownerId: w.amir.id });
    await w.link(kr, amirs, 'project = AE');
    expect((await ask(w, `/o/northwind/okrs/${kr}`)).html).not.toContain(`/connections/${amirs}`);
  });

  test('stand among all others for admins, who are led there', async () => {
    const { w, id } = await ready();
    expect((await ask(w, base, undefined, w.amir)).location).toBe('/o/northwind/admin/integrations');
    expect((await ask(w, '/o/northwind/admin/integrations', undefined, w.amir)).html).toContain(id);
  });
});
