import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { checkIns, okrs } from '../../src/db/schema/okrs.ts';
import type { Told } from '../../src/domain/check-ins/finding.ts';
import { type Entry, merge, tellStory } from '../../src/domain/check-ins/telling.ts';
import { listTree, type TreeFilter } from '../../src/domain/okrs/listing-tree.ts';
import type { Branch } from '../../src/domain/okrs/nesting.ts';
import { headline, noFilter } from '../../src/views/okrs/list-page.tsx';
import { weekStones } from '../../src/views/okrs/weeks.ts';
import { jiraOutside } from '../support/outside.ts';
import { DAY, metric, type Person, tree, type World, world } from '../support/world.ts';

/** Pages live in the real now. */
const lately = () => world({ now: Date.now() });

const get = async (w: World, path: string, person = w.dana, headers: Record<string, string> = {}) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    headers: { Cookie: await w.cookie(person), ...headers },
  });

const post = async (
  w: World,
  path: string,
  fields: Record<string, string>,
  { person = w.dana as Person, htmx = false } = {},
) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: {
      Cookie: await w.cookie(person),
      Origin: 'http://localhost',
      ...(htmx && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
    },
  });

const trips = (answer: Response) => Number(/trips=(\d+)/.exec(answer.headers.get('Server-Timing') ?? '')?.[1]);
const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const actionOf = (entry: Entry) => (entry.type === 'event' ? entry.action : entry.type);
const titles = (branches: readonly Branch[]): unknown[] =>
  branches.map((each) => (each.branches.length > 0 ? [each.title, titles(each.branches)] : each.title));
const list = (w: World, filter: Partial<TreeFilter> = {}) =>
  listTree(w.as(), { ...noFilter, period: w.quarter.id, ...filter });

describe('the list', () => {
  test('nests key results and objectives under their parents, organization first', async () => {
    const w = await lately();
    await w.okr({ kind: 'objective', title: 'My own', level: 'individual', period_id: w.quarter.id });
    const top = await w.okr({ kind: 'objective', title: 'Company', level: 'organization', period_id: w.quarter.id });
    const under = [{ okrId: top.id, fixedWeight: null }];
    const team = {
      kind: 'objective',
      title: 'Team',
      parents: under,
      team_id: w.team.id,
      period_id: w.quarter.id,
    } as const;
    const below = await w.okr(team);
    await w.okr({ title: 'Result', parents: [{ okrId: below.id, fixedWeight: null }], period_id: w.quarter.id });
    await w.okr({ title: 'Number', parents: under, period_id: w.quarter.id });
    expect(titles((await list(w)).roots)).toEqual([['Company', ['Number', ['Team', ['Result']]]], 'My own']);
  });

  test('says how many there are and how many update themselves', async () => {
    const w = await lately();
    const { keyResults } = await tree(w, [{ period_id: w.quarter.id }, { period_id: w.quarter.id }], {
      period_id: w.quarter.id,
    });
    await w.link(keyResults[0]!.id, await w.connection(), 'project = AE');
    const found = await list(w);
    expect(headline(found, noFilter, String)).toBe('1 objective, 2 key results. 1 of them updates itself.');
  });

  test('costs two round trips, whatever it is narrowed to', async () => {
    const w = await lately();
    await tree(w, [{ period_id: w.quarter.id }], { period_id: w.quarter.id });
    const period = `period=${w.quarter.id}`;
    for (const query of [
      period,
      `${period}&q=result`,
      'level=mine',
      `team=${w.team.id}`,
      'status=behind&status=at_risk',
    ]) {
      const answer = await get(w, `/okrs?${query}`);
      expect({ query, status: answer.status, trips: trips(answer) }).toEqual({ query, status: 200, trips: 2 });
    }
  });

  test('narrowed shows only what matches, nested among itself', async () => {
    const w = await lately();
    const period_id = w.quarter.id;
    const { keyResults } = await tree(
      w,
      [
        { period_id, title: 'Sign up bakeries' },
        { period_id, title: 'Sign up florists', owner_ids: [w.amir.id] },
      ],
      { period_id, title: 'Bakeries love us' },
    );
    await w.writer(keyResults[0]!.id).checkIn({ value: 100 }, newId('chk', w.now));
    expect(titles((await list(w, { words: 'baker' })).roots)).toEqual([['Bakeries love us', ['Sign up bakeries']]]);
    expect(
      titles((await list(w, { words: 'up sign' })).roots.toSorted((a, b) => (a.title < b.title ? -1 : 1))),
    ).toEqual(['Sign up bakeries', 'Sign up florists']);
    expect(titles((await list(w, { owner: w.amir.id })).roots)).toEqual(['Sign up florists']);
    expect(titles((await list(w, { statuses: ['on_track'] })).roots)).toEqual(['Sign up bakeries']);
    expect(titles((await list(w, { level: 'team' })).roots)).toEqual([]);
    expect((await list(w, { period: 'all', words: 'florists' })).roots).toHaveLength(1);
    expect((await list(w, { period: w.year.id, words: 'florists' })).roots).toHaveLength(0);
  });

  test.each(['"', '* OR title:', "'; drop table okrs", '(', 'NEAR(a b)', 'org:'])(
    'what is searched for is never an operator: %s',
    async (words) => {
      const w = await lately();
      await w.okr({ title: 'Something else', period_id: w.quarter.id });
      const answer = await get(w, `/okrs?q=${encodeURIComponent(words)}&period=${w.quarter.id}`);
      expect(answer.status).toBe(200);
    },
  );

  test('of another organization is not found by any word or id', async () => {
    const w = await lately();
    const other = await world({ slug: 'southwind', now: w.now });
    const secret = await other.okr({ title: 'Southern secret', period_id: other.quarter.id });
    expect((await list(w, { period: 'all', words: 'southern' })).roots).toEqual([]);
    expect((await list(w, { period: 'all', team: other.team.id, owner: other.dana.id })).roots).toEqual([]);
    await expect(list(w, { period: other.quarter.id })).rejects.toMatchObject({ code: 'not_found' });
    for (const path of ['', '/deletion']) expect((await get(w, `/okrs/${secret.id}${path}`)).status).toBe(404);
    expect((await post(w, `/okrs/${secret.id}/check-ins`, { value: '1' })).status).toBe(404);
    expect((await post(w, `/okrs/${secret.id}/deletion`, {})).status).toBe(404);
    expect((await post(w, `/okrs/${secret.id}/syncs`, {})).status).toBe(404);
  });

  test('goes on where a page ended, and counts what lies too deep', async () => {
    const w = await lately();
    const period_id = w.quarter.id;
    for (let i = 0; i < 27; i++)
      await w.okr({
        kind: 'objective',
        title: `Objective ${i}`,
        level: i % 2 ? 'team' : 'organization',
        team_id: w.team.id,
        period_id,
      });
    const first = await list(w);
    const second = await list(w, { after: first.next });
    expect([first.roots.length, second.roots.length, second.next]).toEqual([20, 7, null]);
    expect(new Set([...first.roots, ...second.roots].map((each) => each.id)).size).toBe(27);

    let parent = first.roots[0]!.id;
    for (let depth = 0; depth < 7; depth++)
      parent = (
        await w.okr({
          kind: 'objective',
          title: `Depth ${depth}`,
          parents: [{ okrId: parent, fixedWeight: null }],
          period_id,
        })
      ).id;
    const html = await (await get(w, `/okrs?period=${period_id}`)).text();
    expect(html).toContain('Depth 4');
    expect(html).not.toContain('Depth 5');
    expect(html).toContain('1 more below Depth 4');
  });

  test('folds up on demand, without JavaScript', async () => {
    const w = await lately();
    await tree(w, [{ period_id: w.quarter.id }], { period_id: w.quarter.id });
    const path = `/okrs?period=${w.quarter.id}`;
    expect(await (await get(w, path)).text()).toContain('<details open');
    const folded = await (await get(w, `${path}&folded=1`)).text();
    expect(folded).toContain('Expand all');
    expect(folded).not.toContain('<details open');
  });

  test('says what to do where nothing is', async () => {
    const w = await lately();
    expect(await (await get(w, `/okrs?period=${w.quarter.id}`)).text()).toContain('Q4 2026 has no objectives yet');
    expect(await (await get(w, `/okrs?period=${w.quarter.id}&q=unheard`)).text()).toContain('Nothing holds “unheard”');
    expect(await (await get(w, '/okrs', w.omar)).text()).not.toContain('New OKR');
  });
});

describe('a week in the trail', () => {
  const period = { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2026-12-31' };
  const own = { period, startsOn: period.startsOn, endsOn: period.endsOn, createdAt: Date.UTC(2026, 8, 30) };
  const weeks = [
    { day: '2026-10-05', status: 'on_track' as const },
    { day: '2026-10-29', status: 'at_risk' as const },
  ];

  test('without a word stays empty where people speak', () => {
    expect(weekStones({ ...own, weeks, mode: 'manual' }, '2026-11-20').slice(0, 9)).toEqual([
      'ok',
      'missed',
      'missed',
      'missed',
      'risk',
      'missed',
      'missed',
      'now',
      'ahead',
    ]);
  });

  test('keeps the last known status where numbers arrive by themselves', () => {
    expect(weekStones({ ...own, weeks, mode: 'data_source' }, '2026-11-20').slice(0, 9)).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'risk',
      'risk',
      'risk',
      'now',
      'ahead',
    ]);
  });

  test('before the OKR begins is not missed', () => {
    const late = weekStones({ ...own, startsOn: '2026-10-22', weeks: [], mode: 'manual' }, '2026-11-20');
    const made = weekStones({ ...own, createdAt: Date.UTC(2026, 9, 22), weeks: [], mode: 'manual' }, '2026-11-20');
    expect(made).toEqual(late);
    expect(late.slice(0, 8)).toEqual(['ahead', 'ahead', 'ahead', 'ahead', 'missed', 'missed', 'missed', 'now']);
  });
});

describe('the page of an OKR', () => {
  test('costs two round trips and shows the way up, the number, its reason and the story', async () => {
    const w = await lately();
    const { objective, keyResults } = await tree(w, [{ measure: metric(0, 1000) }], { title: 'Delight bakers' });
    const { due } = await w
      .writer(keyResults[0]!.id)
      .checkIn({ value: 712, note: 'Word spreads' }, newId('chk', w.now));
    await w.settle(due);
    const answer = await get(w, `/okrs/${keyResults[0]!.id}`);
    const html = await answer.text();
    expect(trips(answer)).toBe(2);
    for (const part of [
      'Delight bakers',
      '(712 − 0) ÷ (1,000 − 0)',
      '71%',
      'Word spreads',
      'Dana Whitlock checked in',
      '100% of',
    ])
      expect(html).toContain(part);
    expect(await (await get(w, `/okrs/${objective.id}`)).text()).toContain('100% × 71%');
  });

  test('offers nothing to change to those who may not', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Ada’s own' }, w.ada);
    const html = await (await get(w, `/okrs/${okr.id}`)).text();
    expect(html).toContain('You look on here. Ada Marsh checks in.');
    const forms = [...html.matchAll(/method="post" action="\/o\/[^"]*\/okrs\/\w+\/([^"]*)"/g)].map(([, act]) => act);
    expect(forms.filter((act) => !['comments', 'reactions', 'drafts'].includes(act!))).toEqual([]);
    expect((await post(w, `/okrs/${okr.id}/check-ins`, { value: '5' })).status).toBe(403);
    expect((await post(w, `/okrs/${okr.id}/deletion`, {})).status).toBe(403);
    expect((await get(w, `/okrs/${okr.id}/deletion`)).status).toBe(403);
  });

  test('escapes what people write', async () => {
    const w = await lately();
    const okr = await w.okr({ title: '<script>alert(1)</script>', description: '<img src=x onerror=1>' });
    await w.writer(okr.id).checkIn({ value: 5, note: '<b onclick=1>' }, newId('chk', w.now));
    for (const path of [`/okrs/${okr.id}`, `/okrs?period=${okr.periodId}`]) {
      const html = await (await get(w, path)).text();
      expect(html).not.toMatch(/<script>alert|<img src=x|<b onclick/);
    }
  });
});

describe('a check-in from the page', () => {
  test('without JavaScript goes back to the page, and sent twice counts once', async () => {
    const w = await lately();
    const okr = await w.okr({ measure: metric(0, 1000) });
    const fields = { id: newId('chk', w.now), value: '1,5', note: '', status: '' };
    for (const value of ['712', '712']) {
      const answer = await post(w, `/okrs/${okr.id}/check-ins`, { ...fields, value });
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/o/northwind/okrs/${okr.id}`]);
    }
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, okr.id))).toBe(1);
    expect(await okrOf(w, okr.id)).toMatchObject({ value: 712, version: 2 });
  });

  test('with htmx renews the number, the reason, the form and the story, and says so', async () => {
    const w = await lately();
    const okr = await w.okr({ measure: metric(0, 1000) });
    const html = await (await post(w, `/okrs/${okr.id}/check-ins`, { value: '712' }, { htmx: true })).text();
    expect([...html.matchAll(/hx-target="(#[a-z-]+)"/g)].map(([, target]) => target)).toEqual(
      expect.arrayContaining(['#okr-now', '#okr-evidence', '#okr-check-in', '#okr-story', '#toasts']),
    );
    expect(html).toContain('Checked in. 712 of 1,000 downloads.');
    expect(html).not.toContain('<html');
  });

  test('in a list of what is due takes its line away', async () => {
    const w = await lately();
    const okr = await w.okr({});
    const answer = await post(w, `/okrs/${okr.id}/check-ins`, { value: '40', from: 'home' }, { htmx: true });
    expect(answer.headers.get('HX-Reswap')).toBe('delete');
    expect(await answer.text()).toContain('Checked in. 40%.');
    const plain = await post(w, `/okrs/${okr.id}/check-ins`, { value: '50', from: 'home' });
    expect(plain.headers.get('Location')).toBe('/o/northwind');
  });

  test('climbs to every ancestor', async () => {
    const w = await lately();
    const { objective, keyResults } = await tree(w, [{}, {}]);
    await post(w, `/okrs/${keyResults[0]!.id}/check-ins`, { value: '50' });
    expect(await okrOf(w, objective.id)).toMatchObject({ value: 25 });
  });

  test.each([false, true])('that cannot be read comes back with what was typed (htmx: %s)', async (htmx) => {
    const w = await lately();
    const okr = await w.okr({});
    const answer = await post(w, `/okrs/${okr.id}/check-ins`, { value: 'a lot', note: 'Keep me' }, { htmx });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    for (const part of ['Write a number, like 712.', 'value="a lot"', 'Keep me', 'aria-invalid="true"'])
      expect(html).toContain(part);
    expect(await okrOf(w, okr.id)).toMatchObject({ value: null, version: 1 });
  });

  test('with nothing new keeps the value whatever stands in the field', async () => {
    const w = await lately();
    const okr = await w.okr({});
    await post(w, `/okrs/${okr.id}/check-ins`, { value: '40' });
    await post(w, `/okrs/${okr.id}/check-ins`, { value: '99', nothing_new: '1' });
    expect(await okrOf(w, okr.id)).toMatchObject({ value: 40, version: 3 });
  });
});

describe('refreshing', () => {
  test('reads the data source, shows what it matched, and renews the page in place', async () => {
    const jira = jiraOutside();
    const w = await lately();
    const { keyResults } = await tree(w, [{}]);
    const id = keyResults[0]!.id;
    await w.link(id, await w.connection(), '"Epic Link" = AE-786');
    expect((await post(w, `/okrs/${id}/syncs`, {})).headers.get('Location')).toBe(`/o/northwind/okrs/${id}`);
    jira.createIssue({ project: 'AE', parent: 'AE-786', summary: 'Deliverability checks', status: 'To Do' });
    const html = await (await post(w, `/okrs/${id}/syncs`, {}, { htmx: true })).text();
    for (const part of ['3 ÷ 11', '27%', 'Show the 11 issues', 'It was 3 of 10.', 'Read. 3 of 11 issues are done.'])
      expect(html).toContain(part);
    expect((await okrOf(w, id)).progress).toBeCloseTo(3 / 11, 9);
  });

  test('that fails keeps the number and says what to do', async () => {
    const jira = jiraOutside();
    const w = await lately();
    const okr = await w.okr({});
    await w.link(okr.id, await w.connection(), '"Epic Link" = AE-786');
    await post(w, `/okrs/${okr.id}/syncs`, {});
    jira.fail({ kind: 'status', status: 401 });
    const html = await (await post(w, `/okrs/${okr.id}/syncs`, {}, { htmx: true })).text();
    for (const part of ['Jira refused this token. It may have expired.', 'The number is from today', 'is-risk'])
      expect(html).toContain(part);
    expect(await okrOf(w, okr.id)).toMatchObject({ value: 30 });
  });
});

describe('deleting', () => {
  test('names what goes, what stays and what is worked out anew, then leads to the parent', async () => {
    const w = await lately();
    const { objective, keyResults } = await tree(w, [{}], { title: 'Stay' });
    const id = keyResults[0]!.id;
    await w.okr({ title: 'Child', parents: [{ okrId: id, fixedWeight: null }] });
    const html = await (await get(w, `/okrs/${id}/deletion`)).text();
    for (const part of [
      'Delete “Result 1”?',
      'The 1 OKR below it stays and moves to the top',
      '“Stay” will be worked out without it',
    ])
      expect(html).toContain(part);
    const answer = await post(w, `/okrs/${id}/deletion`, {});
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/o/northwind/okrs/${objective.id}`]);
    expect((await get(w, `/okrs/${id}`)).status).toBe(404);
  });
});

describe('the story', () => {
  test('tells check-ins, edits, alignment and links, newest first, each once', async () => {
    const w = await lately();
    const { keyResults } = await tree(w, [{}]);
    const id = keyResults[0]!.id;
    const later = (days: number) => w.writer(id, w.dana, w.now + days * DAY);
    await later(1).checkIn({ value: 10 }, newId('chk', w.now + DAY));
    await later(2).editOkr({ title: 'Renamed', ambition: 'aspirational' });
    await later(3).checkIn({ value: 30, note: 'Better' }, newId('chk', w.now + 3 * DAY));
    const { entries, next } = await tellStory(w.as(), id, null);
    expect(
      entries.map((entry) => (entry.type === 'check_in' ? [entry.from, entry.checkIn.value] : actionOf(entry))),
    ).toEqual([[10, 30], 'okr.edited', [null, 10], 'okr.created']);
    expect(next).toBeNull();
  });

  test('leaves nothing out and repeats nothing from page to page', async () => {
    const w = await lately();
    const okr = await w.okr({});
    for (let i = 1; i <= 70; i++)
      await w.writer(okr.id, w.dana, w.now + i * 1000).checkIn({ value: i }, newId('chk', w.now + i * 1000));
    const told: (number | string | null)[] = [];
    for (let before: number | null = null, page = 0; page < 10; page++) {
      const story = await tellStory(w.as(), okr.id, before);
      told.push(...story.entries.map((entry) => (entry.type === 'check_in' ? entry.checkIn.value : actionOf(entry))));
      before = story.next;
      if (before === null) break;
    }
    expect(told).toEqual([...Array.from({ length: 70 }, (_, i) => 70 - i), 'okr.created']);
  });

  test('comes ten entries at a time', async () => {
    const w = await lately();
    const okr = await w.okr({});
    for (let i = 1; i <= 12; i++)
      await w.writer(okr.id, w.dana, w.now + i * 1000).checkIn({ value: i }, newId('chk', w.now + i * 1000));
    const { entries, next } = await tellStory(w.as(), okr.id, null);
    expect(entries).toHaveLength(10);
    expect(next).toBe(entries.at(-1)!.at);
  });

  test('tells the roll-ups of a day as one change, from what was before the first', () => {
    const at = (day: number, hour: number) => Date.UTC(2026, 10, day, hour);
    const rolled = (id: string, when: number, value: number) => ({ ...plain, id, at: when, value }) as Told;
    const plain = { source: 'roll_up', note: null, matched: null, completed: null } as unknown as Told;
    const newestFirst = [
      rolled('d', at(20, 12), 40),
      rolled('c', at(20, 11), 35),
      { ...rolled('b', at(20, 10), 30), source: 'person' as const },
      rolled('a', at(20, 9), 25),
      rolled('z', at(19, 23), 20),
    ];
    const { entries } = merge(newestFirst, [], 'UTC');
    expect(entries.map((entry) => entry.type === 'check_in' && [entry.from, entry.checkIn.value, entry.times])).toEqual(
      [
        [30, 40, 2],
        [25, 30, 1],
        [20, 25, 1],
        [null, 20, 1],
      ],
    );
    expect(merge(newestFirst.slice(3), [], 'Asia/Tokyo').entries).toHaveLength(1);
  });

  test('of nothing is empty', () => expect(merge([], [], 'UTC')).toEqual({ entries: [], next: null }));
});
