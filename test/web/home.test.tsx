import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { connections } from '../../src/db/schema/connections.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { propose } from '../../src/domain/check-ins/proposing.ts';
import { acting } from '../../src/domain/context.ts';
import { findWeek } from '../../src/domain/home/finding.ts';
import { headline } from '../../src/views/home/headline.ts';
import { okrWriter } from '../../src/writers/okr-writer-client.ts';
import { DAY, metric, NOON, type Person, type World, world } from '../support/world.ts';

const page = async (w: World, person: Person) =>
  exports.default.fetch(`http://localhost/o/${w.org.slug}`, { headers: { Cookie: await w.cookie(person) } });

/** Pages live in the real now; the week's reads are asked at the world's. */
const lately = () => world({ now: Date.now() });

const say = (w: World, okrId: Parameters<World['writer']>[0], at: number, value: number, person = w.dana) =>
  w.writer(okrId, person, at).checkIn({ value }, newId('chk', at));

/** Links an OKR to a connection and lets it be read at moments (ms), each with finished and matching items. */
async function fed(
  w: World,
  okrId: Parameters<World['writer']>[0],
  readings: [at: number, completed: number, matched: number][],
) {
  const connectionId = newId('con', w.now);
  const name = `Jira ${connectionId}`;
  await w.db.insert(connections).values({
    ...{
      id: connectionId,
      orgId: w.org.id,
      provider: 'jira',
      name,
      config: {},
      secret: 'sealed',
      webhookSecret: 'sealed',
    },
    ...{ shared: true, interval: 'hourly', ownerId: w.ada.id, createdAt: w.now - 60 * DAY },
  });
  await w
    .writer(okrId, w.ada)
    .linkData({ connectionId, query: { jql: 'project = AE' }, queryKey: 'k', sourceKey: 'k', count: 'completed' });
  for (const [at, completed, matched] of readings) {
    const system = { ...acting(w.org, 'sync', at), db: w.db };
    await okrWriter(env, system, okrId).recordReading({
      ...{
        connectionId,
        queryKey: 'k',
        trigger: 'schedule' as const,
        startedAt: at - 1000,
        finishedAt: at,
        requests: 1,
      },
      seen: { ok: true, value: { matched, completed, value: null, approximate: false, samples: [] } },
    });
  }
}

describe('what needs a word', () => {
  test('is what I check in for by hand and have not spoken of for a week, the longest silence first', async () => {
    const w = await world();
    const [old, older, fresh, foreign] = await Promise.all(
      ['Old', 'Older', 'Fresh', 'Foreign'].map((title) => w.okr({ title }, title === 'Foreign' ? w.ada : w.dana)),
    );
    await say(w, old!.id, w.now - 8 * DAY, 10);
    await say(w, older!.id, w.now - 9 * DAY, 10);
    await say(w, fresh!.id, w.now - 6 * DAY, 10);
    const { due, part } = await findWeek(w.as());
    expect(due.map(({ okr }) => okr.title)).toEqual(['Older', 'Old']);
    expect(due.map(({ okr }) => okr.id)).not.toContain(foreign!.id);
    expect(part).toMatchObject({ checksInFor: 3, owns: true });
  });

  test('carries what was said last, and by whom', async () => {
    const w = await world();
    const okr = await w.okr({ team_id: w.team.id });
    await w
      .writer(okr.id, w.ada, w.now - 8 * DAY)
      .checkIn({ value: 30, note: 'Half of the beta is out.' }, newId('chk', 1));
    const [word] = (await findWeek(w.as())).due;
    expect(word).toMatchObject({
      team: 'Product',
      last: { note: 'Half of the beta is out.', author: 'Ada Marsh', mine: false },
    });
  });

  test('is nothing for an observer, who still sees the teams', async () => {
    const w = await lately();
    await w.okr({ team_id: w.team.id });
    await w.db.run(`update members set role = 'observer' where id = '${w.dana.id}'`);
    const html = await (await page(w, w.dana)).text();
    expect(html).not.toContain('class="checkin');
    expect(html).not.toContain('Needs a word from you');
    expect(html).toContain('>Product</a>');
  });

  test('opens its first form, prefilled', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Drive 1,000 downloads', measure: metric(0, 1000) });
    await say(w, okr.id, w.now - 9 * DAY, 640);
    const html = await (await page(w, w.dana)).text();
    expect(html).toContain(`action="/o/northwind/okrs/${okr.id}/check-ins"`);
    expect(html).toContain('value="640"');
    expect(html).toContain('of 1,000 downloads');
    expect(html).toMatch(/name="id" value="chk_[0-9A-Z]{26}"/);
    expect(html).toContain('last word 9 days ago');
  });

  test('says calmly when all is said, and when the next word is due', async () => {
    const w = await lately();
    const okr = await w.okr({});
    await say(w, okr.id, w.now - DAY, 10);
    const html = await (await page(w, w.dana)).text();
    expect(html).toContain('All said for this week.');
    expect(html).toContain('The next word is due');
  });
});

describe('a private OKR', () => {
  test('carries its lock where it needs a word, and no other does', async () => {
    const w = await lately();
    await w.okr({ title: 'Raise NPS' });
    const locks = async () => (await (await page(w, w.dana)).text()).split('aria-label="Private"').length - 1;
    expect(await locks()).toBe(0);
    await w.okr({ title: 'Keep the largest customers', visibility: 'private' });
    expect(await locks()).toBeGreaterThan(0);
  });
});

describe('what moved by itself', () => {
  test('tells where it stood a week ago, where it is, and why', async () => {
    const w = await world();
    const okr = await w.okr({ title: 'Email Campaigns' });
    await fed(w, okr.id, [
      [w.now - 20 * DAY, 2, 10],
      [w.now - 9 * DAY, 3, 10],
      [w.now - 3 * DAY, 3, 12],
      [w.now - 60_000, 3, 11],
    ]);
    const { moves } = await findWeek(w.as());
    expect(moves).toHaveLength(1);
    expect(moves[0]).toMatchObject({
      title: 'Email Campaigns',
      provider: 'jira',
      from: { value: 30, matched: 10, completed: 3 },
      to: { matched: 11, completed: 3 },
    });
    expect(moves[0]!.to.value).toBeCloseTo(27.2727, 3);
  });

  test('has no past when it was read for the first time', async () => {
    const w = await world();
    await fed(w, (await w.okr({})).id, [[w.now - DAY, 1, 4]]);
    expect((await findWeek(w.as())).moves[0]).toMatchObject({ from: null, to: { value: 25 } });
  });

  test('leaves out what came back to where it was, what moved longer ago, and what a person moved', async () => {
    const w = await world();
    await fed(w, (await w.okr({ title: 'Back' })).id, [
      [w.now - 9 * DAY, 1, 4],
      [w.now - 5 * DAY, 2, 4],
      [w.now - 2 * DAY, 1, 4],
    ]);
    await fed(w, (await w.okr({ title: 'Long ago' })).id, [[w.now - 9 * DAY, 1, 4]]);
    await say(w, (await w.okr({ title: 'By hand' })).id, w.now - DAY, 40);
    expect((await findWeek(w.as())).moves).toEqual([]);
  });

  test('covers what I own and what my teams do, and nothing of other organizations', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    const mine = await w.okr({ title: 'Mine' });
    const ours = await w.okr({ title: 'Ours', team_id: w.team.id, owner_ids: [w.ada.id] }, w.ada);
    const theirs = await w.okr({ title: 'Theirs' }, w.ada);
    const foreign = await other.okr({ title: 'Foreign' });
    for (const okr of [mine, ours, theirs]) await fed(w, okr.id, [[w.now - DAY, 1, 4]]);
    await fed(other, foreign.id, [[w.now - DAY, 1, 4]]);
    expect((await findWeek(w.as())).moves.map((move) => move.title).sort()).toEqual(['Mine', 'Ours']);
  });
});

describe('the teams', () => {
  test('show each key result as a stone and count those heard within a week', async () => {
    const w = await world();
    const spoken = await w.okr({ team_id: w.team.id, owner_ids: [w.ada.id] }, w.ada);
    await say(w, spoken.id, w.now - 2 * DAY, 60, w.ada);
    const silent = await w.okr({ team_id: w.team.id, owner_ids: [w.ada.id] }, w.ada);
    await say(w, silent.id, w.now - 10 * DAY, 10, w.ada);
    await w.okr({ kind: 'objective', team_id: w.team.id }, w.ada);
    const { voices } = await findWeek(w.as());
    expect(voices).toEqual([{ teamId: w.team.id, statuses: ['on_track', 'at_risk'], spoken: 1 }]);
  });

  test('have gone quiet where nobody spoke for two weeks or the source stopped', async () => {
    const w = await world();
    const theirs = { team_id: w.team.id, owner_ids: [w.ada.id] };
    const people = await w.okr({ ...theirs, title: 'People' }, w.ada);
    await say(w, people.id, w.now - 15 * DAY, 10, w.ada);
    const source = await w.okr({ ...theirs, title: 'Source' }, w.ada);
    await fed(w, source.id, [[w.now - 9 * DAY, 1, 4]]);
    const heard = await w.okr({ ...theirs, title: 'Heard' }, w.ada);
    await say(w, heard.id, w.now - 13 * DAY, 10, w.ada);
    await w.okr({ team_id: w.team.id, title: 'Mine, which waits for me elsewhere' });
    const { quiet } = await findWeek(w.as());
    expect(quiet.map(({ okr, cause }) => [okr.title, cause, okr.owner])).toEqual([
      ['People', 'people', 'Ada Marsh'],
      ['Source', 'source', 'Ada Marsh'],
    ]);
  });
});

describe('the page', () => {
  test('costs two round trips, and no more rows in a larger organization', async () => {
    const w = await lately();
    const okr = await w.okr({ team_id: w.team.id });
    await say(w, okr.id, w.now - 9 * DAY, 10);
    const cost = async () => {
      const timing = (await page(w, w.dana)).headers.get('Server-Timing')!;
      return /trips=(\d+) rows=(\d+)/.exec(timing)!.slice(1).map(Number);
    };
    let made = 0;
    const others = (count: number) => {
      const more = { ...okr, level: 'organization' as const, teamId: null, checkInOwnerId: w.ada.id };
      const [first, ...rest] = Array.from({ length: count }, () =>
        w.db.insert(okrs).values({ ...more, id: newId('okr', w.now + 1 + made++) }),
      );
      return w.db.batch([first!, ...rest]);
    };
    await others(5);
    const small = await cost();
    await others(500);
    expect(small[0]).toBe(2);
    expect(await cost()).toEqual(small);
  });

  test('welcomes somebody who has nothing yet', async () => {
    const w = await lately();
    const html = await (await page(w, w.ada)).text();
    expect(html).toContain('Welcome, Ada Marsh.');
    expect(html).toContain('href="/o/northwind/okrs/new"');
  });

  test('is not there for members of another organization', async () => {
    const [w, other] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    const answer = await exports.default.fetch('http://localhost/o/northwind', {
      headers: { Cookie: await other.cookie(other.ada) },
      redirect: 'manual',
    });
    expect(answer.headers.get('Location')).toBe('/signin?next=%2Fo%2Fnorthwind');
    expect(w.org.slug).toBe('northwind');
  });
});

test.each([
  [{ moved: 4, due: 2, takesPart: true }, 'Four results moved by themselves. Two need a word from you.'],
  [{ moved: 1, due: 1, takesPart: true }, 'One result moved by itself. One needs a word from you.'],
  [{ moved: 0, due: 1, takesPart: true }, 'One result needs a word from you.'],
  [{ moved: 0, due: 13, takesPart: true }, '13 results need a word from you.'],
  [{ moved: 3, due: 0, takesPart: true }, 'Three results moved by themselves. Nothing waits for you.'],
  [{ moved: 0, due: 0, takesPart: true }, 'A quiet week. Nothing waits for you.'],
  [{ moved: 0, due: 0, takesPart: false }, 'A quiet week.'],
  [{ moved: 2, due: 0, takesPart: false }, 'Two results moved by themselves.'],
])('of %j the page says %j', (facts, sentence) => {
  expect(headline(facts)).toBe(sentence);
});

describe('what a form proposes', () => {
  const proposal = async (measure: Parameters<World['okr']>[0]['measure'], value: number | null) => {
    const w = await world();
    return propose({ org: w.org, now: NOON }, await w.okr({ measure }), value);
  };

  // 50 of 91 days are 54.9 % of the way.
  test.each([
    ['downloads from 0 to 1,000', metric(0, 1000), 640, { enough: 550, computed: 'on_track', call: 'on_track' }],
    ['a decrease from 80 to 40', metric(80, 40), 70, { enough: 58, computed: 'at_risk', call: 'at_risk' }],
    [
      'hundredths where start or target have them',
      metric(5, 1.2),
      3,
      { enough: 2.91, computed: 'behind', call: 'behind' },
    ],
    ['percent', { type: 'percent' as const }, 55, { enough: 55, computed: 'on_track' }],
    [
      'a number to stay above',
      metric(0, 99.9, { direction: 'stay_above' }),
      99.95,
      { enough: null, expected: null, computed: 'on_track' },
    ],
  ])('is the least value that is on track today: %s', async (_, measure, value, expected) => {
    expect(await proposal(measure, value)).toMatchObject(expected);
  });

  test('keeps a person’s own call until the value changes', async () => {
    const w = await world();
    const okr = await w.okr({ measure: metric(0, 1000) });
    const { okr: told } = await w.writer(okr.id).checkIn({ value: 700, status: 'behind' }, newId('chk', w.now));
    expect(propose(w.as(), told)).toMatchObject({ call: 'behind', computed: 'on_track' });
    expect(propose(w.as(), told, 800)).toMatchObject({ call: 'on_track' });
  });
});
