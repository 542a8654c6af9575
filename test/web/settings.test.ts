import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { findOrganization } from '../../src/domain/organizations/finding.ts';
import { type Settings, settingsOf } from '../../src/domain/organizations/settings.ts';
import { type World, world } from '../support/world.ts';

const lately = (settings = {}) => world({ now: Date.now(), settings });

async function ask(w: World, path: string, form?: Record<string, string>, headers = {}, person = w.ada) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}/admin${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost', ...headers },
    body: form ? new URLSearchParams(form) : undefined,
  });
  return { status: response.status, location: response.headers.get('Location'), html: await response.text() };
}

const stored = async ({ db, org }: World): Promise<Settings> => settingsOf((await findOrganization(db, org.id))!);

const inputs = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`<input[^>]*name="${name.replaceAll('.', '\\.')}"[^>]*>`, 'g'))].map(([tag]) => tag);

/** An OKR that is over, and ten points short. */
async function short(w: World) {
  const { id } = await w.okr({ starts_on: '2020-01-01', ends_on: '2020-12-31' });
  await w.writer(id).checkIn({ value: 90 }, newId('chk', w.now));
  return id;
}

const bounds = (behind: string, atRisk: string) => ({
  group: 'status',
  parent_status: 'children',
  behind_bound: behind,
  at_risk_bound: atRisk,
});

describe('the settings of an organization', () => {
  it('show what is stored, in a form for each part', async () => {
    const w = await lately({ tagPolicy: 'admins', fiscalYearStart: 4 });
    const { status, html } = await ask(w, '/settings');
    expect(status).toBe(200);
    expect(html.match(/<form[^>]*action="\/o\/northwind\/admin\/settings"/g)).toHaveLength(3);
    expect(inputs(html, 'name')[0]).toContain('value="Northwind"');
    expect(html).toMatch(/<option value="Europe\/London" selected/);
    expect(html).toMatch(/<option value="4" selected[^>]*>April/);
    expect(inputs(html, 'tag_policy').find((tag) => tag.includes('admins'))).toContain('checked');
  });

  it('are saved part by part, and nothing else is', async () => {
    const w = await lately();
    const before = await stored(w);
    const own = { name: 'Northwind Traders', time_zone: 'Asia/Tokyo', locale: 'ja-jp', fiscal_year_start: '4' };
    const saved = await ask(w, '/settings', { group: 'organization', ...own, tag_policy: 'admins' });
    expect(saved).toMatchObject({ status: 303, location: '/o/northwind/admin/settings' });
    expect(await stored(w)).toEqual({ ...before, ...own, locale: 'ja-JP', fiscal_year_start: 4 });
    await ask(w, '/settings', { group: 'tags', tag_policy: 'admins' });
    await ask(w, '/settings', { group: 'rhythm', cadence_days: '14' });
    expect(await stored(w)).toMatchObject({ tag_policy: 'admins', cadence_days: 14, name: 'Northwind Traders' });
  });

  it('come back as they were typed with what is wrong', async () => {
    const w = await lately();
    const typed = { name: '', time_zone: 'Europe/Atlantis', locale: 'tlh', fiscal_year_start: '2' };
    const { status, html } = await ask(w, '/settings', { group: 'organization', ...typed });
    expect(status).toBe(422);
    for (const field of ['name', 'time_zone', 'locale']) expect(html, field).toContain(`id="${field}-error"`);
    expect(inputs(html, 'locale')[0]).toContain('value="tlh"');
    expect(html).toMatch(/<option value="Europe\/Atlantis" selected/);
    expect(html).toMatch(/<option value="2" selected/);
    const late = await ask(w, '/settings', { group: 'rhythm', cadence_days: 'weekly' });
    expect(late.html).toContain('id="cadence_days-error"');
    expect(inputs(late.html, 'cadence_days')[0]).toContain('value="weekly"');
    expect((await stored(w)).name).toBe('Northwind');
  });

  it('are of the two pages that they are on, and of no other', async () => {
    const w = await lately();
    for (const group of ['status', 'nothing', '']) expect((await ask(w, '/settings', { group })).status).toBe(404);
    expect((await ask(w, '/okrs', { group: 'tags', tag_policy: 'admins' })).status).toBe(404);
  });

  it('are for owners and admins', async () => {
    const w = await lately();
    for (const who of [w.dana, w.omar])
      for (const path of ['/settings', '/okrs']) {
        expect((await ask(w, path, undefined, {}, who)).status).toBe(403);
        expect((await ask(w, path, { group: 'tags', tag_policy: 'admins' }, {}, who)).status).toBe(403);
      }
    expect((await ask(w, '/okrs/preview', bounds('1', '2'), {}, w.dana)).status).toBe(403);
    expect((await ask(w, '/settings', undefined, {}, w.amir)).status).toBe(200);
  });
});

describe('the rules of OKRs', () => {
  it('are switches that an unticked box switches off', async () => {
    const w = await lately();
    await ask(w, '/okrs', { group: 'structure', projects_aligned: 'on', projects_contribute: 'on' });
    expect(await stored(w)).toMatchObject({
      objectives_under_key_results: false,
      key_results_under_key_results: false,
      projects_aligned: true,
      projects_contribute: true,
    });
    const { html } = await ask(w, '/okrs');
    expect(inputs(html, 'objectives_under_key_results')[0]).not.toContain('checked');
    expect(inputs(html, 'projects_contribute')[0]).toContain('checked');
  });

  it('say whether members may connect accounts of their own', async () => {
    const w = await lately();
    expect(inputs((await ask(w, '/okrs')).html, 'member_connections')[0]).not.toContain('checked');
    await ask(w, '/okrs', { group: 'connecting', member_connections: 'on' });
    expect(await stored(w)).toMatchObject({ member_connections: true });
    expect(inputs((await ask(w, '/okrs')).html, 'member_connections')[0]).toContain('checked');
    expect((await ask(w, '/okrs', { group: 'connecting' }, {}, w.dana)).status).toBe(403);
    expect(await stored(w)).toMatchObject({ member_connections: true });
  });

  it('are choices and scores, as a person writes them', async () => {
    const w = await lately();
    const scores = {
      'score_bands.committed.green': '0,9',
      'score_bands.committed.orange': '.5',
      'score_bands.aspirational.green': '0.6',
      'score_bands.aspirational.orange': '0.3',
    };
    await ask(w, '/okrs', { group: 'scores', ...scores });
    await ask(w, '/okrs', { group: 'progress', objective_mode: 'manual' });
    await ask(w, '/okrs', { group: 'approval', approval: 'leads' });
    const creating = { create_organization: 'admins', create_team: 'leads', create_individual: 'everyone' };
    await ask(w, '/okrs', { group: 'creating', ...creating });
    expect(await stored(w)).toMatchObject({
      score_bands: { committed: { green: 0.9, orange: 0.5 }, aspirational: { green: 0.6, orange: 0.3 } },
      objective_mode: 'manual',
      approval: 'leads',
      ...creating,
    });
    const refused = await ask(w, '/okrs', { group: 'scores', ...scores, 'score_bands.committed.orange': '0.9' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('id="committed-orange-error"');
  });

  it('say what the form of a new objective begins with', async () => {
    const w = await lately();
    const chosen = async () =>
      inputs((await ask(w, '/../okrs/new?kind=objective')).html, 'source').find((tag) => tag.includes('checked'));
    expect(await chosen()).toContain('value="rollup"');
    await ask(w, '/okrs', { group: 'progress', objective_mode: 'manual' });
    expect(await chosen()).toContain('value="manual"');
  });

  it('show closed OKRs in other colours at once', async () => {
    const w = await lately();
    const { id } = await w.okr({});
    await w.writer(id).closeOkr({ status: 'closed', score: 0.8 });
    const scoreOn = async () => /<p class="status (\S+)">Score/.exec((await ask(w, `/../okrs/${id}`)).html)?.[1];
    expect(await scoreOn()).toBe('is-behind');
    await ask(w, '/okrs', {
      group: 'scores',
      'score_bands.committed.green': '0.8',
      'score_bands.committed.orange': '0.5',
      'score_bands.aspirational.green': '0.7',
      'score_bands.aspirational.orange': '0.4',
    });
    expect(await scoreOn()).toBe('is-ok');
  });
});

describe('the bounds of colours', () => {
  it('say beforehand what they change, and change it when they are saved', async () => {
    const w = await lately();
    const id = await short(w);
    await w.okr({ title: 'Not begun' });
    const preview = await ask(w, '/okrs/preview', bounds('0', '5'));
    expect(preview.status).toBe(200);
    expect(preview.html).toContain('1 of 2 open OKRs changes its colour');
    expect(inputs(preview.html, 'at_risk_bound')[0]).toContain('value="5"');
    expect((await stored(w)).at_risk_bound).toBe(25);
    expect((await ask(w, '/okrs', bounds('0', '5'))).status).toBe(303);
    const { html } = await ask(w, `/../okrs/${id}`);
    expect(html).toContain('At risk');
    expect((await ask(w, '/okrs/preview', bounds('0', '5'))).html).toContain('None of 2 open OKRs changes its colour');
  });

  it('are previewed as a part of the page while they are typed, mistakes included', async () => {
    const w = await lately();
    await short(w);
    const part = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
    const counted = await ask(w, '/okrs/preview', bounds('12', '25'), part);
    expect(counted.status).toBe(200);
    expect(counted.html).not.toContain('<html');
    expect(counted.html).toMatch(/<b>1<\/b>.*Behind.*On track/s);
    const crossed = await ask(w, '/okrs/preview', bounds('30', '25'), part);
    expect(crossed).toMatchObject({
      status: 200,
      html: expect.stringContaining('At risk has to begin at more points'),
    });
  });

  it('that cross come back with a sentence and change nothing', async () => {
    const w = await lately();
    const { status, html } = await ask(w, '/okrs', bounds('30', '25'));
    expect(status).toBe(422);
    expect(html).toContain('id="at_risk_bound-error"');
    expect(inputs(html, 'behind_bound')[0]).toContain('value="30"');
    expect(await stored(w)).toMatchObject({ behind_bound: 0, at_risk_bound: 25 });
  });
});
