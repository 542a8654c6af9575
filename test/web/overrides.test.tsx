import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { tree, type World, world } from '../support/world.ts';

async function parent() {
  const w = await world({ now: Date.now() });
  const { objective, keyResults } = await tree(w, [{}, {}]);
  await w.settle((await w.writer(keyResults[0]!.id).checkIn({ value: 80 }, newId('chk', w.now))).due);
  return { w, id: objective.id, child: keyResults[1]!.id };
}

const ask = async (w: World, path: string, fields?: Record<string, string>, { person = w.dana, htmx = false } = {}) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}/okrs/${path}`, {
    method: fields ? 'POST' : 'GET',
    redirect: 'manual',
    body: fields && new URLSearchParams(fields),
    headers: {
      Cookie: await w.cookie(person),
      Origin: 'http://localhost',
      ...(htmx && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
    },
  });

const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;

describe('the check-in form', () => {
  it('of an automatic OKR offers to keep the value, beside the automatic one', async () => {
    const { w, id, child } = await parent();
    const html = await (await ask(w, id)).text();
    expect(words(html)).toContain('Rolled up it is 40%. A value of yours holds until something below changes.');
    expect(html).toContain('name="sticky"');
    expect(await (await ask(w, child)).text()).not.toContain('name="sticky"');
  });

  it('keeps a value with the box ticked, leaves it kept, and lets go of it when unticked', async () => {
    const { w, id } = await parent();
    await ask(w, `${id}/check-ins`, { value: '60', was: '40', held: '', sticky: 'on' });
    expect(await okrOf(w, id)).toMatchObject({ value: 60, heldAt: expect.any(Number) });
    await ask(w, `${id}/check-ins`, { value: '65', was: '60', held: 'on', sticky: 'on' });
    expect(await okrOf(w, id)).toMatchObject({ value: 65, heldAt: expect.any(Number) });
    await ask(w, `${id}/check-ins`, { value: '70', was: '65', held: 'on' });
    expect(await okrOf(w, id)).toMatchObject({ value: 70, heldAt: null });
    await ask(w, `${id}/check-ins`, { value: '71', was: '70', held: '' });
    expect(await okrOf(w, id)).toMatchObject({ value: 71, heldAt: null });
  });
});

describe('a held value', () => {
  it('is said on the page with what there would be, and a way back', async () => {
    const { w, id, child } = await parent();
    await ask(w, `${id}/check-ins`, { value: '60', sticky: 'on' });
    await w.settle((await w.writer(child).checkIn({ value: 20 }, newId('chk', w.now))).due);
    const html = await (await ask(w, id)).text();
    expect(words(html)).toMatch(/Dana Whitlock’s value holds since \d+ \w+\. Rolled up it is 50%\. Resume/);
    expect(await (await ask(w, id, undefined, { person: w.omar })).text()).not.toContain('Resume');

    const answer = await ask(w, `${id}/override/removal`, {});
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/o/northwind/okrs/${id}`]);
    expect(await okrOf(w, id)).toMatchObject({ value: 50, heldAt: null });
    const after = words(await (await ask(w, id)).text());
    expect(after).not.toContain('value holds since');
    expect(after).toContain('Resumed automatic updates.');
  });

  it('ends in place with JavaScript', async () => {
    const { w, id } = await parent();
    await ask(w, `${id}/check-ins`, { value: '60', sticky: 'on' });
    const html = await (await ask(w, `${id}/override/removal`, {}, { htmx: true })).text();
    expect(html).toContain('hx-target="#okr-now"');
    expect(html).toContain('It updates itself again.');
  });

  it('is ended only by those who may change the OKR', async () => {
    const { w, id } = await parent();
    await ask(w, `${id}/check-ins`, { value: '60', sticky: 'on' });
    expect((await ask(w, `${id}/override/removal`, {}, { person: w.omar })).status).toBe(403);
    expect(await okrOf(w, id)).toMatchObject({ value: 60, heldAt: expect.any(Number) });
  });
});
