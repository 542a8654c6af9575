import { exports } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { type CheckInId, newId, type OkrId } from '../../src/db/ids.ts';
import { checkIns, okrs, progressPoints } from '../../src/db/schema/okrs.ts';
import { dayOf } from '../../src/lib/days.ts';
import { DAY, type Person, tree, type World, world } from '../support/world.ts';

let w: World;
let okr: OkrId;
let parent: OkrId;
let older: CheckInId;
let newest: CheckInId;

const say = async (value: number, at: number, note = '') => {
  const { checkIn, due } = await w.writer(okr, w.dana, at).checkIn({ value, note }, newId('chk', at));
  await w.settle(due);
  return checkIn.id;
};

beforeEach(async () => {
  w = await world({ now: Date.now() });
  const { objective, keyResults } = await tree(w, [{ title: 'Result' }]);
  okr = keyResults[0]!.id;
  parent = objective.id;
  older = await say(20, w.now - 2 * DAY, 'A beginning');
  newest = await say(60, w.now - DAY, 'A leap');
});

const at = (path: string) => `http://localhost/o/${w.org.slug}/okrs/${okr}/check-ins${path}`;

const get = async (path: string, person: Person = w.dana) =>
  exports.default.fetch(at(path), { headers: { Cookie: await w.cookie(person) } });

const post = async (
  path: string,
  fields: Record<string, string> = {},
  { person = w.dana as Person, htmx = false } = {},
) =>
  exports.default.fetch(at(path), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: {
      Cookie: await w.cookie(person),
      Origin: 'http://localhost',
      ...(htmx && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
    },
  });

const okrNow = async (id = okr) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const checkInNow = async (id: CheckInId) => (await w.db.select().from(checkIns).where(eq(checkIns.id, id)))[0];
const points = async () =>
  (
    await w.db
      .select({ day: progressPoints.day, value: progressPoints.value })
      .from(progressPoints)
      .where(and(eq(progressPoints.orgId, w.org.id), eq(progressPoints.okrId, okr)))
      .orderBy(progressPoints.day)
  ).map(({ day, value }) => [day, value]);
const day = (before: number) => dayOf(w.now - before * DAY, w.org.timeZone);

describe('editing a check-in', () => {
  test('of one’s own newest word corrects the value, the chart and what is rolled up', async () => {
    const answer = await post(`/${newest}`, { value: '50', was: '60', note: 'A step', suggested: 'on_track' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toMatch(new RegExp(`/okrs/${okr}#story$`));
    expect(await checkInNow(newest)).toMatchObject({ value: 50, note: 'A step' });
    expect((await okrNow()).value).toBe(50);
    expect((await okrNow(parent)).value).toBe(50);
    expect((await points()).filter(([when]) => when === day(1))).toEqual([[day(1), 50]]);
  });

  test('keeps a value that was only shown rounded', async () => {
    await w.writer(okr, w.dana).editCheckIn(newest, { value: 54.694444 });
    const page = await (await get(`/${newest}`)).text();
    expect(page).toContain('name="was" value="54.69"');
    await post(`/${newest}`, { value: '54.69', was: '54.69', note: 'Same' });
    expect((await okrNow()).value).toBe(54.694444);
  });

  test('takes the note away when the field is emptied, and says so once on the next page', async () => {
    const answer = await post(`/${newest}`, { value: '60', was: '60', note: '' });
    expect((await checkInNow(newest))!.note).toBeNull();
    const [said] = answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('said='));
    expect(said).toMatch(new RegExp(`Path=/o/${w.org.slug};.*HttpOnly`, 'i'));
    const next = await exports.default.fetch(`http://localhost/o/${w.org.slug}/okrs/${okr}`, {
      headers: { Cookie: `${await w.cookie(w.dana)}; ${said!.split(';')[0]}` },
    });
    expect(await next.text()).toContain('The check-in is corrected.');
    expect(next.headers.getSetCookie().join()).toMatch(/said=;[^,]*Max-Age=0/);
  });

  test('comes back with what was typed when the number cannot be read', async () => {
    const answer = await post(`/${newest}`, { value: 'lots', was: '60', note: 'Kept' });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('Write a number, like 712.');
    expect(page).toContain('value="lots"');
    expect(page).toContain('Kept');
  });

  test('of an older one asks for its note alone', async () => {
    const page = await (await get(`/${older}`)).text();
    expect(page).toContain('Others came after it');
    expect(page).not.toContain('name="value"');
    await post(`/${older}`, { note: 'The very beginning' });
    expect(await checkInNow(older)).toMatchObject({ value: 20, note: 'The very beginning' });
  });

  test('is for its author and admins', async () => {
    expect((await post(`/${newest}`, { value: '1' }, { person: w.omar })).status).toBe(403);
    expect((await get(`/${newest}`, w.omar)).status).toBe(403);
    expect((await get(`/${newest}`, w.amir)).status).toBe(200);
    expect((await okrNow()).value).toBe(60);
  });
});

describe('deleting a check-in', () => {
  test('tells beforehand what the newest one restores', async () => {
    expect(await (await get(`/${newest}/deletion`)).text()).toContain('Deleting the newest restores 20%.');
    expect(await (await get(`/${older}/deletion`)).text()).toContain('The value stays: others were said after it.');
  });

  test('restores the value, the last word and the chart', async () => {
    const answer = await post(`/${newest}/deletion`);
    expect(answer.status).toBe(303);
    expect(await checkInNow(newest)).toBeUndefined();
    expect(await okrNow()).toMatchObject({ value: 20, checkedInAt: w.now - 2 * DAY });
    expect((await okrNow(parent)).value).toBe(20);
    expect((await points()).map(([when]) => when)).not.toContain(day(1));
  });

  test('of an older one leaves the value and the last word', async () => {
    await post(`/${older}/deletion`);
    expect(await okrNow()).toMatchObject({ value: 60, checkedInAt: w.now - DAY });
  });

  test('renews the page where it was undone, and the week where it was due', async () => {
    const onPage = await post(`/${newest}/deletion`, { from: 'okr' }, { htmx: true });
    const parts = await onPage.text();
    expect(parts).toContain('hx-target="#okr-now"');
    expect(parts).toContain('Taken back. It is at 20%.');
    const onWeek = await post(`/${older}/deletion`, { from: 'home' }, { htmx: true });
    expect(onWeek.headers.get('HX-Trigger')).toBe('checked-in');
    expect(await onWeek.text()).toContain('Taken back. There is no value yet.');
  });
});

describe('the story', () => {
  const story = async (person: Person) => {
    const page = await exports.default.fetch(`http://localhost/o/${w.org.slug}/okrs/${okr}`, {
      headers: { Cookie: await w.cookie(person) },
    });
    return page.text();
  };

  test('offers correction to those who may', async () => {
    const link = `/check-ins/${newest}/deletion`;
    expect(await story(w.dana)).toContain(link);
    expect(await story(w.amir)).toContain(link);
    expect(await story(w.omar)).not.toContain(link);
  });

  test('a check-in by htmx can be undone from its toast', async () => {
    const answer = await post('', { value: '70', was: '60', from: 'okr' }, { htmx: true });
    expect(await answer.text()).toMatch(/class="toast row" data-toast="undo".*check-ins\/chk_\w+\/deletion/s);
  });
});
