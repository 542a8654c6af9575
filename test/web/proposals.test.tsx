import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { OkrId } from '../../src/db/ids.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import type { Organization } from '../../src/domain/context.ts';
import { type Person, tree, type World, world } from '../support/world.ts';

const lately = (settings: Partial<Organization> = {}) => world({ now: Date.now(), settings });

const get = async (w: World, path: string, person = w.dana) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    headers: { Cookie: await w.cookie(person) },
    redirect: 'manual',
  });

const post = async (w: World, path: string, fields: Record<string, string> = {}, person: Person = w.dana) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost' },
  });

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const trips = (answer: Response) => Number(/trips=(\d+)/.exec(answer.headers.get('Server-Timing') ?? '')?.[1]);
const whereTo = (w: World, answer: Response) => answer.headers.get('Location')!.replace(`/o/${w.org.slug}`, '');
const okrOf = async (w: World, id: string) =>
  (
    await w.db
      .select()
      .from(okrs)
      .where(eq(okrs.id, id as OkrId))
  )[0];
const held = (page: string) => /name="held" value="([^"]*)"/.exec(page)![1]!;

const form = (w: World, fields: Record<string, string> = {}) => ({
  kind: 'objective',
  title: 'Become the tool that shops recommend',
  measure: 'percent',
  source: 'rollup',
  level: 'individual',
  owner_ids: w.dana.id,
  period_id: w.quarter.id,
  ambition: 'committed',
  ...fields,
});

const template = (w: World, fields: Record<string, string>) => ({
  title: 'Become the tool they cannot work without',
  period_id: w.quarter.id,
  team_id: w.team.id,
  chosen_0: 'on',
  words_0: 'Increase customers',
  name_0: 'Customers',
  unit_0: '',
  from_0: '400',
  to_0: '650',
  ...fields,
});

describe('drafts on pages', () => {
  it('are saved beside Create, listed, shown with a banner and published', async () => {
    const w = await lately();
    expect(await textOf(get(w, '/okrs/new'))).toContain('Save as draft');
    expect(await textOf(get(w, '/okrs'))).toContain('/drafts');
    expect(await textOf(get(w, '/drafts'))).toContain('No drafts');

    const page = whereTo(w, await post(w, '/okrs/new', form(w, { draft: 'on' })));
    const answer = await get(w, page);
    expect(trips(answer)).toBe(2);
    const shown = await answer.text();
    expect(shown).toContain('it only counts once it is published');
    expect(whereTo(w, await get(w, page.replace('drafts', 'okrs')))).toBe(page);
    const list = await get(w, '/drafts');
    expect(trips(list)).toBe(2);
    expect(await list.text()).toContain('New objective');
    expect(await textOf(get(w, '/okrs'))).not.toContain('Become the tool');

    const published = await post(w, `${page}/publication`, { version: '1' });
    expect([published.status, whereTo(w, published)]).toEqual([303, page.replace('drafts', 'okrs')]);
    expect(await textOf(get(w, page.replace('drafts', 'okrs')))).toContain('Published.');
    expect(whereTo(w, await get(w, page))).toBe(page.replace('drafts', 'okrs'));
  });

  it('are named at home while there are any', async () => {
    const w = await lately();
    await tree(w, [{}]);
    expect(await textOf(get(w, ''))).not.toContain('1 draft');
    await w.okr({ draft: true });
    expect(await textOf(get(w, ''))).toContain('1 draft');
  });

  it('say why they cannot be published, and keep standing', async () => {
    const w = await lately();
    const objective = await w.okr({ kind: 'objective', title: 'Grow', draft: true });
    const child = await w.okr({ draft: true, parents: [{ okrId: objective.id, fixedWeight: null }] });
    const refused = await post(w, `/drafts/${child.id}/publication`);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('which is still a draft');
    expect(await textOf(get(w, `/drafts/${objective.id}`))).toContain('Publish with 1 draft below');
    expect((await post(w, `/drafts/${child.id}/publication`, {}, w.omar)).status).toBe(403);
    expect((await get(w, '/drafts/okr_none')).status).toBe(404);
  });

  it('of changes show from and to, and what is published is changed by publishing', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Raise it' }, w.ada);
    expect(await textOf(get(w, `/okrs/${okr.id}`))).toContain('Propose a change');
    expect(await textOf(get(w, `/okrs/${okr.id}`, w.omar))).not.toContain('Propose a change');
    const edit = whereTo(w, await post(w, `/okrs/${okr.id}/drafts`));
    const draft = edit.split('/')[2]!;
    expect(await textOf(get(w, `/drafts/${draft}`))).toContain('Nothing differs from');
    const sent = form(w, {
      kind: 'key_result',
      title: 'Raise it more',
      source: 'manual',
      owner_ids: w.ada.id,
      version: '1',
    });
    expect((await post(w, edit, sent)).status).toBe(303);
    const shown = await textOf(get(w, `/drafts/${draft}`));
    expect(shown).toMatch(/Title.*Raise it.*Raise it more/s);
    expect((await post(w, `/drafts/${draft}/publication`)).status).toBe(403);
    expect((await post(w, `/drafts/${draft}/publication`, {}, w.ada)).status).toBe(303);
    expect((await okrOf(w, okr.id))!.title).toBe('Raise it more');
  });

  it('are what a member is led to where a lead approves', async () => {
    const w = await lately({ approval: 'leads' });
    const refused = await post(w, '/okrs/new', form(w, { level: 'team', team_id: w.team.id }));
    expect(refused.status).toBe(409);
    const shown = await refused.text();
    expect(shown).toContain('put it into a proposal of the team and propose that');
    expect(shown).toContain('Become the tool that shops recommend');
    expect((await post(w, '/okrs/new', form(w, { level: 'team', team_id: w.team.id, draft: 'on' }))).status).toBe(303);
  });

  it('are deleted like any OKR, and lead back to the list', async () => {
    const w = await lately();
    const draft = await w.okr({ draft: true });
    expect(whereTo(w, await post(w, `/okrs/${draft.id}/deletion`))).toBe('/drafts');
  });
});

describe('a proposal on pages', () => {
  it('goes from a template over comments and approval to published OKRs', async () => {
    const w = await lately({ approval: 'leads' });
    const start = { title: 'Plan for the quarter', team_id: w.team.id, period_id: w.quarter.id };
    const page = whereTo(w, await post(w, '/proposals', start));
    const id = page.split('/')[2]!;
    expect(await textOf(get(w, page))).toContain('Nothing is in it yet');
    const templates = await textOf(get(w, `/okrs/templates?proposal=${id}`));
    expect(templates).toContain(`proposal=${id}`);
    expect(await textOf(get(w, `/okrs/templates/company-must-have?proposal=${id}`))).toContain(
      'Add these to the proposal',
    );
    const filled = await post(w, '/okrs/templates/company-must-have', template(w, { proposal: id }));
    expect(whereTo(w, filled)).toBe(page);
    const existing = await w.okr({ title: 'Existing', team_id: w.team.id }, w.amir);
    const change = whereTo(w, await post(w, `/okrs/${existing.id}/drafts`)).split('/')[2]!;
    expect(await textOf(get(w, page))).toContain('Take it in');
    expect((await post(w, `${page}/drafts`, { okr_id: change })).status).toBe(303);

    const answer = await get(w, page);
    expect(trips(answer)).toBe(2);
    const shown = await answer.text();
    for (const words of ['New objective', 'New key result', 'Same as published', 'Increase customers', 'Propose'])
      expect(shown).toContain(words);
    const [objective] = await w.db.select().from(okrs).where(eq(okrs.kind, 'objective'));
    expect(
      (await post(w, `/okrs/${objective!.id}/comments`, { text: 'Bold enough?', from: 'thread' }, w.amir)).status,
    ).toBe(303);
    expect(await textOf(get(w, page))).toContain('Bold enough?');

    expect((await post(w, `${page}/decision`, { decision: 'approve' })).status).toBe(403);
    expect((await post(w, `${page}/decision`, { decision: 'propose' })).status).toBe(303);
    const looked = await textOf(get(w, page, w.amir));
    expect(looked).toContain('Approve and publish');
    expect(await textOf(get(w, page))).not.toContain('Approve and publish');
    const silent = await post(w, `${page}/decision`, { decision: 'return', note: '' }, w.amir);
    expect([silent.status, (await silent.text()).includes('Say what should become different.')]).toEqual([422, true]);
    await post(w, `${page}/decision`, { decision: 'return', note: 'From 400 to 700' }, w.amir);
    expect(await textOf(get(w, page))).toContain('From 400 to 700');
    await w.writer(objective!.id).editOkr({ title: 'Become what they cannot do without' });
    await post(w, `${page}/decision`, { decision: 'propose' });
    const unseen = await post(w, `${page}/decision`, { decision: 'approve', held: held(looked) }, w.amir);
    expect([unseen.status, (await unseen.text()).includes('Its drafts have changed')]).toEqual([409, true]);
    const approving = { decision: 'approve', note: 'Go', held: held(await textOf(get(w, page, w.amir))) };
    expect((await post(w, `${page}/decision`, approving, w.amir)).status).toBe(303);

    expect(await textOf(get(w, page))).toContain('Published with it');
    expect(await textOf(get(w, `/okrs/${objective!.id}`))).toContain(
      `Published with “Plan for the quarter”, approved by ${w.amir.name}.`,
    );
    expect(await textOf(get(w, '/okrs'))).toContain('Become what they cannot do without');
    expect((await okrOf(w, change)) ?? null).toBeNull();
  });

  it('is found by team, period and state, in two round trips', async () => {
    const w = await lately();
    expect(await textOf(get(w, '/proposals'))).toContain('No proposals yet');
    const start = { title: 'Plan A', team_id: w.team.id, period_id: w.quarter.id };
    await post(w, '/proposals', start);
    const list = await get(w, '/proposals');
    expect(trips(list)).toBe(2);
    expect(await list.text()).toContain('Plan A');
    expect(await textOf(get(w, `/proposals?team=${w.team.id}&period=${w.quarter.id}&state=open`))).toContain('Plan A');
    expect(await textOf(get(w, '/proposals?state=published'))).toContain('Nothing matches');
    expect(await textOf(get(w, `/proposals?period=${w.year.id}`))).toContain('Nothing matches');
  });

  it('is not begun by observers, nor without a title, and is deleted without its drafts', async () => {
    const w = await lately();
    const start = { title: 'Plan A', team_id: w.team.id, period_id: w.quarter.id };
    expect((await get(w, '/proposals/new', w.omar)).status).toBe(403);
    expect((await post(w, '/proposals', start, w.omar)).status).toBe(403);
    const nameless = await post(w, '/proposals', { ...start, title: '' });
    expect([nameless.status, (await nameless.text()).includes('Give it a title.')]).toEqual([422, true]);
    const page = whereTo(w, await post(w, '/proposals', start));
    const id = page.split('/')[2]!;
    const added = await post(w, '/okrs/new', form(w, { proposal: id, level: 'team', team_id: w.team.id }));
    expect(whereTo(w, added)).toBe(page);
    const [draft] = await w.db.select().from(okrs);
    expect(draft).toMatchObject({ draft: true, proposalId: id });
    expect((await post(w, `${page}/drafts/${draft!.id}/removal`)).status).toBe(303);
    expect((await get(w, `${page}/deletion`, w.omar)).status).toBe(403);
    expect(await textOf(get(w, `${page}/deletion`))).toContain('Its drafts stay');
    expect((await post(w, `${page}/deletion`)).status).toBe(303);
    expect((await get(w, page)).status).toBe(404);
    expect(await okrOf(w, draft!.id)).toMatchObject({ draft: true, proposalId: null });
  });
});
