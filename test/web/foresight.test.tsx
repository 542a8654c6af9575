import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { members } from '../../src/db/schema/organizations.ts';
import { listWanting } from '../../src/domain/home/listing-attention.ts';
import { addDays, dayOf } from '../../src/lib/days.ts';
import { callerWith, tripsOf } from '../api/caller.ts';
import { DAY, type Person, tree, type World, world } from '../support/world.ts';

/** Pages live in the real now. */
const lately = () => world({ now: Date.now() });
const daysAgo = (w: World, days: number) => addDays(dayOf(w.now, w.org.timeZone), -days);

/** A key result that began eight weeks ago and has five to go. */
const begun = (w: World, rest: Parameters<World['okr']>[0] = {}) =>
  w.okr({ period_id: w.quarter.id, starts_on: daysAgo(w, 56), ends_on: daysAgo(w, -35), ...rest });

const say = (w: World, okrId: OkrId, days: number, value: number, person = w.dana) =>
  w.writer(okrId, person, w.now - days * DAY).checkIn({ value }, newId('chk', w.now - days * DAY));

/** Five points a week for eight weeks: 40 % today, 65 % at the end. */
async function steady(w: World, rest: Parameters<World['okr']>[0] = {}) {
  const okr = await begun(w, rest);
  for (let week = 8; week >= 0; week--) await say(w, okr.id, week * 7, (8 - week) * 5);
  return okr;
}

const get = async (w: World, path: string, person: Person = w.dana) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    headers: { Cookie: await w.cookie(person) },
    redirect: 'manual',
  });
const trips = (answer: Response) => Number(/trips=(\d+)/.exec(answer.headers.get('Server-Timing') ?? '')?.[1]);
const long = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.parse(day));

describe('the outlook', () => {
  test('stands under the status and in the chart, at no further round trip', async () => {
    const w = await lately();
    const okr = await steady(w);
    const answer = await get(w, `/okrs/${okr.id}`);
    const page = await answer.text();
    expect(trips(answer)).toBe(2);
    expect(page).toContain('At this pace it ends near <b>65%</b>');
    expect(page).toContain('On track again with 70% by ');
    expect(page).toMatch(/class="forecast" d="M61.54 60L100 35"/);
    expect(page).toContain('65% likely');
  });

  test('is not told from two days', async () => {
    const w = await lately();
    const okr = await begun(w);
    await say(w, okr.id, 40, 10);
    await say(w, okr.id, 20, 20);
    const page = await (await get(w, `/okrs/${okr.id}`)).text();
    expect(page).toContain('Too early to tell where it ends.');
    expect(page).not.toContain('class="forecast"');
  });

  test('is in the explanation, with what turns it on track and what needs attention', async () => {
    const w = await lately();
    const okr = await steady(w);
    const heard = await callerWith(await w.token(w.omar))('GET', `/okrs/${okr.id}/explanation`);
    expect(tripsOf(heard)).toBe(2);
    expect(heard.body).toMatchObject({
      outlook: { kind: 'landing', ends_on: daysAgo(w, -35), weeks: 8, confidence: 0.8 },
      back_on_track: { value: 70, by: daysAgo(w, -7) },
    });
    expect(heard.body.outlook.progress).toBeCloseTo(0.65, 9);
    expect(heard.body.attention.map((each: { rule: string }) => each.rule)).not.toContain('silent');
  });
});

describe('what needs attention', () => {
  test('is shown to those who may do something about it', async () => {
    const w = await lately();
    const okr = await begun(w);
    await w.db.update(members).set({ deactivatedAt: w.now }).where(eq(members.id, w.dana.id));
    const page = await (await get(w, `/okrs/${okr.id}`, w.amir)).text();
    expect(page).toContain('Needs attention');
    expect(page).toContain('Nobody who is here owns it.');
    expect(page).toContain('It began 56 days ago and has no value yet.');
    expect(await (await get(w, `/okrs/${okr.id}`, w.omar)).text()).not.toContain('Needs attention');
  });

  test('names an objective of a team that stands alone, where there is something to align to', async () => {
    const w = await lately();
    const rules = async (id: OkrId) =>
      (await callerWith(await w.token(w.ada))('GET', `/okrs/${id}/explanation`)).body.attention.map(
        (each: { rule: string }) => each.rule,
      );
    const { objective } = await tree(w, [{ period_id: w.quarter.id }], {
      period_id: w.quarter.id,
      level: 'team',
      team_id: w.team.id,
    });
    expect(await rules(objective.id)).not.toContain('unaligned');
    await w.okr({ kind: 'objective', title: 'Company', level: 'organization', period_id: w.quarter.id });
    expect(await rules(objective.id)).toContain('unaligned');
  });

  test('is part of my week for what is mine, with no further round trip', async () => {
    const w = await lately();
    const mine = await begun(w, { title: 'Mine and late' });
    await say(w, mine.id, 1, 5);
    await begun(w, { title: 'Of another', owner_ids: [w.amir.id] });
    const answer = await get(w, '');
    const page = await answer.text();
    expect(trips(answer)).toBe(2);
    const section = page.slice(page.indexOf('id="attention"'), page.indexOf('id="moved"'));
    expect(section).toContain('Mine and late');
    expect(section).not.toContain('Of another');
    expect((await listWanting(w.as(w.amir))).map((each) => each.title)).toEqual(['Of another']);
    expect(await listWanting(w.as(w.omar))).toEqual([]);
  });
});

describe('a past day', () => {
  test('shows the OKR as it was and what has changed since', async () => {
    const w = await lately();
    const okr = await steady(w);
    const on = daysAgo(w, 10);
    const answer = await get(w, `/okrs/${okr.id}?on=${on}`);
    const page = await answer.text();
    expect(trips(answer)).toBe(2);
    expect(page).toContain(`As it was on ${long(on)}.`);
    expect(page).toContain('Then 30% and behind, now 40% and behind: 2 check-ins since.');
    expect(page).toContain(`?on=${daysAgo(w, 11)}`);
    expect(page).toContain(`?on=${daysAgo(w, 9)}`);
    expect(page).toContain('30% then');
    const story = page.slice(page.indexOf('id="story"'));
    expect(story).toContain('30%');
    expect(story).not.toContain('35%');
    expect(page).not.toContain('name="value"');
  });

  test('counts what happened on that day in, and nothing of the next', async () => {
    const w = await lately();
    const okr = await steady(w);
    expect(await (await get(w, `/okrs/${okr.id}?on=${daysAgo(w, 7)}`)).text()).toContain('Then 35% and behind');
    expect(await (await get(w, `/okrs/${okr.id}?on=${daysAgo(w, 8)}`)).text()).toContain('Then 30% and behind');
  });

  test('before the first word has no value', async () => {
    const w = await lately();
    const okr = await begun(w);
    await say(w, okr.id, 1, 20);
    const page = await (await get(w, `/okrs/${okr.id}?on=${daysAgo(w, 30)}`)).text();
    expect(page).toContain('Then no value and not started, now 20% and at risk: 1 check-in since.');
  });

  test('of today or later is the page of today', async () => {
    const w = await lately();
    const okr = await begun(w);
    for (const days of [0, -3]) {
      const answer = await get(w, `/okrs/${okr.id}?on=${daysAgo(w, days)}`);
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/o/${w.org.slug}/okrs/${okr.id}`]);
    }
  });

  test('must be a day, and the OKR one of the organization', async () => {
    const w = await lately();
    const okr = await begun(w);
    expect((await get(w, `/okrs/${okr.id}?on=2026-02-30`)).status).toBe(404);
    expect((await get(w, `/okrs/${okr.id}?on=`)).status).toBe(404);
    const other = await world({ slug: 'southwind', now: Date.now() });
    expect((await get(other, `/okrs/${okr.id}?on=${daysAgo(w, 3)}`, other.ada)).status).toBe(404);
  });
});
