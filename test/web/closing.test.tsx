import { env, exports } from 'cloudflare:workers';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { jobs } from '../../src/db/schema/jobs.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { organizations } from '../../src/db/schema/organizations.ts';
import { createPeriod } from '../../src/domain/periods/creating.ts';
import { goOnCopying } from '../../src/writers/copying.ts';
import { metric, type Person, tree, type World, world } from '../support/world.ts';

const lately = () => world({ now: Date.now() });

const get = async (w: World, path: string, person = w.dana, headers: Record<string, string> = {}) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    headers: { Cookie: await w.cookie(person), ...headers },
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
const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const at = async (w: World, id: OkrId, value: number) => {
  const { due } = await w.writer(id, w.ada).checkIn({ value }, newId('chk', w.now));
  await w.settle(due);
};
const following = (w: World) =>
  createPeriod(w.as(w.ada), { name: 'Q1 2027', kind: 'quarter', starts_on: '2027-01-01', ends_on: '2027-03-31' });
const chosen = (page: string, name: string) =>
  new RegExp(`<input(?=[^>]*name="${name}")(?=[^>]*checked)[^>]*value="([^"]*)"`).exec(page)?.[1];

describe('closing on a page', () => {
  it('begins with what the numbers suggest, in two round trips', async () => {
    const w = await lately();
    const okr = await w.okr({ measure: metric(0, 10) });
    const still = await textOf(get(w, `/okrs/${okr.id}/closure`));
    expect([chosen(still, 'status'), chosen(still, 'score')]).toEqual(['postponed', '0.0']);
    await at(w, okr.id, 8);
    const answer = await get(w, `/okrs/${okr.id}/closure`);
    expect(trips(answer)).toBe(2);
    const moved = await answer.text();
    expect([chosen(moved, 'status'), chosen(moved, 'score')]).toEqual(['closed', '0.8']);
  });

  it('closes, shows score, note and who, and reopens', async () => {
    const w = await lately();
    const okr = await w.okr({ ambition: 'aspirational' });
    await at(w, okr.id, 65);
    const answer = await post(w, `/okrs/${okr.id}/closure`, {
      status: 'closed',
      score: '0.7',
      note: 'We learned <much>',
    });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/o/northwind/okrs/${okr.id}`]);
    const page = await textOf(get(w, `/okrs/${okr.id}`));
    expect(page).toContain('Closed and scored');
    expect(page).toContain('<p class="status is-ok">Score 0.7</p>');
    expect(page).toContain('We learned &lt;much&gt;');
    expect(page).toMatch(/by Dana Whitlock/);
    expect(page).toContain('Closed with a score of 0.7.');
    expect(page).not.toContain(`href="/o/northwind/okrs/${okr.id}/edit"`);
    expect(await textOf(get(w, `/okrs?period=${w.quarter.id}`))).toContain('Closed 0.7');

    expect((await post(w, `/okrs/${okr.id}/closure/removal`)).status).toBe(303);
    expect(await okrOf(w, okr.id)).toMatchObject({ closedAt: null, score: null });
    expect(await textOf(get(w, `/okrs/${okr.id}`))).toContain('Opened it again.');
  });

  it('lists the open children and does with each what the person says', async () => {
    const w = await lately();
    const { objective, keyResults } = await tree(w, [{}, {}, {}, {}], { owner_ids: [w.ada.id] });
    const [close, postpone, leave, ended] = keyResults.map(({ id }) => id) as [OkrId, OkrId, OkrId, OkrId];
    const theirs = await w.okr({ title: 'Of Ada', parents: [{ okrId: objective.id, fixedWeight: null }] }, w.ada);
    await at(w, close, 60);
    await w.writer(ended).closeOkr({ score: 0.1 });
    const form = await textOf(get(w, `/okrs/${objective.id}/closure`));
    expect(form).toContain(`name="child_${close}"`);
    expect(form).not.toContain(`name="child_${ended}"`);
    expect(form).not.toContain(`name="child_${theirs.id}"`);
    expect(form).toContain('Stays open; its owners close it.');

    await post(w, `/okrs/${objective.id}/closure`, {
      status: 'closed',
      score: '0.5',
      [`child_${close}`]: 'closed',
      [`child_${postpone}`]: 'postponed',
      [`child_${leave}`]: 'open',
      [`child_${theirs.id}`]: 'closed',
    });
    expect(await okrOf(w, close)).toMatchObject({ status: 'closed', score: 0.6 });
    expect(await okrOf(w, postpone)).toMatchObject({ status: 'postponed', score: null });
    expect(await okrOf(w, leave)).toMatchObject({ closedAt: null });
    expect(await okrOf(w, theirs.id)).toMatchObject({ closedAt: null });
    expect(await okrOf(w, objective.id)).toMatchObject({ status: 'closed', score: 0.5 });
  });

  it('carries what is postponed on into a period, and leads to the copies', async () => {
    const w = await lately();
    const next = await following(w);
    const { objective, keyResults } = await tree(w, [{ measure: metric(0, 10) }, {}]);
    const kr = keyResults[0]!.id;
    await at(w, kr, 5);
    const answer = await post(w, `/okrs/${objective.id}/closure`, {
      status: 'postponed',
      period: next.id,
      [`child_${kr}`]: 'postponed',
      [`child_${keyResults[1]!.id}`]: 'closed',
    });
    const job = answer.headers.get('Location')!;
    expect(job).toMatch(/^\/o\/northwind\/jobs\/job_/);
    const here = job.replace('/o/northwind', '');
    await vi.waitUntil(async () => !(await textOf(get(w, here))).includes('every 2s'), {
      timeout: 15_000,
      interval: 100,
    });
    const done = await get(w, here);
    expect(trips(done)).toBe(2);
    expect(await done.text()).toContain('2 OKRs copied.');
    const copies = await w.db.select().from(okrs).where(eq(okrs.periodId, next.id));
    expect(copies.map(({ copiedFromId }) => copiedFromId).sort()).toEqual([objective.id, kr].sort());
    expect(copies.find(({ copiedFromId }) => copiedFromId === kr)).toMatchObject({ startValue: 5, targetValue: 10 });
  });

  it('writes down what goes on before anything ends, and ends nothing when that is refused', async () => {
    const w = await lately();
    const next = await following(w);
    const { objective, keyResults } = await tree(w, [{}, {}]);
    const [a, b] = keyResults.map(({ id }) => id) as [OkrId, OkrId];
    const fields = { status: 'postponed', period: next.id, [`child_${a}`]: 'postponed', [`child_${b}`]: 'closed' };
    // The first child ends, then the database refuses the second one.
    await w.db.run(
      sql.raw(
        `create trigger jammed before update on okrs when old.id = '${b}' begin select raise(abort, 'jammed'); end`,
      ),
    );
    const cut = await post(w, `/okrs/${objective.id}/closure`, fields);
    await w.db.run(sql`drop trigger jammed`);
    expect(cut.status).toBe(500);
    const [job] = await w.db.select().from(jobs);
    expect(job).toMatchObject({ state: 'waiting', total: 2, done: 0 });
    expect(await okrOf(w, b)).toMatchObject({ closedAt: null });
    expect(await okrOf(w, objective.id)).toMatchObject({ closedAt: null });
    await goOnCopying(env, w.db, w.org.id, job!.id);
    expect(await okrOf(w, objective.id)).toMatchObject({ status: 'postponed' });
    const copies = await w.db.select().from(okrs).where(eq(okrs.periodId, next.id));
    expect(copies.map(({ copiedFromId }) => copiedFromId).sort()).toEqual([objective.id, a].sort());
    expect(await okrOf(w, b)).toMatchObject({ closedAt: null });

    // Nothing is postponed that the actor may not make again where it goes on.
    await w.db.update(organizations).set({ createIndividual: 'admins' });
    const { keyResults: others, objective: other } = await tree(w, [{}]);
    const refused = await post(w, `/okrs/${other.id}/closure`, {
      status: 'postponed',
      period: next.id,
      [`child_${others[0]!.id}`]: 'postponed',
    });
    expect(refused.status).toBe(403);
    expect(await okrOf(w, others[0]!.id)).toMatchObject({ closedAt: null });
  });

  it('keeps what was typed when it is refused, and closes nothing', async () => {
    const w = await lately();
    const { objective, keyResults } = await tree(w, [{}]);
    const kr = keyResults[0]!.id;
    const fields = { status: 'closed', score: '0.75', note: 'Kept', [`child_${kr}`]: 'closed' };
    const refused = await post(w, `/okrs/${objective.id}/closure`, fields);
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain('A score goes from 0.0 to 1.0 in steps of 0.1.');
    expect(page).toContain('>Kept</textarea>');
    const unknown = await post(w, `/okrs/${objective.id}/closure`, { status: 'postponed', period: w.quarter.id });
    expect(unknown.status).toBe(422);
    expect([await okrOf(w, kr), await okrOf(w, objective.id)].map(({ closedAt }) => closedAt)).toEqual([null, null]);
  });

  it('is not for those who look on', async () => {
    const w = await lately();
    const okr = await w.okr({}, w.ada);
    for (const person of [w.omar, w.dana]) {
      expect((await get(w, `/okrs/${okr.id}/closure`, person)).status).toBe(403);
      expect((await post(w, `/okrs/${okr.id}/closure`, { status: 'closed' }, person)).status).toBe(403);
      expect((await post(w, `/okrs/${okr.id}/closure/removal`, {}, person)).status).toBe(403);
    }
  });

  it('is offered once everything below is closed', async () => {
    const w = await lately();
    const { objective, keyResults } = await tree(w, [{}, {}]);
    const offer = 'Everything below it is closed.';
    expect(await textOf(get(w, `/okrs/${objective.id}`))).not.toContain(offer);
    for (const { id } of keyResults) await w.writer(id).closeOkr({ score: 0.9 });
    expect(await textOf(get(w, `/okrs/${objective.id}`))).toContain(offer);
    expect(await textOf(get(w, `/okrs/${objective.id}`, w.omar))).not.toContain(offer);
  });
});

describe('copying on a page', () => {
  it('suggests the period that follows and asks a job', async () => {
    const w = await lately();
    const next = await following(w);
    const { objective } = await tree(w, [{}]);
    const form = await get(w, `/okrs/${objective.id}/copies`);
    expect(trips(form)).toBe(2);
    expect(await form.text()).toMatch(new RegExp(`<option value="${next.id}" selected`));
    const asked = await post(w, `/okrs/${objective.id}/copies`, { period_id: next.id, depth: 'children' });
    expect(asked.status).toBe(303);
    const here = asked.headers.get('Location')!.replace('/o/northwind', '');
    const fragment = await get(w, here, w.dana, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' });
    expect(await fragment.text()).toMatch(/^<section/);
  });

  it('comes back with sentences, and is not for observers', async () => {
    const w = await lately();
    const okr = await w.okr({}, w.ada);
    const refused = await post(w, `/okrs/${okr.id}/copies`, { period_id: w.year.id, depth: 'deep' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Copy it alone, with its children or with all descendants.');
    expect((await get(w, `/okrs/${okr.id}/copies`, w.omar)).status).toBe(403);
    expect(await textOf(get(w, `/okrs/${okr.id}/copies`))).not.toContain('name="postpone"');
    expect((await get(w, '/jobs/job_none')).status).toBe(404);
  });
});
