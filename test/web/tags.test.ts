import { exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { createTag } from '../../src/domain/tags/creating.ts';
import { findTagNamed, listTagsOf } from '../../src/domain/tags/finding.ts';
import { listTagNames } from '../../src/domain/tags/listing.ts';
import { type World, world } from '../support/world.ts';

const lately = (settings = {}) => world({ now: Date.now(), settings });

async function ask(w: World, path: string, form?: Record<string, string>, person = w.ada) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost' },
    body: form ? new URLSearchParams(form) : undefined,
  });
  return {
    status: response.status,
    html: await response.text(),
    location: response.headers.get('Location') ?? '',
    trips: Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]),
  };
}

const typed = (w: World, changes: Record<string, string>) => ({
  kind: 'key_result',
  title: 'Raise weekly senders',
  measure: 'percent',
  source: 'manual',
  owner_ids: w.dana.id,
  period_id: w.quarter.id,
  level: 'individual',
  ambition: 'committed',
  ...changes,
});

const idOf = (location: string) => /okr_\w+/.exec(location)![0] as Parameters<typeof listTagsOf>[1];

describe('the form of an OKR', () => {
  test('takes tags separated by commas and offers those that exist', async () => {
    const w = await lately();
    await createTag(w.as(), { name: 'Growth' });
    const { html } = await ask(w, '/okrs/new?kind=key_result', undefined, w.dana);
    expect(html).toContain('<datalist id="tag-names"><option value="Growth">');
    const saved = await ask(w, '/okrs/new', typed(w, { tags: ' growth, , New bets ' }), w.dana);
    expect(saved.status).toBe(303);
    expect(await listTagsOf(w.as(), idOf(saved.location))).toEqual(['Growth', 'New bets']);
  });

  test('shows the tags of the OKR, and only a change of them is one', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Raise weekly senders', tags: ['beta', 'Growth'], period_id: w.quarter.id });
    const path = `/okrs/${okr.id}/edit`;
    expect((await ask(w, path, undefined, w.dana)).html).toContain('value="beta, Growth"');
    const same = typed(w, { tags: 'growth,beta', version: '1', check_in_owner_id: w.dana.id });
    await ask(w, path, same, w.dana);
    expect((await ask(w, path, undefined, w.dana)).html).toContain('name="version" value="1"');
    await ask(w, path, { ...same, tags: 'growth' }, w.dana);
    expect(await listTagsOf(w.as(), okr.id)).toEqual(['Growth']);
    const { html } = await ask(w, `/okrs/${okr.id}`, undefined, w.dana);
    expect(html).toContain('Changed the tags.');
  });

  test('keeps what was typed when a new tag is for admins to make', async () => {
    const w = await lately({ tagPolicy: 'admins' });
    const refused = await ask(w, '/okrs/new', typed(w, { tags: 'growth' }), w.dana);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('There is no tag “growth” yet, and only admins make new ones.');
    expect(refused.html).toContain('name="tags" type="text" value="growth"');
  });
});

describe('tags on pages', () => {
  test('lead from an OKR to all that carry them in its period', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Carries it', tags: ['R&D'], period_id: w.quarter.id });
    await w.okr({ title: 'Does not', period_id: w.quarter.id });
    await w.okr({ title: 'Of the year', tags: ['R&D'], period_id: w.year.id });
    const { html } = await ask(w, `/okrs/${okr.id}`);
    const href = new RegExp(`/okrs\\?period=${w.quarter.id}&amp;tag=[^"]+`).exec(html)![0].replace('&amp;', '&');
    const list = await ask(w, href);
    expect(list.html).toContain('Carries it');
    expect(list.html).not.toContain('Does not');
    expect(list.html).not.toContain('Of the year');
    expect(list.trips).toBe(2);
    expect((await ask(w, '/okrs?period=all&tag=r%26d')).html).toContain('Of the year');
    expect((await ask(w, '/okrs?tag=nothing')).html).toContain('Nothing matches');
  });

  test('are a menu of the list once there are any', async () => {
    const w = await lately();
    expect((await ask(w, '/okrs')).html).not.toContain('Any tag');
    await createTag(w.as(), { name: 'Growth' });
    expect((await ask(w, '/okrs')).html).toContain('Any tag');
    expect((await ask(w, '/okrs?tag=GROWTH&status=behind')).html).toContain('name="tag" value="GROWTH"');
  });

  test('narrow together with words, owner, status and team', async () => {
    const w = await lately();
    const of = { period_id: w.quarter.id, tags: ['growth'], team_id: w.team.id };
    const [first, second] = [await w.okr({ ...of, title: 'Apples' }), await w.okr({ ...of, title: 'Pears' }, w.ada)];
    await w.okr({ period_id: w.quarter.id, title: 'Apples too' });
    const { html } = await ask(
      w,
      `/okrs?tag=growth&q=apples&owner=${w.dana.id}&status=${first.status}&team=${w.team.id}`,
    );
    expect(html).toContain(first.id);
    expect(html).not.toContain(second.id);
    expect(html).not.toContain('Apples too');
  });
});

describe('Admin, Tags', () => {
  const path = '/admin/tags';

  test('lists tags with their OKRs, in two trips, to admins only', async () => {
    const w = await lately();
    await w.okr({ tags: ['beta', 'Growth'] });
    await w.okr({ tags: ['beta'] });
    const { html, trips } = await ask(w, path);
    expect(html).toMatch(/beta<\/a><small>2 OKRs[\s\S]*Growth<\/a><small>1 OKR</);
    expect(trips).toBe(2);
    expect((await ask(w, path, undefined, w.dana)).status).toBe(403);
    expect((await ask(w, '')).html).toContain(`href="/o/${w.org.slug}/admin/tags"`);
    expect((await ask(w, '', undefined, w.dana)).html).not.toContain('admin/tags');
  });

  test('says so when there are none', async () => {
    expect((await ask(await lately(), path)).html).toContain('No tags yet');
  });

  test('renames, and makes two one by giving the name of the other', async () => {
    const w = await lately();
    const okr = await w.okr({ tags: ['growht', 'Growth'] });
    const tag = (await findTagNamed(w.as(), 'growht'))!;
    expect(await ask(w, `${path}/${tag.id}`, { name: 'groth' })).toMatchObject({ status: 303 });
    expect(await listTagsOf(w.as(), okr.id)).toEqual(['groth', 'Growth']);
    expect(await ask(w, `${path}/${tag.id}`, { name: 'GROWTH' })).toMatchObject({ status: 303 });
    expect(await listTagsOf(w.as(), okr.id)).toEqual(['Growth']);
  });

  test('keeps a name that is refused beside the tag, with the reason', async () => {
    const w = await lately();
    const tag = await createTag(w.as(), { name: 'growth' });
    const refused = await ask(w, `${path}/${tag.id}`, { name: 'one, two' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('A tag has no comma in it.');
    expect(refused.html).toContain('value="one, two"');
    expect(await listTagNames(w.as())).toEqual(['growth']);
  });

  test('asks before it deletes', async () => {
    const w = await lately();
    const okr = await w.okr({ tags: ['growth'] });
    const tag = (await findTagNamed(w.as(), 'growth'))!;
    const asked = await ask(w, `${path}/${tag.id}/deletion`);
    expect(asked.html).toContain('1 OKR will be without it.');
    expect(await listTagsOf(w.as(), okr.id)).toEqual(['growth']);
    expect(await ask(w, `${path}/${tag.id}/deletion`, {})).toMatchObject({ status: 303 });
    expect(await listTagsOf(w.as(), okr.id)).toEqual([]);
  });

  test('goes on after the first hundred', async () => {
    const w = await lately();
    for (let i = 0; i < 101; i++) await createTag(w.as(), { name: `t${String(i).padStart(3, '0')}` });
    const first = await ask(w, path);
    expect(first.html).toContain('>t099<');
    expect(first.html).not.toContain('>t100<');
    const more = /admin\/tags\?after=[^"]+/.exec(first.html)![0];
    expect((await ask(w, `/${more}`)).html).toContain('>t100<');
  });
});
