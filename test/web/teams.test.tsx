import { createMessageBatch } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { findOkr } from '../../src/domain/okrs/finding.ts';
import { createTeam } from '../../src/domain/teams/creating.ts';
import { editTeam } from '../../src/domain/teams/editing.ts';
import { importTeams } from '../../src/domain/teams/importing.ts';
import { findTeam } from '../../src/domain/teams/listing.ts';
import { listTeamRows } from '../../src/domain/teams/outlining.ts';
import type { Level } from '../../src/domain/words.ts';
import { consume } from '../../src/jobs/consumer.ts';
import type { Job } from '../../src/writers/messages.ts';
import { type World, world } from '../support/world.ts';

afterEach(() => vi.restoreAllMocks());

const lately = (settings = {}) => world({ now: Date.now(), settings });

async function ask(w: World, path: string, form?: Record<string, string> | FormData, person = w.ada) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost' },
    body: form instanceof FormData ? form : form ? new URLSearchParams(form) : undefined,
  });
  return {
    status: response.status,
    html: await response.text(),
    location: response.headers.get('Location') ?? '',
    trips: Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]),
    headers: response.headers,
  };
}

const ofTeam = (w: World, level: Level = 'team') => ({
  kind: 'objective' as const,
  level,
  team_id: w.team.id,
  period_id: w.quarter.id,
});

describe('Admin, Teams', () => {
  const path = '/admin/teams';

  test('shows two levels of the tree in two trips, to admins only', async () => {
    const w = await lately();
    const growth = await createTeam(w.as(w.ada), { name: 'Growth', parent_id: w.team.id, type: 'Squad' });
    await createTeam(w.as(w.ada), { name: 'Web', parent_id: growth.id });
    const { html, trips } = await ask(w, path);
    expect(trips).toBe(2);
    expect(html).toMatch(/Product[\s\S]*Amir Haddad[\s\S]*Growth[\s\S]*Squad/);
    expect(html).not.toContain('>Web<');
    expect((await ask(w, `${path}?under=${growth.id}`)).html).toContain('>Web<');
    expect((await ask(w, `${path}?q=gro`)).html).toContain('Below Product');
    expect((await ask(w, `${path}?q=nothing`)).html).toContain('No team is called “nothing”');
    for (const person of [w.dana, w.omar]) expect((await ask(w, path, undefined, person)).status).toBe(403);
  });

  test('adds a team, and gives back what was typed when it is refused', async () => {
    const w = await lately();
    const refused = await ask(w, `${path}/new`, { name: 'Product', type: 'Squad' });
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('There is a team named “Product” already.');
    expect(refused.html).toContain('value="Squad"');
    expect((await ask(w, `${path}/new`, { name: '' })).html).toContain('Give it a name.');
    const found = await ask(w, `${path}/new`, { name: 'Growth', sought_lead: 'dana', find: 'lead' });
    expect(found.html).toContain(w.dana.name);
    expect(found.html).not.toContain(`>${w.amir.name}</option>`);
    const added = await ask(w, `${path}/new`, { name: 'Growth', lead_id: w.dana.id, parent_id: w.team.id });
    expect(added.status).toBe(303);
    expect((await ask(w, added.location.replace(/^\/o\/\w+/, ''))).html).toContain('value="Growth"');
  });

  test('changes name, type and lead, and keeps a lead who has left until another is chosen', async () => {
    const w = await lately();
    const own = `${path}/${w.team.id}`;
    expect((await ask(w, own, { name: 'Products', type: 'Department', lead_id: w.amir.id })).status).toBe(303);
    expect(await findTeam(w.as(), w.team.id)).toMatchObject({
      name: 'Products',
      type: 'Department',
      leadId: w.amir.id,
    });
    expect((await ask(w, own, { name: 'Products', lead_id: w.omar.id })).html).toContain('Observers look on');
    expect((await ask(w, own, { name: 'Products', lead_id: '' })).status).toBe(303);
    expect(await findTeam(w.as(), w.team.id)).toMatchObject({ leadId: null, type: null });
  });

  test('previews a move, and refuses a circle before and in the doing', async () => {
    const w = await lately();
    const growth = await createTeam(w.as(w.ada), { name: 'Growth', parent_id: w.team.id });
    const sales = await createTeam(w.as(w.ada), { name: 'Sales' });
    await w.okr({ ...ofTeam(w), team_id: growth.id });
    const preview = await ask(w, `${path}/${w.team.id}/move?to=${sales.id}`);
    expect(preview.html).toContain('It will be Sales › Product.');
    expect(preview.html).toContain('1 team below it and 1 OKR');
    expect(preview.trips).toBe(2);
    const circle = await ask(w, `${path}/${w.team.id}/move?to=${growth.id}`);
    expect(circle.html).toContain('Growth stands below Product itself.');
    expect(circle.html).not.toContain('Move it</button>');
    expect((await ask(w, `${path}/${w.team.id}/move`, { to: growth.id })).status).toBe(422);
    expect((await ask(w, `${path}/${w.team.id}/move`, { to: sales.id })).status).toBe(303);
    expect(await findTeam(w.as(), w.team.id)).toMatchObject({ parentId: sales.id });
  });

  test('archives a team and lets the queue move its open OKRs, without those that are private to others', async () => {
    const w = await lately();
    const sales = await createTeam(w.as(w.ada), { name: 'Sales' });
    const open = await w.okr(ofTeam(w));
    const hidden = await w.okr({ ...ofTeam(w), visibility: 'private' });
    const own = `${path}/${w.team.id}/archive`;
    expect((await ask(w, own)).html).toContain('>1 OKR</a> of it is open still.');
    const sent: Job[] = [];
    const queue = Object.getPrototypeOf(env.JOBS) as typeof env.JOBS;
    vi.spyOn(queue, 'send').mockImplementation(async (job) => void sent.push(job as Job) as never);
    expect((await ask(w, own, { to: w.team.id })).status).toBe(422);
    expect((await ask(w, own, { to: sales.id })).status).toBe(303);
    expect(sent).toMatchObject([{ type: 'rehome', fromId: w.team.id, toId: sales.id, memberId: w.ada.id }]);
    const batch = () =>
      createMessageBatch('cairn-jobs', [{ id: '1', timestamp: new Date(), attempts: 1, body: sent[0]! }]);
    await consume(env, batch());
    await consume(env, batch());
    expect((await findOkr(w.as(w.dana), open.id)).okr.teamId).toBe(sales.id);
    expect((await findOkr(w.as(w.dana), hidden.id)).okr.teamId).toBe(w.team.id);
    expect((await ask(w, `${path}?archived=1`)).html).toContain('Product');
    expect((await ask(w, path)).html).not.toContain('>Product<');
    expect((await ask(w, `/teams/${w.team.id}`, undefined, w.omar)).html).toContain('This team was archived');
    expect((await ask(w, `${path}/${w.team.id}/archive/removal`, {})).status).toBe(303);
    expect((await ask(w, path)).html).toContain('>Product<');
  });

  test('deletes an empty team, and says of others what is in the way', async () => {
    const w = await lately();
    const spare = await createTeam(w.as(w.ada), { name: 'Spare' });
    const blocked = await ask(w, `${path}/${w.team.id}/deletion`);
    expect(blocked.html).toContain('>1 member</a>');
    expect(blocked.html).not.toContain('Delete this team');
    expect((await ask(w, `${path}/${w.team.id}/deletion`, {})).status).toBe(409);
    expect((await ask(w, `${path}/${spare.id}/deletion`, {})).status).toBe(303);
    await expect(findTeam(w.as(), spare.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('knows no team of another organization', async () => {
    const [w, other] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    for (const rest of ['', '/move', '/archive', '/deletion'])
      expect((await ask(w, `${path}/${other.team.id}${rest}`)).status, rest).toBe(404);
    expect((await ask(w, `/teams/${other.team.id}`)).status).toBe(404);
    expect((await ask(w, `/teams/${other.team.id}/members`)).status).toBe(404);
    expect((await ask(w, `/people/${other.dana.id}`)).status).toBe(404);
  });
});

describe('a file of teams', () => {
  const path = '/admin/teams/import';
  const fileOf = (text: string | Uint8Array<ArrayBuffer>) => {
    const form = new FormData();
    form.set('file', new File([text], 'teams.csv', { type: 'text/csv' }));
    return form;
  };

  test('is tried first, row by row, and imported once confirmed', async () => {
    const w = await lately();
    const csv = `name,parent,type,lead email,members\nWeb,Product,Squad,${w.dana.email},${w.omar.email}\n"A, ""B""",Web,,,\nLost,Nowhere,,,`;
    const tried = await ask(w, path, fileOf(csv));
    expect(tried.html).toContain('2 new, 0 to change, 0 as they are already.');
    expect(tried.html).toContain('There is no team “Nowhere”.');
    expect((await ask(w, '/admin/teams')).html).not.toContain('>Web<');
    const form = new FormData();
    form.set('confirmed', 'yes');
    form.set('text', csv);
    expect((await ask(w, path, form)).html).toContain('2 new, 0 changed');
    expect((await ask(w, path, fileOf(csv))).html).toContain('0 new, 0 to change, 2 as they are already.');
  });

  test('is refused when it is none, too long, or names a column that is none', async () => {
    const w = await lately();
    expect((await ask(w, path, new FormData())).html).toContain('Choose a file with something in it.');
    expect((await ask(w, path, fileOf('colour\nred'))).html).toContain('“name” has to be one of them');
    expect((await ask(w, path, fileOf(`name\n${'x'.repeat(1024 * 1024)}`))).html).toContain('A file has at most 1 MB.');
    expect((await ask(w, path, fileOf(new Uint8Array(2.5 * 1024 * 1024)))).status).toBe(413);
    expect((await ask(w, path, fileOf('name\nWeb'), w.dana)).status).toBe(403);
  });

  test('comes out as it goes in, with nothing that a spreadsheet would run', async () => {
    const w = await lately();
    await createTeam(w.as(w.ada), { name: '=1+1', parent_id: w.team.id });
    const { html, headers, trips } = await ask(w, '/admin/teams/export');
    expect(headers.get('Content-Type')).toContain('text/csv');
    expect(html).toContain("'=1+1,Product");
    expect(html).toContain(`Product,,,${w.amir.email},${w.dana.email}`);
    expect(trips).toBe(2);
    expect((await ask(w, path, fileOf(html))).html).toContain('0 new, 0 to change, 2 as they are already.');
  });
});

describe('the page of a team', () => {
  test('shows people, teams around it and its OKRs in two trips, to observers too', async () => {
    const w = await lately();
    await createTeam(w.as(w.ada), { name: 'Growth', parent_id: w.team.id });
    await w.okr({ ...ofTeam(w), title: 'Win the north' });
    await w.okr({ ...ofTeam(w), title: 'A secret', visibility: 'private' });
    await w.okr({ ...ofTeam(w), title: 'Of the year', period_id: w.year.id });
    const { html, trips } = await ask(w, `/teams/${w.team.id}`, undefined, w.omar);
    expect(trips).toBe(2);
    for (const words of ['Amir Haddad', 'Dana Whitlock', 'Growth', 'Win the north']) expect(html).toContain(words);
    for (const words of ['A secret', 'Of the year', 'Change members', 'New OKR']) expect(html).not.toContain(words);
    expect((await ask(w, `/teams/${w.team.id}?period=${w.year.id}`)).html).toContain('Of the year');
    expect((await ask(w, `/teams/${w.team.id}`, undefined, w.dana)).html).toContain('A secret');
  });

  test('lets its lead change members and type, and nobody who does not lead it', async () => {
    const w = await lately();
    await editTeam(w.as(w.ada), await findTeam(w.as(), w.team.id), { lead_id: w.dana.id });
    const members = `/teams/${w.team.id}/members`;
    const found = await ask(w, `${members}?q=oma`, undefined, w.dana);
    expect(found.html).toContain(`value="${w.omar.id}"`);
    expect(found.trips).toBe(2);
    expect((await ask(w, members, { member_id: w.omar.id, q: 'oma' }, w.dana)).location).toContain('?q=oma');
    expect((await ask(w, `${members}?q=oma`, undefined, w.dana)).html).toContain('Nobody who is not in the team yet');
    expect((await ask(w, `${members}/${w.omar.id}/removal`, {}, w.dana)).status).toBe(303);
    expect((await ask(w, `/teams/${w.team.id}`, { type: 'Squad' }, w.dana)).status).toBe(303);
    expect(await findTeam(w.as(), w.team.id)).toMatchObject({ type: 'Squad', memberIds: [w.dana.id] });
    for (const form of [undefined, { member_id: w.ada.id }])
      expect((await ask(w, members, form, w.omar)).status).toBe(403);
    expect((await ask(w, `/teams/${w.team.id}`, { type: 'Mine' }, w.omar)).status).toBe(403);
  });
});

describe('the page of a person', () => {
  test('shows who they are, whom they work with, and their OKRs with what is above', async () => {
    const w = await lately();
    const top = await w.okr({ kind: 'objective', title: 'Win the north', period_id: w.quarter.id }, w.ada);
    await w.okr({ title: 'Answer in a day', period_id: w.quarter.id, parents: [{ okrId: top.id, fixedWeight: null }] });
    const { html, trips } = await ask(w, `/people/${w.dana.id}`, undefined, w.omar);
    expect(trips).toBe(2);
    expect(html).toContain('aria-label="Above Answer in a day"');
    for (const words of ['Win the north', 'mailto:dana@northwind.test', 'Product']) expect(html).toContain(words);
  });

  test('tells nothing that is private: no title, no parent, no check-in that waits', async () => {
    const w = await lately();
    const top = await w.okr({
      kind: 'objective',
      title: 'A secret aim',
      period_id: w.quarter.id,
      visibility: 'private',
    });
    await w.okr({ title: 'In the open', period_id: w.quarter.id, parents: [{ okrId: top.id, fixedWeight: null }] });
    await w.okr({ title: 'A secret step', period_id: w.quarter.id, visibility: 'private' });
    const seen = (await ask(w, `/people/${w.dana.id}`, undefined, w.ada)).html;
    expect(seen).toContain('In the open');
    expect(seen).not.toContain('secret');
    expect((await ask(w, `/people/${w.dana.id}`, undefined, w.dana)).html).toContain('A secret aim');
  });
});

describe('an organization of 1,000 teams', () => {
  const rowsOf = ({ headers }: { headers: Headers }) =>
    Number(/rows=(\d+)/.exec(headers.get('Server-Timing') ?? '')?.[1]);

  test('costs a page of its tree and a team in it no more than a small one', { timeout: 60_000 }, async () => {
    const w = await lately();
    const rows = Array.from({ length: 1000 }, (_, i) => ({
      ...{ n: i + 2, name: `Team ${i}`, type: '', lead: w.amir.email, members: [w.dana.email, w.omar.email] },
      parent: i < 10 ? '' : `Team ${i % 10}`,
    }));
    await importTeams(w.as(w.ada), rows);
    const tree = await ask(w, '/admin/teams');
    expect(tree.html).toContain('>Team 9</a>');
    expect(tree.html).toContain('aria-label="Show 99 below Team 7"');
    expect(rowsOf(tree)).toBeLessThan(2000);
    const known = (await listTeamRows(w.as(), { q: 'Team 7', archived: false }, { after: null, limit: 5 })).items;
    expect(known[0]).toMatchObject({ name: 'Team 7', below: 99 });
    const under = await ask(w, `/admin/teams?under=${known[0]!.id}`);
    expect(under.html).toContain('rel="next"');
    expect(rowsOf(under)).toBeLessThan(1000);
    expect(rowsOf(await ask(w, `/teams/${known[0]!.id}`))).toBeLessThan(1000);
    expect(rowsOf(await ask(w, '/admin/teams?q=999'))).toBeLessThan(1500);
  });
});
