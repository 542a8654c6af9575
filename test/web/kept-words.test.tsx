import { exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { type World, world } from '../support/world.ts';

const post = async (w: World, path: string, fields: Record<string, string>) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { Cookie: await w.cookie(w.dana), Origin: 'http://localhost' },
  });

it('what was written for an OKR that was closed meanwhile is on the page that says so', async () => {
  const w = await world({ now: Date.now() });
  const okr = await w.okr({});
  await w.writer(okr.id).closeOkr({ score: 0.5 });
  const typed = { note: 'We lost <b>two</b> days', title: 'A better name', description: 'And why' };

  const said = await post(w, `/okrs/${okr.id}/check-ins`, { ...typed, value: '40', id: newId('chk', w.now) });
  expect(said.status).toBe(409);
  expect(await said.text()).toContain('We lost &lt;b&gt;two&lt;/b&gt; days');

  const edited = await post(w, `/okrs/${okr.id}/edit`, { ...typed, kind: 'key_result', version: '2' });
  expect(edited.status).toBe(409);
  const page = await edited.text();
  expect(page).toContain('A better name');
  expect(page).toContain('And why');
});
