import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { events } from '../../src/db/schema/access.ts';
import { bounces } from '../../src/db/schema/letters.ts';
import { type World, world } from '../support/world.ts';

async function ask(w: World, path: string, person = w.amir, method = 'GET') {
  const headers = { Cookie: await w.cookie(person), Origin: 'http://localhost' };
  const url = `http://localhost/o/${w.org.slug}/admin/users${path}`;
  const answer = await exports.default.fetch(url, { method, redirect: 'manual', headers });
  return { status: answer.status, html: await answer.text(), location: answer.headers.get('Location') };
}

async function returned() {
  const w = await world({ now: Date.now() });
  await w.db
    .insert(bounces)
    .values({ email: w.dana.email, kind: 'bounced', reason: 'There is no such mailbox.', at: w.now });
  return w;
}

const marks = (w: World) => w.db.$count(bounces);

describe('an address that letters came back from', () => {
  it('is marked in the list and explained on the page of its member', async () => {
    const w = await returned();
    const { html } = await ask(w, '');
    expect(html.match(/Mail comes back/g)).toHaveLength(1);
    expect((await ask(w, `/${w.dana.id}`)).html).toContain('There is no such mailbox.');
    expect((await ask(w, `/${w.omar.id}`)).html).not.toContain('Mail comes back');
  });

  it('is tried again when an admin says so, with an event', async () => {
    const w = await returned();
    const answer = await ask(w, `/${w.dana.id}/mail`, w.amir, 'POST');
    expect([answer.status, answer.location]).toEqual([303, `/o/northwind/admin/users/${w.dana.id}`]);
    expect(await marks(w)).toBe(0);
    const [event] = (await w.db.select().from(events)).filter(({ action }) => action === 'member.mail_retried');
    expect(event).toMatchObject({ subjectId: w.dana.id, actorId: w.amir.id, data: {} });
  });

  it('that was tried already leaves no second event', async () => {
    const w = await returned();
    for (let times = 0; times < 2; times++) await ask(w, `/${w.dana.id}/mail`, w.amir, 'POST');
    const told = (await w.db.select().from(events)).filter(({ action }) => action === 'member.mail_retried');
    expect(told).toHaveLength(1);
  });

  it('stays marked for members, observers and admins of another organization', async () => {
    const w = await returned();
    for (const person of [w.dana, w.omar])
      expect((await ask(w, `/${w.dana.id}/mail`, person, 'POST')).status).toBe(403);
    const south = await world({ slug: 'southwind', now: Date.now() });
    expect((await ask(south, `/${w.dana.id}/mail`, south.amir, 'POST')).status).toBe(404);
    expect(await marks(w)).toBe(1);
  });
});
