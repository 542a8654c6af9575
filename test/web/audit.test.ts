import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { sealEvents } from '../../src/domain/audit/sealing.ts';
import { createTag } from '../../src/domain/tags/creating.ts';
import { okrWriter } from '../../src/writers/okr-writer-client.ts';
import { type Person, type World, world } from '../support/world.ts';

async function ask(w: World, path: string, form?: Record<string, string>, person: Person = w.ada) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}/admin/audit${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost' },
    body: form ? new URLSearchParams(form) : undefined,
  });
  return {
    status: response.status,
    html: await response.text(),
    location: response.headers.get('Location'),
    trips: Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]),
  };
}

describe('the audit log', () => {
  test('names who did what to what, newest first, in two trips', async () => {
    const w = await world();
    await createTag(w.as(w.dana), { name: 'Growth' });
    await createTag(w.as(w.ada, w.now + 1000), { name: 'Trust' });
    const { html, trips } = await ask(w, '');
    expect(html.indexOf('name: Trust')).toBeLessThan(html.indexOf('name: Growth'));
    expect(html).toContain('Dana Whitlock');
    expect(trips).toBe(2);
  });

  test('is narrowed by person, object, action and day', async () => {
    const w = await world();
    await createTag(w.as(w.dana), { name: 'Growth' });
    await createTag(w.as(w.ada), { name: 'Trust' });
    expect((await ask(w, `?actor=${w.dana.id}`)).html).not.toContain('name: Trust');
    expect((await ask(w, '?action=tag.created')).html).toContain('name: Trust');
    expect((await ask(w, '?action=okr.created')).html).toContain('Nothing of this kind');
    expect((await ask(w, '?from=2026-11-20&to=2026-11-20')).html).toContain('name: Trust');
    expect((await ask(w, '?to=2026-11-19')).html).toContain('Nothing of this kind');
    expect((await ask(w, '?to=yesterday')).html).toContain('Write a day like');
    expect((await ask(w, '?person=dana')).location).toContain(`actor=${w.dana.id}`);
    expect((await ask(w, '?person=nobody')).html).toContain('Nobody here has that name');
  });

  test('withholds what happened to a private OKR from an admin who does not see it, gone or not', async () => {
    const w = await world();
    const okr = await w.okr({ title: 'Buy a rival quietly', visibility: 'private' });
    const shown = async () => `${(await ask(w, '')).html}${(await ask(w, '.csv')).html}`;
    expect(await shown()).not.toContain('Buy a rival');
    expect(await shown()).not.toContain(okr.id);
    await okrWriter(env, w.as(w.dana), okr.id).deleteOkr();
    expect(await shown()).not.toContain('Buy a rival');
    const open = await w.okr({ title: 'Open to all' });
    await okrWriter(env, w.as(w.dana), open.id).deleteOkr();
    expect(await shown()).toContain('Open to all');
  });

  test('is fetched as a file that a spreadsheet does not run', async () => {
    const w = await world();
    await createTag(w.as(w.dana), { name: '=1+1' });
    const { html } = await ask(w, '.csv');
    expect(html).toContain('tag.created');
    expect(html.split('\r\n')[0]).toContain('on behalf by');
  });

  test('shows another organization nothing, and members and observers neither', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    await createTag(w.as(w.dana), { name: 'Growth' });
    expect((await ask(other, '')).html).not.toContain('Growth');
    expect((await ask(other, `?subject=${w.org.id}`)).html).not.toContain('Growth');
    for (const person of [w.dana, w.omar])
      for (const path of ['', '.csv', '/verification'])
        expect((await ask(w, path, undefined, person)).status).toBe(403);
  });

  test('is verified by a button that says what it found', async () => {
    const w = await world();
    await createTag(w.as(w.dana), { name: 'Growth' });
    await sealEvents(w.db, w.org.id, w.now);
    expect((await ask(w, '/verification', {})).html).toContain('The log is as it was written');
    await env.DB.prepare(`update events set data = '{"name":"Decline"}' where org_id = ?`).bind(w.org.id).run();
    expect((await ask(w, '/verification', {})).html).toContain('Seal 1 is broken');
  });

  test('is kept as long as an admin says, within bounds', async () => {
    const w = await world();
    expect((await ask(w, '/retention', { days: '365' })).status).toBe(303);
    expect((await ask(w, '')).html).toContain('<option value="365" selected');
    expect((await ask(w, '/retention', { days: '1' })).status).toBe(422);
  });
});
