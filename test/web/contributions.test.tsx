import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { alignments, okrs } from '../../src/db/schema/okrs.ts';
import { metric, tree, type World, world } from '../support/world.ts';

async function family() {
  const w = await world({ now: Date.now() });
  const company = await w.okr({ kind: 'objective', title: 'Company' });
  const { objective, keyResults } = await tree(w, [{ measure: metric(0, 300) }, { measure: metric(0, 100) }], {
    parents: [{ okrId: company.id, fixedWeight: null }],
  });
  const [first, second] = keyResults.map((okr) => okr.id) as [OkrId, OkrId];
  await w.settle((await w.writer(first).checkIn({ value: 300 }, newId('chk', w.now))).due);
  return { w, company: company.id, objective: objective.id, first, second };
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
const figureOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!.value;
const fixedOf = async (w: World, id: OkrId) =>
  (await w.db.select().from(alignments).where(eq(alignments.childId, id)))[0]!.fixedWeight;

describe('the page of contributions', () => {
  it('shows each child’s share and what both ways of sharing come to, in two round trips', async () => {
    const { w, objective } = await family();
    const answer = await ask(w, `${objective}/contributions`);
    expect(answer.headers.get('Server-Timing')).toContain('trips=2');
    const text = words(await answer.text());
    expect(text).toContain('Result 1 100% 50%');
    expect(text).toContain('Reset to equal On average 50%.');
    expect(text).toContain('By size of target On average 75%.');
  });

  it('is reached from the children and from the evidence, by those who may change it', async () => {
    const { w, objective } = await family();
    const link = `href="/o/northwind/okrs/${objective}/contributions"`;
    expect((await (await ask(w, objective)).text()).split(link)).toHaveLength(3);
    expect(await (await ask(w, objective, undefined, { person: w.omar })).text()).not.toContain(link);
    expect((await ask(w, `${objective}/contributions`, undefined, { person: w.omar })).status).toBe(403);
  });

  it('previews the OKR and all above it without JavaScript, and changes nothing', async () => {
    const { w, company, objective, first, second } = await family();
    const answer = await ask(w, `${objective}/contributions/preview`, { [`share-${first}`]: '80' });
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).toContain('value="80"');
    expect(words(html)).toContain('Result 2 None yet 20%');
    expect(words(html)).toMatch(/Delight customers from 50% to 80%/);
    expect(words(html)).toMatch(/Company from 50% to 80%/);
    expect([await figureOf(w, objective), await figureOf(w, company)]).toEqual([50, 50]);
    expect([await fixedOf(w, first), await fixedOf(w, second)]).toEqual([null, null]);
  });

  it('previews while one types: the figures, and each share in its row', async () => {
    const { w, objective, first, second } = await family();
    const path = `${objective}/contributions/preview`;
    const html = await (await ask(w, path, { [`none-${second}`]: 'on' }, { htmx: true })).text();
    expect(html).not.toContain('<html');
    expect(html).toContain(`<hx-partial hx-target="#okr-${first}-share" hx-swap="innerHTML">100%</hx-partial>`);
    expect(html).toContain(`<hx-partial hx-target="#okr-${second}-share" hx-swap="innerHTML">none</hx-partial>`);
    const typing = await ask(w, path, { [`share-${first}`]: 'eig' }, { htmx: true });
    expect(typing.status).toBe(200);
    expect(await typing.text()).toContain('Write a number from 0 to 100.');
    const tooMuch = { [`share-${first}`]: '80', [`share-${second}`]: '70' };
    expect(await (await ask(w, path, tooMuch, { htmx: true })).text()).toContain('Together they are 150%.');
  });

  it('saves all shares as one change and goes back to the OKR', async () => {
    const { w, company, objective, first, second } = await family();
    const answer = await ask(w, `${objective}/contributions`, { [`share-${first}`]: '62.5', [`share-${second}`]: '' });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/o/northwind/okrs/${objective}`]);
    expect([await fixedOf(w, first), await fixedOf(w, second)]).toEqual([62.5, null]);
    expect([await figureOf(w, objective), await figureOf(w, company)]).toEqual([62.5, 62.5]);
    const happened = await w.db.select().from(events).where(eq(events.subjectId, objective));
    expect(happened.filter((each) => each.action === 'okr.weighed')).toHaveLength(1);
    expect(words(await (await ask(w, objective)).text())).toContain('Changed how much what is below contributes.');

    const none = { [`share-${first}`]: '62.5', [`none-${first}`]: 'on' };
    await ask(w, `${objective}/contributions`, none);
    expect([await fixedOf(w, first), await figureOf(w, objective)]).toEqual([0, null]);
    expect(await (await ask(w, `${objective}/contributions`)).text()).toMatch(
      new RegExp(`id="none-${first}"[^>]*checked`),
    );
  });

  it('resets to equal and goes by size at a click', async () => {
    const { w, objective, first } = await family();
    await ask(w, `${objective}/contributions`, { weighing: 'size', [`share-${first}`]: '10' });
    expect([await fixedOf(w, first), await figureOf(w, objective)]).toEqual([null, 75]);
    await ask(w, `${objective}/contributions`, { weighing: 'equal' });
    expect(await figureOf(w, objective)).toBe(50);
  });

  it('gives back what cannot be read, with a sentence at its field', async () => {
    const { w, objective, first, second } = await family();
    const answer = await ask(w, `${objective}/contributions`, { [`share-${first}`]: 'half' });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('value="half"');
    expect(html).toContain(`id="share-${first}-error"`);
    const tooMuch = await ask(w, `${objective}/contributions`, { [`share-${first}`]: '80', [`share-${second}`]: '70' });
    expect(tooMuch.status).toBe(422);
    expect(words(await tooMuch.text())).toContain('Together they are 150%. Bring them down to 100% or less.');
  });
});
