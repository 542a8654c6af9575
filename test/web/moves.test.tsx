import { exports } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { alignments, okrs } from '../../src/db/schema/okrs.ts';
import { tree, type World, world } from '../support/world.ts';

async function two() {
  const w = await world({ now: Date.now() });
  const { objective: left, keyResults } = await tree(w, [{}, {}], { title: 'Grow at home' });
  const right = await w.okr({ kind: 'objective', title: 'Grow abroad' });
  const moving = keyResults[0]!.id;
  await w.settle((await w.writer(moving).checkIn({ value: 60 }, newId('chk', w.now))).due);
  return { w, left: left.id, right: right.id, moving };
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
const parentsOf = async (w: World, id: OkrId) =>
  (
    await w.db
      .select()
      .from(alignments)
      .where(and(eq(alignments.orgId, w.org.id), eq(alignments.childId, id)))
  ).map((edge) => edge.parentId);
const figureOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!.value;

describe('the page that moves an OKR', () => {
  it('offers where it can go, with what it leaves chosen already, in two round trips', async () => {
    const { w, moving, left, right } = await two();
    const answer = await ask(w, `${moving}/moves`);
    expect(answer.headers.get('Server-Timing')).toContain('trips=2');
    const html = await answer.text();
    expect(html).toContain(`<option value="${left}" selected="">Grow at home</option>`);
    expect(html).toContain(`<option value="${right}">Grow abroad</option>`);
    expect((await ask(w, `${moving}/moves`, undefined, { person: w.omar })).status).toBe(403);
  });

  it('previews old and new parent before anything changes', async () => {
    const { w, moving, left, right } = await two();
    const html = await (await ask(w, `${moving}/moves/preview`, { from: left, to: right }, { htmx: true })).text();
    const text = words(html);
    expect(text).toMatch(/Grow at home .*30%.* None yet/);
    expect(text).toMatch(/Grow abroad .*None yet.* 60%/);
    expect(await parentsOf(w, moving)).toEqual([left]);
  });

  it('moves, aligns to another as well, and takes away', async () => {
    const { w, moving, left, right } = await two();
    const page = `/o/northwind/okrs/${moving}`;
    const moved = await ask(w, `${moving}/moves`, { from: left, to: right });
    expect([moved.status, moved.headers.get('Location')]).toEqual([303, page]);
    expect(await parentsOf(w, moving)).toEqual([right]);
    expect([await figureOf(w, left), await figureOf(w, right)]).toEqual([null, 60]);
    await ask(w, `${moving}/moves`, { from: '', to: left });
    expect((await parentsOf(w, moving)).sort()).toEqual([left, right].sort());
    expect(words(await (await ask(w, left)).text())).toContain('Also counts in “Grow abroad”.');
    expect(words(await (await ask(w, moving)).text())).toContain('It counts fully in each of them.');
    await ask(w, `${moving}/moves`, { from: right });
    expect(await parentsOf(w, moving)).toEqual([left]);
    expect(words(await (await ask(w, moving)).text())).toContain('No longer aligned to “Grow abroad”.');
  });

  it('asks before it takes away, and says what becomes of the parent', async () => {
    const { w, moving, left } = await two();
    const text = words(await (await ask(w, `${moving}/moves?from=${left}&to=`)).text());
    expect(text).toContain('Un-align from “Grow at home”?');
    expect(text).toContain('It then stands alone.');
    expect(text).toMatch(/30%.* None yet/);
  });

  it('comes back with a sentence for a circle, a stale page and no choice', async () => {
    const { w, left, right } = await two();
    await w.writer(right).align(left, null);
    const circle = await ask(w, `${left}/moves`, { to: right });
    expect(circle.status).toBe(422);
    expect(words(await circle.text())).toContain(
      'This would close a circle: “Grow at home” → “Grow abroad” → “Grow at home”.',
    );
    expect(words(await (await ask(w, `${left}/moves/preview`, { to: right })).text())).toContain('close a circle');
    expect((await ask(w, `${left}/moves`, {})).status).toBe(422);
    expect((await ask(w, `${right}/moves`, { from: left, version: '1' })).status).toBe(409);
  });
});
