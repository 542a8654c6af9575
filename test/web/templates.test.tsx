import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { templateGroups } from '../../src/domain/templates/catalogue.ts';
import { formats } from '../../src/views/format.ts';
import { valuesOfTemplate } from '../../src/views/templates/values.ts';
import { okrsOf } from '../../src/web/template-form.ts';
import { type World, world } from '../support/world.ts';

const site = 'http://localhost';

async function ask(w: World, path: string, form?: Record<string, string>, person = w.dana) {
  const response = await exports.default.fetch(`${site}/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: site },
    body: form ? new URLSearchParams(form) : undefined,
  });
  const trips = Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]);
  const location = response.headers.get('Location') ?? '';
  return { html: await response.text(), status: response.status, trips, location };
}

const lately = () => world({ now: Date.now() });
const rows = async (query: string) => (await env.DB.prepare(query).all<Record<string, unknown>>()).results;

/** What a browser would send of the form as it came. */
function asSent(html: string): Record<string, string> {
  const form = html.slice(html.indexOf('action="/o/'), html.lastIndexOf('Make these OKRs'));
  const text = (raw: string) => raw.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'");
  const sent: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [name, value] = ['name', 'value'].map((each) => new RegExp(` ${each}="([^"]*)"`).exec(tag)?.[1] ?? '');
    if (!tag.includes('type="checkbox"') || / checked/.test(tag)) sent[name!] = text(value!);
  }
  for (const [, name, value] of form.matchAll(/<textarea[^>]* name="(\w+)"[^>]*>([^<]*)/g)) sent[name!] = text(value!);
  for (const [, name, options] of form.matchAll(/<select[^>]* name="(\w+)"[^>]*>(.*?)<\/select>/g))
    sent[name!] = /value="([^"]*)" selected/.exec(options!)?.[1] ?? '';
  return sent;
}

describe('the templates', () => {
  test('stand by function, each with its key results and a way to use it', async () => {
    const w = await lately();
    const { html, trips } = await ask(w, `/okrs/templates?period=${w.year.id}`);
    for (const { name, templates } of templateGroups) {
      expect(html).toContain(`>${name}</h2>`);
      for (const { id } of templates)
        expect(html).toContain(`href="/o/northwind/okrs/templates/${id}?period=${w.year.id}"`);
    }
    expect(html).toContain('Reduce time to the first answer from 9 to 2 hours');
    expect(trips).toBe(2);
  });

  test('are offered where a period is empty, for that period, and not to observers', async () => {
    const w = await lately();
    const path = `/okrs?period=${w.year.id}`;
    expect((await ask(w, path)).html).toContain(`href="/o/northwind/okrs/templates?period=${w.year.id}"`);
    expect((await ask(w, path, undefined, w.omar)).html).not.toContain('okrs/templates');
    for (const each of ['/okrs/templates', '/okrs/templates/company-must-have'])
      expect((await ask(w, each, undefined, w.omar)).status).toBe(403);
    expect((await ask(w, '/okrs/templates/company-must-have', { title: 'Mine' }, w.omar)).status).toBe(403);
  });

  test('that nobody knows are not there', async () => {
    const w = await lately();
    expect((await ask(w, '/okrs/templates/unknown')).status).toBe(404);
    expect((await ask(w, '/okrs/templates/unknown', { title: 'Mine' })).status).toBe(404);
  });
});

describe('a template', () => {
  const PATH = '/okrs/templates/company-healthy-growth';

  test('becomes an objective with its key results by saving the form as it comes', async () => {
    const w = await lately();
    const { html, trips } = await ask(w, `${PATH}?period=${w.quarter.id}`);
    expect(trips).toBe(2);
    const made = await ask(w, PATH, asSent(html));
    expect(made.status).toBe(303);
    const [objective, ...results] = await rows('select * from okrs order by id');
    expect(made.location).toBe(`/o/northwind/okrs/${objective!.id}`);
    expect(objective).toMatchObject({
      kind: 'objective',
      mode: 'rollup',
      period_id: w.quarter.id,
      level: 'individual',
    });
    expect(results.map((each) => each.title)).toEqual([
      'Grow yearly recurring revenue from $4,000,000 to $5,200,000',
      'Improve gross margin from 68% to 74%',
      'Reduce cash spent per month from $310,000 to $240,000',
    ]);
    expect(results[2]).toMatchObject({
      measure_name: 'Cash spent per month',
      unit: '$',
      start_value: 310_000,
      target_value: 240_000,
      direction: 'decrease',
      mode: 'manual',
    });
    expect(await rows('select distinct parent_id from alignments')).toEqual([{ parent_id: objective!.id }]);
    expect(await rows('select distinct member_id from okr_owners')).toEqual([{ member_id: w.dana.id }]);
    expect(await rows('select okr_id from roll_ups_due')).toEqual([]);
  });

  test.each(['en-GB', 'de-DE', 'ar-EG'])(
    'can be taken as it comes, whichever it is, where people write as in %s',
    (locale) => {
      const writing = formats({ locale, timeZone: 'UTC' });
      for (const template of templateGroups.flatMap((group) => group.templates)) {
        const { objective, keyResults } = okrsOf(valuesOfTemplate(template, '', writing), locale, writing);
        expect(objective.title).toBe(template.title);
        expect(keyResults.map(({ measure }) => measure)).toMatchObject(
          template.keyResults.map(({ measure: { name, unit, from, to } }) => ({ name, unit, start: from, target: to })),
        );
      }
    },
  );

  test('is made with its author’s words, numbers, team and choice of key results', async () => {
    const w = await lately();
    const { html } = await ask(w, PATH);
    const { chosen_1, chosen_2, ...rest } = asSent(html);
    expect([chosen_1, chosen_2]).toEqual(['on', 'on']);
    const mine = {
      title: 'Grow wisely',
      words_0: 'Grow subscriptions',
      from_0: '10',
      to_0: '25',
      unit_0: '',
      name_0: 'Subs',
    };
    expect((await ask(w, PATH, { ...rest, ...mine, team_id: w.team.id })).status).toBe(303);
    expect(await rows('select title, level, team_id, unit from okrs order by id')).toEqual([
      { title: 'Grow wisely', level: 'team', team_id: w.team.id, unit: null },
      { title: 'Grow subscriptions from 10 to 25', level: 'team', team_id: w.team.id, unit: null },
    ]);
  });

  test('comes back with everything typed, and makes nothing, when a part of it is refused', async () => {
    const w = await lately();
    const sent = asSent((await ask(w, PATH)).html);
    const wrong = { title: '', words_0: '', from_1: 'much', to_2: sent.from_2!, name_2: '' };
    const { html, status } = await ask(w, PATH, { ...sent, ...wrong });
    expect(status).toBe(422);
    expect(html).toMatch(/id="title-error">Give it a title\./);
    expect(html).toMatch(/id="words_0-error">Say what should happen/);
    expect(html).toMatch(/id="from_1-error">Write a number/);
    expect(html).toMatch(/id="name_2-error">Say what is counted\./);
    expect(html).toContain('value="much"');
    const same = await ask(w, PATH, { ...sent, to_2: sent.from_2! });
    expect(same.html).toMatch(/id="to_2-error">Start and target are the same number/);
    const elsewhere = await ask(w, PATH, { ...sent, team_id: 'tm_unknown' });
    expect(elsewhere.status).toBe(422);
    expect(await rows('select id from okrs')).toEqual([]);
  });

  test('leaves out what was not chosen, however wrong it is', async () => {
    const w = await lately();
    const { chosen_0: _, ...sent } = asSent((await ask(w, PATH)).html);
    expect((await ask(w, PATH, { ...sent, words_0: '', from_0: 'much' })).status).toBe(303);
    expect(await rows("select count(*) as n from okrs where kind = 'key_result'")).toEqual([{ n: 2 }]);
  });

  test('does not take a period of another organization', async () => {
    const [w, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    const sent = asSent((await ask(w, PATH)).html);
    expect((await ask(w, PATH, { ...sent, period_id: south.quarter.id })).status).toBe(404);
    expect(await rows('select id from okrs')).toEqual([]);
  });
});
