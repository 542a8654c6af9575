import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { type World, world } from '../support/world.ts';
import { type Caller, callerWith, rowsOf, tripsOf } from './caller.ts';

/** An organization of many OKRs of all kinds, forty to a family, most of them Ada's. */
async function large(count: number) {
  const w = await world();
  const { id } = await w.okr({ team_id: w.team.id, tags: ['growth'] });
  await multiply(w, id, count);
  return { w, call: callerWith(await w.token(w.ada)) };
}

async function multiply(w: World, from: string, count: number) {
  const [row] = await w.db.all<Record<string, unknown>>(sql`select * from okrs where id = ${from}`);
  const varied: Record<string, string> = {
    id: `printf('okr_%06d', n)`,
    kind: `case n % 4 when 0 then 'objective' else 'key_result' end`,
    level: `case n % 50 when 0 then 'organization' else 'individual' end`,
    status: `case n % 3 when 0 then 'at_risk' else 'on_track' end`,
    team_id: `case n % 100 when 0 then '${w.team.id}' end`,
    period_id: `case n % 7 when 0 then '${w.quarter.id}' else '${w.year.id}' end`,
    top: `n % 5 = 0`,
    updated_at: `okrs.updated_at + n / 2`,
  };
  const columns = Object.keys(row!);
  const values = columns.map((name) => varied[name] ?? `okrs.${name}`).join(', ');
  const numbers = sql`(select value as n from json_each(${JSON.stringify(Array.from({ length: count }, (_, i) => i))}))`;
  await Promise.all([
    w.db.run(sql`insert into okrs (${sql.raw(columns.join(', '))})
      select ${sql.raw(values)} from okrs, ${numbers} where okrs.id = ${from}`),
    w.db.run(sql`insert into alignments (org_id, child_id, parent_id, created_at)
      select ${w.org.id}, printf('okr_%06d', n), printf('okr_%06d', n - n % 40), 0 from ${numbers} where n % 40 > 0`),
    w.db.run(sql`insert into okr_owners (org_id, okr_id, member_id, position)
      select ${w.org.id}, printf('okr_%06d', n), case n % 40 when 7 then ${w.amir.id} else ${w.ada.id} end, 0 from ${numbers}`),
    w.db.run(sql`insert into okr_tags (org_id, okr_id, tag_id)
      select ${w.org.id}, printf('okr_%06d', n), id from ${numbers} cross join tags where tags.folded = 'growth' and n % 8 = 0`),
  ]);
}

/** Each way to narrow the list, and how many of `count` OKRs it leaves. */
const filters = (w: World, count: number): Record<string, number> => ({
  '': count + 1,
  'kind=objective': count / 4,
  'level=organization': count / 50,
  'level=individual': (count * 49) / 50,
  'status=at_risk': Math.ceil(count / 3) + 1,
  [`period=${w.quarter.id}`]: Math.ceil(count / 7) + 1,
  [`period=${w.quarter.id}&level=individual`]: -1,
  [`period=${w.year.id}&kind=objective&status=on_track`]: -1,
  [`team=${w.team.id}`]: count / 100 + 1,
  [`team=${w.team.id}&period=${w.year.id}`]: -1,
  'parent=okr_000040': 39,
  'parent=okr_000040&kind=key_result': -1,
  [`owner=${w.amir.id}`]: count / 40,
  [`owner=${w.amir.id}&parent=okr_000040`]: 1,
  'updated_since=2026-11-20T12:00:00.100Z': count - 200,
  'updated_since=2026-11-20T12:00:00.100Z&kind=objective': -1,
  'tag=Growth': count / 8 + 1,
  'tag=growth&kind=objective': count / 8,
  [`tag=growth&owner=${w.ada.id}`]: count / 8,
  'tag=nothing': 0,
  'q=number': count + 1,
  'q=RAISE%20numb': count + 1,
  [`q=number&owner=${w.amir.id}`]: count / 40,
  'q=nowhere': 0,
});

async function walk(call: Caller, path: string, limit: number) {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body } = await call('GET', `${path}limit=${limit}${cursor && `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    ids.push(...body.data.map((each: { id: string }) => each.id));
    cursor = body.next_cursor;
  }
  return ids;
}

describe('a list of OKRs', () => {
  it('is walked to its end with nothing missing and nothing twice, whatever narrows it', async () => {
    const count = 800;
    const { w, call } = await large(count);
    for (const [query, expected] of Object.entries(filters(w, count))) {
      const path = `/okrs?${query}${query && '&'}`;
      const ids = await walk(call, path, 150);
      const atOnce = await walk(call, path, 200);
      expect(new Set(ids).size, query).toBe(ids.length);
      expect(ids, query).toEqual(atOnce);
      if (expected >= 0) expect(ids.length, query).toBe(expected);
    }
  });

  it('holds exactly what the filter says', async () => {
    const { w, call } = await large(400);
    const list = async (query: string) => (await call('GET', `/okrs?limit=200&${query}`)).body.data;
    for (const okr of await list(`period=${w.year.id}&kind=objective&status=on_track`))
      expect(okr).toMatchObject({ period_id: w.year.id, kind: 'objective', status: 'on_track' });
    for (const okr of await list(`owner=${w.amir.id}`)) expect(okr.owner_ids).toEqual([w.amir.id]);
    for (const okr of await list('parent=okr_000040')) {
      expect(okr.parents).toEqual([{ okr_id: 'okr_000040', contribution: 2.6, fixed: false, counts: true }]);
    }
  });

  it('costs two round trips, and rows by the page, not by the organization', async () => {
    const { w, call } = await large(4000);
    for (const query of Object.keys(filters(w, 4000))) {
      const path = `/okrs?limit=10&${query}`;
      const first = await call('GET', path);
      const answers = [first];
      if (first.body.next_cursor) answers.push(await call('GET', `${path}&cursor=${first.body.next_cursor}`));
      for (const answer of answers) {
        expect(tripsOf(answer), query).toBe(2);
        // Ten OKRs of ten families with forty siblings each, read to know their shares.
        expect(rowsOf(answer), query).toBeLessThan(1100);
      }
    }
  });

  it('refuses a cursor of another list, and one that is none', async () => {
    const { call } = await large(100);
    const { next_cursor: cursor } = (await call('GET', '/okrs?limit=1&kind=objective')).body;
    expect(await call('GET', `/okrs?cursor=${cursor}`)).toMatchObject({
      status: 422,
      body: { fields: { cursor: expect.any(String) } },
    });
    for (const nonsense of ['x', 'bm9wZQ', 'e30', 'WzFd', 'W10']) {
      const { status, body } = await call('GET', `/okrs?cursor=${nonsense}`);
      expect({ status, code: body.code, fields: Object.keys(body.fields) }).toEqual({
        status: 422,
        code: 'invalid',
        fields: ['cursor'],
      });
    }
  });

  it('takes words apart from the operators of the search', async () => {
    const { call } = await large(100);
    for (const q of ['"', 'number OR (', 'org:x', '*', 'number"', 'NEAR(a b)', '-number', 'ünïcödé']) {
      const { status } = await call('GET', `/okrs?q=${encodeURIComponent(q)}`);
      expect([200, 422], q).toContain(status);
    }
  });
});

describe('any list', () => {
  it('is cut at the limit and goes on where it was cut', async () => {
    const w = await world();
    const call = callerWith(await w.token(w.ada));
    const okr = await w.okr({});
    for (let i = 0; i < 5; i++) {
      await call('POST', '/periods', { name: `P${i}`, kind: 'custom', starts_on: '2027-01-01', ends_on: '2027-02-01' });
      await call('POST', '/teams', { name: `T${i}` });
      await call('POST', '/tags', { name: `t${i}` });
      await call('POST', '/members', { name: `M${i}`, email: `m${i}@northwind.test`, role: 'member' });
      await call('POST', `/okrs/${okr.id}/check-ins`, { value: i });
      await w.connection({ name: `C${i}` });
    }
    const lengths = {
      '/periods': 7,
      '/teams': 6,
      '/tags': 5,
      '/members': 9,
      '/connections': 5,
      [`/okrs/${okr.id}/check-ins`]: 5,
    };
    for (const [path, length] of Object.entries(lengths)) {
      const ids = await walk(call, `${path}?`, 2);
      expect(ids, path).toHaveLength(length);
      expect(new Set(ids).size, path).toBe(length);
      expect((await call('GET', `${path}?cursor=WyJhIiwiYiIsImMiXQ`)).status, path).toBe(422);
      for (const limit of ['0', '201', '-1', '1.5', 'many', ''])
        expect((await call('GET', `${path}?limit=${limit}`)).body, path).toMatchObject({
          code: 'invalid',
          fields: { limit: expect.any(String) },
        });
      expect(tripsOf(await call('GET', path)), path).toBe(2);
    }
  });

  it('shows check-ins newest first', async () => {
    const w = await world();
    const call = callerWith(await w.token(w.ada));
    const okr = await w.okr({});
    for (const value of [10, 20, 30]) await call('POST', `/okrs/${okr.id}/check-ins`, { value });
    const { data } = (await call('GET', `/okrs/${okr.id}/check-ins`)).body;
    expect(data.map((each: { value: number }) => each.value)).toEqual([30, 20, 10]);
  });
});
