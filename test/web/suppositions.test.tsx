import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { metric, tree, type World, world } from '../support/world.ts';

async function family() {
  const w = await world({ now: Date.now() });
  const { objective, keyResults } = await tree(w, [{ measure: metric(0, 200) }, {}]);
  const [first, second] = keyResults.map((okr) => okr.id) as [OkrId, OkrId];
  await w.settle((await w.writer(first).checkIn({ value: 50 }, newId('chk', w.now))).due);
  return { w, objective: objective.id, first, second };
}

const ask = async (
  w: World,
  path: string,
  { form, htmx = false }: { form?: Record<string, string>; htmx?: boolean } = {},
) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}/okrs/${path}`, {
    method: form ? 'POST' : 'GET',
    body: form && new URLSearchParams(form),
    headers: {
      Cookie: await w.cookie(form ? w.dana : w.omar),
      Origin: 'http://localhost',
      ...(htmx && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
    },
  });

const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('what if', () => {
  it('shows a leaf and all above it with another value, to whoever may look, and says that nothing is saved', async () => {
    const { w, first } = await family();
    const answer = await ask(w, `${first}/supposition?value-${first}=150`);
    expect(answer.headers.get('Server-Timing')).toMatch(/trips=2 .*written=0/);
    const text = words(await answer.text());
    expect(text).toContain('Nothing here is ever saved.');
    expect(text).toMatch(/Result 1 from 50 to 150 from 25% of the way to 75% of the way/);
    expect(text).toMatch(/Delight customers from 13% to 38%/);
    expect(await (await ask(w, first)).text()).toContain(`action="/o/northwind/okrs/${first}/supposition"`);
  });

  it('offers what is below a roll-up, and answers htmx with the figures alone', async () => {
    const { w, objective, first, second } = await family();
    const html = await (await ask(w, `${objective}/supposition`)).text();
    expect(html).toContain(`name="target-${first}"`);
    expect(html).not.toContain(`name="target-${second}"`);
    const part = await ask(w, `${objective}/supposition?target-${first}=100&value-${second}=50`, { htmx: true });
    const text = await part.text();
    expect(text).not.toContain('<html');
    expect(words(text)).toMatch(/Result 1 50 from of 200 to of 100 from 25% of the way to 50% of the way/);
    expect(words(text)).toMatch(/Delight customers from 13% to 50%/);
  });

  it('says what cannot be read or thought, at its field', async () => {
    const { w, first } = await family();
    const typing = await (await ask(w, `${first}/supposition?value-${first}=many`)).text();
    expect(typing).toContain(`id="value-${first}-error"`);
    expect(typing).toContain('value="many"');
    const senseless = await (await ask(w, `${first}/supposition?target-${first}=0`)).text();
    expect(words(senseless)).toContain('Start and target are the same number');
  });

  it('stands beside the shares, and is not saved with them', async () => {
    const { w, objective, first } = await family();
    const form = { [`share-${first}`]: '80', [`value-${first}`]: '200', [`target-${first}`]: '400' };
    const preview = words(await (await ask(w, `${objective}/contributions/preview`, { form })).text());
    expect(preview).toMatch(/Delight customers from 13% to 40%/);
    expect(preview).toContain('Values and targets from here are never saved.');
    await ask(w, `${objective}/contributions`, { form });
    const text = words(await (await ask(w, first)).text());
    expect(text).toContain('of 200');
    expect(words(await (await ask(w, objective)).text())).toContain('20 %');
  });
});
