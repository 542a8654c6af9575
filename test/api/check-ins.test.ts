import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkIns, okrs, rollUpsDue } from '../../src/db/schema/okrs.ts';
import { addDays, dayOf } from '../../src/lib/days.ts';
import { metric, tree, type World, world } from '../support/world.ts';
import { type Caller, callerWith } from './caller.ts';

let w: World;
let call: Caller;

beforeEach(async () => {
  w = await world({ now: Date.now() });
  call = callerWith(await w.token(w.ada));
});

const today = () => dayOf(w.now, w.org.timeZone);
const started = () => ({ starts_on: addDays(today(), -30), ends_on: addDays(today(), 30) });
const valueHeld = async (id: string) =>
  (
    await w.db
      .select()
      .from(okrs)
      .where(eq(okrs.id, id as never))
  )[0]!.value;

describe('a check-in for a past day', () => {
  it('is made, told with its day and listed where it belongs', async () => {
    const kr = await w.okr({ measure: metric(0, 100), ...started() });
    const on = addDays(today(), -5);
    await call('POST', `/okrs/${kr.id}/check-ins`, { value: 40 });
    const heard = await call('POST', `/okrs/${kr.id}/check-ins`, { value: 30, on });
    expect(heard).toMatchObject({ status: 201, body: { value: 30, on } });
    expect(dayOf(Date.parse(heard.body.at), w.org.timeZone)).toBe(on);
    const { data } = (await call('GET', `/okrs/${kr.id}/check-ins`)).body;
    expect(data.map((each: { value: number; on: string }) => [each.value, each.on])).toEqual([
      [40, today()],
      [30, on],
    ]);
    expect(await valueHeld(kr.id)).toBe(40);
  });

  it.each([
    ['31 November', '2026-11-31'],
    ['a moment', '2026-11-01T10:00:00Z'],
    ['a day to come', '2999-01-01'],
  ])('%s is refused at `on`', async (_, on) => {
    const kr = await w.okr(started());
    const refused = await call('POST', `/okrs/${kr.id}/check-ins`, { value: 1, on });
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid', fields: { on: expect.any(String) } } });
  });

  it('alone says nothing', async () => {
    const kr = await w.okr(started());
    expect((await call('POST', `/okrs/${kr.id}/check-ins`, { on: today() })).status).toBe(422);
  });
});

describe('many check-ins at once', () => {
  it('are each made on their own, and what lies above is recomputed', async () => {
    const { objective, keyResults } = await tree(w, [{}, {}]);
    const [a, b] = [keyResults[0]!.id, keyResults[1]!.id];
    const { status, body } = await call('POST', '/check-ins', {
      check_ins: [
        { okr_id: a, value: 40, note: 'By script' },
        { okr_id: 'okr_01J00000000000000000000000', value: 1 },
        { okr_id: b, percent: 80, status: 'at_risk' },
      ],
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject([
      { okr_id: a, check_in: { value: 40, note: 'By script', source: 'token' }, problem: null },
      { check_in: null, problem: { code: 'not_found', detail: 'There is no such OKR.' } },
      { okr_id: b, check_in: { value: 80, chosen_status: 'at_risk' }, problem: null },
    ]);
    expect(await valueHeld(objective.id)).toBe(60);
    expect(await w.db.$count(rollUpsDue)).toBe(0);
  });

  it('of one OKR fill its history in the order given', async () => {
    const kr = await w.okr(started());
    const days = [3, 2, 1].map((ago) => addDays(today(), -ago));
    const { body } = await call('POST', '/check-ins', {
      check_ins: days.map((on, i) => ({ okr_id: kr.id, value: (i + 1) * 10, on })),
    });
    expect(body.data.every((each: { problem: unknown }) => each.problem === null)).toBe(true);
    expect(await valueHeld(kr.id)).toBe(30);
  });

  it('say at their field what is wrong with one of them', async () => {
    const kr = await w.okr(started());
    const { body } = await call('POST', '/check-ins', { check_ins: [{ okr_id: kr.id, value: 1, on: '2999-01-01' }] });
    expect(body.data[0].problem).toMatchObject({ code: 'invalid', fields: { on: expect.any(String) } });
  });

  it('with one that cannot be read are refused as a whole', async () => {
    const kr = await w.okr(started());
    const many = (rows: object[]) => call('POST', '/check-ins', { check_ins: rows });
    const refused = await many([
      { okr_id: kr.id, value: 1 },
      { okr_id: kr.id, value: 'many' },
    ]);
    expect(refused).toMatchObject({ status: 422, body: { fields: { 'check_ins.1.value': expect.any(String) } } });
    expect((await many([{ okr_id: kr.id }])).status).toBe(422);
    expect((await many([])).status).toBe(422);
    expect((await many(Array.from({ length: 51 }, () => ({ okr_id: kr.id, value: 1 })))).status).toBe(422);
    expect(await w.db.$count(checkIns)).toBe(0);
  });

  it('repeated with their key are made once', async () => {
    const kr = await w.okr(started());
    const body = { check_ins: [{ okr_id: kr.id, value: 10 }] };
    const key = { 'Idempotency-Key': 'monday' };
    const first = await call('POST', '/check-ins', body, key);
    expect((await call('POST', '/check-ins', body, key)).body).toEqual(first.body);
    expect(await w.db.$count(checkIns)).toBe(1);
  });

  it('reach no OKR of another organization', async () => {
    const south = await world({ slug: 'southwind', now: Date.now() });
    const theirs = await south.okr(started(), south.ada);
    const { body } = await call('POST', '/check-ins', { check_ins: [{ okr_id: theirs.id, value: 9 }] });
    expect(body.data[0].problem.code).toBe('not_found');
    expect(await valueHeld(theirs.id)).toBeNull();
  });
});
