import { exports } from 'cloudflare:workers';
import { asc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { checkIns, okrs, rollUpsDue } from '../../src/db/schema/okrs.ts';
import { addDays, dayOf } from '../../src/lib/days.ts';
import { DAY, metric, type Person, tree, type World, world } from '../support/world.ts';

const site = 'http://localhost';

let w: World;
let objective: OkrId;
let first: OkrId;
let second: OkrId;

beforeEach(async () => {
  w = await world({ now: Date.now() });
  const made = await tree(w, [
    { title: 'Downloads', measure: metric(0, 1000) },
    { title: 'Reviews', measure: metric(0, 100, { name: 'Reviews' }) },
  ]);
  objective = made.objective.id;
  [first, second] = [made.keyResults[0]!.id, made.keyResults[1]!.id];
  const at = w.now - 20 * DAY;
  const { due } = await w.writer(second, w.dana, at).checkIn({ value: 10 }, newId('chk', at));
  await w.settle(due);
});

const ask = async (form?: [string, string][], person: Person = w.dana) =>
  exports.default.fetch(`${site}/o/${w.org.slug}/check-in/all`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: site },
    body: form ? new URLSearchParams(form) : undefined,
  });

type Row = { value?: string; status?: string; note?: string; was?: string; id?: string };

const form = (rows: [OkrId, Row][]): [string, string][] =>
  rows.flatMap(([okr, row]) => [
    ['okr', okr],
    ...Object.entries({ id: newId('chk', w.now), value: '', status: '', note: '', ...row }).map(
      ([name, text]): [string, string] => [`${name}_${okr}`, text],
    ),
  ]);

const read = async (id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const saidOf = (id: OkrId) =>
  w.db
    .select({ value: checkIns.value, chosen: checkIns.chosenStatus, note: checkIns.note })
    .from(checkIns)
    .where(eq(checkIns.okrId, id))
    .orderBy(asc(checkIns.version));

describe('the grid', () => {
  test('lists what the member checks in for by hand, the longest silence first, and what updates itself', async () => {
    const answer = await ask();
    const html = await answer.text();
    expect(html.indexOf('Downloads')).toBeLessThan(html.indexOf('Reviews'));
    expect(html).toContain('no word yet');
    expect(html).toContain('last word 20 days ago');
    expect(html).toContain('10 of 100');
    expect(html).toMatch(/<option value="" selected[^>]*>As the numbers say|<option value="">As the numbers say/);
    expect(html).toContain('Updates itself');
    expect(html).toContain(`/okrs/${objective}#okr-check-in`);
    expect(html).toMatch(/<script type="module" src="\/assets\/check-in-grid-/);
    expect(answer.headers.get('Server-Timing')).toContain('trips=2 ');
  });

  test('is led to from my week and from the check-in of one; no other page loads its behaviour', async () => {
    const page = async (path: string) =>
      (
        await exports.default.fetch(`${site}/o/northwind${path}`, { headers: { Cookie: await w.cookie(w.dana) } })
      ).text();
    for (const path of ['', '/check-in']) {
      const html = await page(path);
      expect(html).toContain('href="/o/northwind/check-in/all"');
      expect(html).not.toContain('check-in-grid');
    }
  });

  test('is empty for those who check in for nothing, and says so to observers', async () => {
    expect(await (await ask(undefined, w.amir)).text()).toContain('come together here');
    expect(await (await ask(undefined, w.omar)).text()).toContain('Observers look on.');
  });

  test('leaves out drafts, closed ones and those of others', async () => {
    await w.okr({ title: 'Of Ada' }, w.ada);
    await w.writer(second).closeOkr({});
    const html = await (await ask()).text();
    expect(html).not.toContain('Of Ada');
    expect(html).not.toContain('Reviews');
  });
});

describe('what is sent', () => {
  test('is said row by row, and what lies above is recomputed', async () => {
    const answer = await ask(
      form([
        [first, { value: '500', note: ' Half. ' }],
        [second, { value: '40', status: 'behind' }],
      ]),
    );
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/o/northwind/check-in/all']);
    expect(await saidOf(first)).toEqual([{ value: 500, chosen: null, note: 'Half.' }]);
    expect((await saidOf(second)).at(-1)).toMatchObject({ value: 40 });
    expect((await read(objective)).value).toBeCloseTo(45);
    expect(await w.db.$count(rollUpsDue)).toBe(0);
  });

  test('of a row left empty is nothing', async () => {
    await ask(
      form([
        [first, { value: '500' }],
        [second, {}],
      ]),
    );
    expect(await saidOf(second)).toHaveLength(1);
  });

  test('with the value it had is a word that nothing is new', async () => {
    await ask(form([[second, { value: '10', was: '10' }]]));
    expect(await saidOf(second)).toHaveLength(2);
    expect((await read(second)).checkedInAt).toBeGreaterThan(w.now - DAY);
  });

  test('may be a call alone, or a note alone', async () => {
    await ask(
      form([
        [first, { note: 'Starting' }],
        [second, { status: 'on_track' }],
      ]),
    );
    expect(await saidOf(first)).toEqual([{ value: null, chosen: null, note: 'Starting' }]);
    expect((await saidOf(second)).at(-1)).toEqual({ value: 10, chosen: 'on_track', note: null });
  });

  test('is read as the member writes numbers', async () => {
    w = await world({ slug: 'sued', now: Date.now(), settings: { locale: 'de-DE' } });
    const okr = await w.okr({ measure: metric(0, 10_000) });
    await ask(form([[okr.id, { value: '1.234,5' }]]));
    expect((await read(okr.id)).value).toBe(1234.5);
  });

  test('saves the good rows and brings the refused ones back with their text and reason', async () => {
    const answer = await ask(
      form([
        [first, { value: 'lots', note: 'So many' }],
        [second, { value: '40' }],
      ]),
    );
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('1 of 2 could not be saved.');
    expect(html).toContain('value="lots"');
    expect(html).toContain('value="So many"');
    expect(html).toContain('Write a number, like 712.');
    expect(html).toContain('saved');
    expect(html).not.toContain(`name="value_${second}" type="text" value`);
    expect((await read(second)).value).toBe(40);
    expect(await saidOf(first)).toEqual([]);
  });

  test('brings back a row that was closed meanwhile, with the reason', async () => {
    await w.writer(second).closeOkr({});
    const html = await (await ask(form([[second, { value: '40' }]]))).text();
    expect(html).toContain('This OKR is closed. Reopen it to check in.');
    expect(html).toContain('value="40"');
  });

  test('twice is saved once, also when some of it is refused both times', async () => {
    const sent = form([
      [first, { value: 'lots' }],
      [second, { value: '40' }],
    ]);
    await ask(sent);
    await ask(sent);
    expect(await saidOf(second)).toHaveLength(2);
    const good = form([[first, { value: '500' }]]);
    await ask(good);
    await ask(good);
    expect(await saidOf(first)).toHaveLength(1);
  });

  test('with nothing in it is answered with a hint', async () => {
    const answer = await ask(form([[first, {}]]));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Nothing was typed.');
  });

  test('by an observer is refused; for an OKR of others the row alone', async () => {
    expect((await ask(form([[first, { value: '1' }]]), w.omar)).status).toBe(403);
    const theirs = await w.okr({ title: 'Of Ada' }, w.ada);
    const answer = await ask(
      form([
        [theirs.id, { value: '1' }],
        [first, { value: '500' }],
      ]),
    );
    expect(answer.status).toBe(422);
    expect((await read(theirs.id)).value).toBeNull();
    expect((await read(first)).value).toBe(500);
  });

  test('for an OKR of another organization finds none', async () => {
    const south = await world({ slug: 'southwind', now: Date.now() });
    const theirs = await south.okr({ title: 'Secret' }, south.ada);
    const html = await (await ask(form([[theirs.id, { value: '1' }]]))).text();
    expect(html).toContain('1 of these OKRs is no longer there.');
    expect(html).not.toContain('Secret');
    expect((await read(theirs.id)).value).toBeNull();
  });
});

describe('the cost of many', () => {
  test('is two round trips for each row, and for each ancestor once however many rows are below it', async () => {
    const answer = await ask(
      form([
        [first, { value: '500' }],
        [second, { value: '40' }],
      ]),
    );
    const [session, upwards, rows, ancestors] = [1, 1, 2, 1];
    const trips = session + upwards + 2 * rows + 2 * ancestors;
    expect(answer.headers.get('Server-Timing')).toContain(`trips=${trips} `);
  });
});

describe('the form of one check-in', () => {
  const post = async (path: string, fields: Record<string, string>) =>
    exports.default.fetch(`${site}/o/northwind${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: await w.cookie(w.dana), Origin: site },
      body: new URLSearchParams(fields),
    });

  test('says something of another day, and tells which', async () => {
    const okr = await w.okr({ starts_on: addDays(dayOf(w.now, w.org.timeZone), -30), measure: metric(0, 100) });
    await w.writer(okr.id).checkIn({ value: 60 }, newId('chk', w.now));
    const on = addDays(dayOf(w.now, w.org.timeZone), -10);
    const answer = await post(`/okrs/${okr.id}/check-ins`, { value: '20', was: '60', on });
    expect(answer.status).toBe(303);
    expect(decodeURIComponent(answer.headers.getSetCookie().join()).replaceAll('+', ' ')).toContain('Checked in for ');
    expect((await read(okr.id)).value).toBe(60);
    expect((await saidOf(okr.id)).map(({ value }) => value)).toEqual([60, 20]);
  });

  test('is told in the story with its day and with when it was said', async () => {
    const today = dayOf(w.now, w.org.timeZone);
    const okr = await w.okr({ starts_on: addDays(today, -30), measure: metric(0, 100) });
    await post(`/okrs/${okr.id}/check-ins`, { value: '20', was: '', on: addDays(today, -10) });
    await post(`/okrs/${okr.id}/check-ins`, { value: '30', was: '20' });
    const page = await exports.default.fetch(`${site}/o/${w.org.slug}/okrs/${okr.id}`, {
      headers: { Cookie: await w.cookie(w.dana) },
    });
    const html = await page.text();
    expect(html).toMatch(/checked in for \d+ \w+(?: \d{4})?, said today \d/);
    expect(html).toMatch(/checked in, today \d/);
  });

  test('left as it is for another day keeps what that day had, and makes no call', async () => {
    const today = dayOf(w.now, w.org.timeZone);
    const okr = await w.okr({ starts_on: addDays(today, -30), measure: metric(0, 100) });
    const at = w.now - 20 * DAY;
    await w.writer(okr.id, w.dana, at).checkIn({ value: 5 }, newId('chk', at));
    await w.writer(okr.id).checkIn({ value: 60 }, newId('chk', w.now));
    const left = { value: '60', was: '60', status: 'on_track', suggested: 'on_track', note: 'Forgot to say' };
    await post(`/okrs/${okr.id}/check-ins`, { ...left, on: addDays(today, -10) });
    expect((await saidOf(okr.id)).at(-1)).toEqual({ value: 5, chosen: null, note: 'Forgot to say' });
  });

  test('comes back open at the day that was refused', async () => {
    const answer = await post(`/okrs/${first}/check-ins`, { value: '20', was: '', on: '2999-01-01' });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toMatch(/<details class="wide" open[^>]*>/);
    expect(html).toContain('value="2999-01-01"');
    expect(html).toContain('This day is still to come.');
  });
});
