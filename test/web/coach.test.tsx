import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { DAY, metric, type World, world } from '../support/world.ts';

const site = 'http://localhost';
type Fields = Record<string, string | string[]>;

const pairs = (fields: Fields) =>
  Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));

async function ask(w: World, path: string, form?: Fields, person = w.dana) {
  const response = await exports.default.fetch(`${site}/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: site },
    body: form ? new URLSearchParams(pairs(form)) : undefined,
  });
  const trips = Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]);
  return { html: await response.text(), status: response.status, trips };
}

const coached = (w: World, fields: Fields, person = w.dana) =>
  ask(w, `/okrs/coach?${new URLSearchParams(pairs({ kind: 'key_result', ...fields }))}`, undefined, person);

const lately = () => world({ now: Date.now() });

describe('the writing coach', () => {
  test('answers a title being typed with findings and the formula under it, in two trips', async () => {
    const w = await lately();
    const { html, status, trips } = await coached(w, { title: 'Ship Email Campaigns to every customer' });
    expect(status).toBe(200);
    expect(html).toContain('“Ship” describes work, and work belongs in a project.');
    expect(html).toContain('Nothing to measure yet.');
    expect(html).toMatch(/<hx-partial hx-target="#formula" hx-swap="outerHTML"><ol class="row" id="formula"/);
    expect(html).toContain('Verb: Ship');
    expect(html).not.toContain('<html');
    expect(html).not.toContain('Check the wording');
    expect(trips).toBe(2);
  });

  test('asks nothing of the database before there is a title, and says what it is for', async () => {
    const w = await lately();
    const { html, trips } = await coached(w, { title: '  ' });
    expect(html).toContain('Write a title');
    expect(trips).toBe(1);
  });

  test('reads the measure as its author writes numbers', async () => {
    const w = await world({ now: Date.now(), settings: { locale: 'de-DE' } });
    const measure = { measure: 'metric', measure_name: 'Revenue', unit: '€', start: '1.200,5', target: '2.000' };
    const { html } = await coached(w, { title: 'Ship the app', ...measure });
    expect(html).toContain('Try: “Increase revenue from €1.200,5 to €2.000”');
    expect(html).toContain('Says from where to where.');
    const unread = await coached(w, { title: 'Raise it', ...measure, target: 'viel' });
    expect(unread.html).toContain('No from x to y yet.');
  });

  test('counts the key results that an objective would have, without the one being edited', async () => {
    const w = await lately();
    const objective = await w.okr({ kind: 'objective', title: 'Delight customers' });
    const parents = [{ okrId: objective.id, fixedWeight: null }];
    const made = [];
    for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) made.push(await w.okr({ title, parents }));
    const about = { title: 'Raise it', parents: [objective.id] };
    expect((await coached(w, about)).html).toContain('“Delight customers” has 6 key results.');
    expect((await coached(w, { ...about, okr: made[0]!.id })).html).toContain('has 5 key results.');
    const own = { kind: 'objective', title: 'Delight customers', okr: objective.id };
    expect((await coached(w, own)).html).toContain('It has 5 key results.');
  });

  test('counts objectives of the same team, person or organization in the same period', async () => {
    const w = await lately();
    const make = (rest: object) => w.okr({ kind: 'objective', title: 'Delight', period_id: w.quarter.id, ...rest });
    for (let i = 0; i < 5; i++) await make({ team_id: w.team.id, level: 'team' });
    await make({});
    await make({ period_id: w.year.id });
    await make({ level: 'organization' });
    const objective = { kind: 'objective', title: 'Win', period_id: w.quarter.id, owner_ids: [w.dana.id] };
    const said = async (fields: Fields) => (await coached(w, { ...objective, ...fields })).html;
    expect(await said({ level: 'team', team_id: w.team.id })).toContain('Product has 6 objectives in Q4 2026.');
    expect(await said({ level: 'individual' })).toContain('Dana Whitlock has 2 objectives in Q4 2026.');
    expect(await said({ level: 'organization' })).toContain('Northwind has 2 objectives in Q4 2026.');
  });

  test('names the OKR that is after the same and leads to it', async () => {
    const w = await lately();
    const period = { period_id: w.quarter.id };
    const other = await w.okr({ title: 'Increase our NPS score from 40 to 50', ...period }, w.ada);
    const typed = { title: 'Raise NPS to 55', period_id: w.quarter.id };
    const { html } = await coached(w, typed);
    expect(html).toContain('Somebody is after the same already.');
    expect(html).toContain(`<a href="/o/northwind/okrs/${other.id}">Increase our NPS score from 40 to 50</a>`);
    const changes: Fields[] = [
      { okr: other.id },
      { period_id: w.year.id },
      { kind: 'objective' },
      { title: 'Raise CSAT' },
    ];
    for (const fields of changes)
      expect((await coached(w, { ...typed, ...fields })).html).not.toContain('after the same');
  });

  test('finds one of which a word differs among many', async () => {
    const w = await lately();
    const period = { period_id: w.quarter.id };
    await w.okr({ title: 'Reduce hours until shops in Asia get answers', ...period });
    const { html } = await coached(w, { title: 'Cut hours until shops across Asia get answers', ...period });
    expect(html).toContain('after the same');
  });

  test('says nothing of what is private or belongs to another organization', async () => {
    const [w, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    const objective = await w.okr({ kind: 'objective', title: 'Secret plans' }, w.ada);
    const parents = [{ okrId: objective.id, fixedWeight: null }];
    const result = await w.okr({ title: 'Increase NPS', period_id: w.quarter.id, parents }, w.ada);
    const about = (of: World) => ({
      title: 'Increase NPS',
      parents: [objective.id],
      period_id: of.quarter.id,
      okr: result.id,
    });
    const elsewhere = await coached(south, { ...about(south), level: 'team', team_id: w.team.id, kind: 'objective' });
    const asked = await coached(south, about(south));
    for (const { html } of [elsewhere, asked]) expect(html).not.toMatch(/Secret|after the same|has \d+/);
    await env.DB.prepare("update okrs set visibility = 'private'").run();
    const { html } = await coached(w, { ...about(w), okr: '' });
    expect(html).not.toMatch(/Secret|after the same|has \d+/);
  });

  test('compares the pace that a target needs with the one so far', async () => {
    const w = await world();
    const okr = await w.okr({ title: 'Raise it', measure: metric(0, 100), period_id: w.year.id });
    const day = (back: number) => new Date(Date.now() - back * DAY).toISOString().slice(0, 10);
    for (const [back, value] of [
      [60, 10],
      [4, 18],
    ])
      await env.DB.prepare(
        "insert into progress_points (org_id, okr_id, day, value, status, source) values (?, ?, ?, ?, 'behind', 'person')",
      )
        .bind(w.org.id, okr.id, day(back!), value)
        .run();
    const typed = {
      title: 'Raise it',
      measure: 'metric',
      measure_name: 'NPS',
      start: '0',
      target: '100',
      ends_on: day(-41),
    };
    expect((await coached(w, { ...typed, okr: okr.id })).html).toContain('It moved by 1 a week so far;');
    expect((await coached(w, { ...typed, target: '20', okr: okr.id })).html).not.toContain('a week so far');
    expect((await coached(w, typed)).html).not.toContain('a week so far');
    const copy = await w.okr({ title: 'Again', measure: metric(0, 100) });
    await env.DB.prepare('update okrs set copied_from_id = ? where id = ?').bind(okr.id, copy.id).run();
    expect((await coached(w, { ...typed, okr: copy.id })).html).toContain('It moved by 1 a week so far;');
  });

  test('is not for observers', async () => {
    const w = await lately();
    expect((await coached(w, { title: 'Ship' }, w.omar)).status).toBe(403);
  });

  test('stays in the address whatever is typed', async () => {
    const w = await lately();
    const { html, status } = await coached(w, { title: '"><script>alert(1)</script> AND OR NEAR( "' });
    expect(status).toBe(200);
    expect(html).not.toContain('<script>');
  });
});

describe('the form beside the coach', () => {
  const typed = (w: World, changes: Fields = {}): Fields => ({
    kind: 'key_result',
    title: 'Ship the new app',
    measure: 'percent',
    source: 'manual',
    owner_ids: [w.dana.id],
    period_id: w.quarter.id,
    level: 'individual',
    ambition: 'committed',
    ...changes,
  });

  test('asks for the coach by ids that it really has, and only for what an address can hold', async () => {
    const w = await lately();
    const { html } = await ask(w, '/okrs/new?kind=key_result');
    const include = /hx-include="(#title[^"]*)"/.exec(html)![1]!;
    const wanted = [...include.split(', '), '#coach', '#formula', ...['#title', '#measure']];
    for (const id of wanted) expect(html).toContain(`id="${id.slice(1)}"`);
    expect(include).not.toContain('description');
    expect(html).toContain(`hx-get="/o/northwind/okrs/coach?kind=key_result"`);
    expect(html).toContain('aria-describedby="formula"');
    expect(html).toContain('what you measure');
    expect(html).toContain('href="/o/northwind/okrs/templates"');
  });

  test('checks the wording without JavaScript, loses nothing typed and makes nothing', async () => {
    const w = await lately();
    const description = 'A long story';
    const { html, status, trips } = await ask(w, '/okrs/new', { ...typed(w, { description }), find: 'coach' });
    expect(status).toBe(200);
    expect(html).toContain('>Ship the new app</textarea>');
    expect(html).toContain(description);
    expect(html).toContain('“Ship” describes work');
    expect(trips).toBe(2);
    expect((await env.DB.prepare('select count(*) as n from okrs').first())!.n).toBe(0);
  });

  test('speaks beside what was refused, and never refuses itself', async () => {
    const w = await lately();
    const refused = await ask(w, '/okrs/new', typed(w, { measure: 'metric', measure_name: '', target: '' }));
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('“Ship” describes work');
    expect((await ask(w, '/okrs/new', typed(w))).status).toBe(303);
  });

  test('begins an edit with what the words say, then asks about the rest', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Ship the new app' });
    const { html, trips } = await ask(w, `/okrs/${okr.id}/edit`);
    expect(html).toContain('“Ship” describes work');
    expect(html).toContain(`hx-get="/o/northwind/okrs/coach?kind=key_result&amp;okr=${okr.id}"`);
    expect(html).toContain('hx-trigger="load, click,');
    expect(html).not.toContain('Start from a template');
    expect(trips).toBe(2);
    const again = await ask(w, `/okrs/${okr.id}/edit`, {
      ...typed(w, { title: 'Launch it' }),
      version: '1',
      find: 'coach',
    });
    expect(again.status).toBe(200);
    expect(again.html).toContain('“Launch” describes work');
  });
});
