import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { holdQueue } from '../support/queue.ts';
import { type Person, type World, world } from '../support/world.ts';

async function ask(w: World, path: string, person: Person, form?: Record<string, string>) {
  return exports.default.fetch(`http://localhost/o/${w.org.slug}/admin/users/${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost' },
    body: form ? new URLSearchParams(form) : undefined,
  });
}

const nameOf = (person: Person) =>
  env.DB.prepare('select name from members where id = ?').bind(person.id).first<string>('name');

const ended = (person: Person) =>
  env.DB.prepare('update members set deactivated_at = 1 where id = ?').bind(person.id).run();

test('an owner deletes the data of somebody who was deactivated', async () => {
  const w = await world({ now: Date.now() });
  const queue = holdQueue();
  await ended(w.dana);
  expect(await (await ask(w, w.dana.id, w.ada)).text()).toContain(`${w.dana.id}/erasure`);
  expect(await (await ask(w, `${w.dana.id}/erasure`, w.ada)).text()).toContain('Delete their comments too');
  const answer = await ask(w, `${w.dana.id}/erasure`, w.ada, { comments: 'on' });
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/o/northwind/admin/users/${w.dana.id}`]);
  expect(await nameOf(w.dana)).toBe('Former member');
  expect(queue.waiting.map(({ type }) => type)).toEqual(['erasure']);
  const page = await (await ask(w, w.dana.id, w.ada)).text();
  expect(page).toContain('The data of this person is deleted');
  expect(page).not.toContain('Let them in again');
});

test('who can still come in is deactivated first', async () => {
  const w = await world({ now: Date.now() });
  const page = await (await ask(w, `${w.dana.id}/erasure`, w.ada)).text();
  expect(page).toContain(`${w.dana.id}/deactivation`);
  expect(page).not.toContain('for good.</button>');
  const answer = await ask(w, `${w.dana.id}/erasure`, w.ada, {});
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('Deactivate Dana Whitlock first');
  expect(await nameOf(w.dana)).toBe('Dana Whitlock');
});

test('nobody but an owner of the organization gets there', async () => {
  const [w, south] = [await world({ now: Date.now() }), await world({ now: Date.now(), slug: 'southwind' })];
  await ended(w.dana);
  for (const person of [w.amir, w.omar])
    for (const form of [undefined, {}]) expect((await ask(w, `${w.dana.id}/erasure`, person, form)).status).toBe(403);
  for (const form of [undefined, {}])
    expect((await ask(south, `${w.dana.id}/erasure`, south.ada, form)).status).toBe(404);
  expect(await (await ask(w, w.dana.id, w.amir)).text()).not.toContain('/erasure');
  expect(await nameOf(w.dana)).toBe('Dana Whitlock');
});
