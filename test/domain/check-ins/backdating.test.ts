import { env } from 'cloudflare:workers';
import { and, asc, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { checkIns, okrs, progressPoints } from '../../../src/db/schema/okrs.ts';
import { listCheckInPage } from '../../../src/domain/check-ins/listing.ts';
import { findLastWord } from '../../../src/domain/home/finding-due.ts';
import { measureOf } from '../../../src/domain/okrs/okr.ts';
import { progressOf } from '../../../src/domain/okrs/progress.ts';
import { addDays, dayOf, noonOf } from '../../../src/lib/days.ts';
import { settleRollUps } from '../../../src/writers/settling.ts';
import { DAY, metric, tree, type World, world } from '../../support/world.ts';

const TODAY = '2026-11-20';
const ago = (days: number) => addDays(TODAY, -days);

let w: World;
let okr: OkrId;
let parent: OkrId;

beforeEach(async () => {
  w = await world();
  const { objective, keyResults } = await tree(w, [{ measure: metric(0, 100) }]);
  okr = keyResults[0]!.id;
  parent = objective.id;
});

type Said = {
  value?: number;
  note?: string;
  status?: 'on_track' | 'behind' | 'at_risk';
  on?: string;
  sticky?: boolean;
};

async function say(said: Said, now = w.now) {
  const id = newId('chk', now);
  const { checkIn, due } = await w.writer(okr, w.dana, now).checkIn(said, id);
  await w.settle(due);
  return checkIn;
}

const read = async (id = okr) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const pointsOf = async (id = okr) =>
  (await w.db.select().from(progressPoints).where(eq(progressPoints.okrId, id)).orderBy(asc(progressPoints.day))).map(
    ({ day, value, status }) => [day, value, status],
  );

describe('a check-in for a past day', () => {
  it('older than the newest one is history: the value, its age and the parent stay', async () => {
    await say({ value: 40 }, w.now - 3 * DAY);
    const [held, above] = [await read(), await read(parent)];
    const told = await say({ value: 30, on: ago(10) });
    expect(told).toMatchObject({ value: 30, progress: 0.3, at: noonOf(ago(10), w.org.timeZone) });
    expect(await read()).toMatchObject({ value: 40, valueAt: held.valueAt, checkedInAt: held.checkedInAt });
    expect(await read(parent)).toMatchObject({ value: above.value, version: above.version });
    expect((await pointsOf()).map(([day, value]) => [day, value])).toEqual([
      [ago(10), 30],
      [ago(3), 40],
    ]);
  });

  it('newer than all others becomes the value, and its day the last word', async () => {
    await say({ value: 20 }, w.now - 10 * DAY);
    await say({ value: 50, on: ago(2) });
    const at = noonOf(ago(2), w.org.timeZone);
    expect(await read()).toMatchObject({ value: 50, progress: 0.5, valueAt: at, checkedInAt: at });
    expect((await read(parent)).value).toBe(50);
    expect((await pointsOf()).map(([day]) => day)).toEqual([ago(10), ago(2)]);
  });

  it('becomes the value where later words gave none', async () => {
    await say({ note: 'Nothing to count yet' }, w.now - DAY);
    await say({ value: 15, on: ago(5) });
    expect((await read()).value).toBe(15);
    expect((await pointsOf()).map(([day, value]) => [day, value])).toEqual([
      [ago(5), 15],
      [ago(1), 15],
    ]);
  });

  it('does not speak for children of which none has a value any more', async () => {
    const { objective, keyResults } = await tree(w, [{}]);
    const said = newId('chk', w.now);
    await w.settle((await w.writer(keyResults[0]!.id).checkIn({ value: 40 }, said)).due);
    await w.settle((await w.writer(keyResults[0]!.id).deleteCheckIn(said)).due);
    await w.writer(objective.id).checkIn({ value: 70, on: '2026-11-01' }, newId('chk', w.now));
    expect(await read(objective.id)).toMatchObject({ value: null, progress: null });
  });

  it('is judged by its own day, not by today', async () => {
    // 1 November is 31 of 91 days in: 34 % expected. Today 56 % are.
    const told = await say({ value: 35, on: '2026-11-01' });
    expect(told).toMatchObject({ status: 'on_track', chosenStatus: null });
    expect(await read()).toMatchObject({ status: 'behind', statusSource: 'computed' });
    expect(await pointsOf()).toEqual([['2026-11-01', 35, 'on_track']]);
  });

  it('keeps a call that its own day would not have made', async () => {
    const told = await say({ value: 35, status: 'at_risk', on: '2026-11-01' });
    expect(told).toMatchObject({ status: 'at_risk', chosenStatus: 'at_risk' });
    expect(await read()).toMatchObject({ status: 'at_risk', statusSource: 'chosen' });
    await say({ value: 30, status: 'on_track', on: '2026-10-20' });
    expect(await read()).toMatchObject({ value: 35, status: 'at_risk', statusSource: 'chosen' });
  });

  it('with a note alone keeps the value of that day', async () => {
    await say({ value: 10 }, w.now - 10 * DAY);
    await say({ value: 60 }, w.now - DAY);
    expect(await say({ note: 'Said late', on: ago(5) })).toMatchObject({ value: 10, note: 'Said late' });
    expect((await read()).value).toBe(60);
  });

  it('changes what was known on the days until the next one', async () => {
    await say({ value: 30 }, Date.UTC(2026, 9, 20, 12));
    // Expected passes 30 % on 29 October, and the day draws a point of its own.
    await settleRollUps(env, { ...w.as(w.ada), now: Date.UTC(2026, 9, 29, 1) }, [okr]);
    await say({ value: 60 }, Date.UTC(2026, 10, 10, 12));
    expect(await pointsOf()).toEqual([
      ['2026-10-20', 30, 'on_track'],
      ['2026-10-29', 30, 'behind'],
      ['2026-11-10', 60, 'on_track'],
    ]);
    const { id } = await say({ value: 45, on: '2026-10-25' });
    expect(await pointsOf()).toEqual([
      ['2026-10-20', 30, 'on_track'],
      ['2026-10-25', 45, 'on_track'],
      ['2026-10-29', 45, 'on_track'],
      ['2026-11-10', 60, 'on_track'],
    ]);
    await w.writer(okr).deleteCheckIn(id);
    expect((await pointsOf()).map(([day, value]) => [day, value])).toEqual([
      ['2026-10-20', 30],
      ['2026-10-29', 30],
      ['2026-11-10', 60],
    ]);
  });

  it('stands where it belongs in the history and in what was said last', async () => {
    await say({ value: 40, note: 'Newest' }, w.now - DAY);
    await say({ value: 30, note: 'Remembered', on: ago(10) });
    const { items } = await listCheckInPage(w.as(), okr, { after: null, limit: 1 });
    expect(items.map(({ note }) => note)).toEqual(['Newest']);
    const rest = await listCheckInPage(w.as(), okr, { after: [items[0]!.at, items[0]!.version], limit: 5 });
    expect(rest.items.map(({ note }) => note)).toEqual(['Remembered']);
    expect((await findLastWord(w.as(), okr)).last?.note).toBe('Newest');
  });

  it('leaves an event that names the day, and is said once however often it is sent', async () => {
    const id = newId('chk', w.now);
    for (let i = 0; i < 2; i++) await w.writer(okr).checkIn({ value: 30, on: ago(4) }, id);
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, okr))).toBe(1);
    const [event] = await w.db
      .select()
      .from(events)
      .where(and(eq(events.subjectId, okr), eq(events.action, 'okr.checked_in')));
    expect(event?.data).toMatchObject({ from: null, to: 30, on: ago(4) });
  });

  it('of today is a check-in of now', async () => {
    expect(await say({ value: 30, on: TODAY })).toMatchObject({ at: w.now });
  });

  it.each([
    ['to come', { on: '2026-11-21' }, 'on', 'still to come'],
    ['before the OKR starts', { on: '2026-09-30' }, 'on', 'starts on 2026-10-01'],
    ['held', { on: '2026-11-01', sticky: true }, 'sticky', 'cannot be kept'],
  ])('%s is refused at its field', async (_, said, field, words) => {
    await expect(say({ value: 1, ...said })).rejects.toMatchObject({
      code: 'invalid',
      fields: { [field]: expect.stringContaining(words) },
    });
  });

  it('after the OKR ended is refused', async () => {
    await w.writer(okr).editOkr({ ends_on: '2026-11-10' });
    await expect(say({ value: 1, on: '2026-11-11' })).rejects.toMatchObject({
      fields: { on: expect.stringContaining('ended on 2026-11-10') },
    });
  });
});

describe('corrections by moment', () => {
  it('deleting the newest by moment restores the value before it, though others were said since', async () => {
    const newest = await say({ value: 50 }, w.now - DAY);
    await say({ value: 20, on: ago(8) });
    await w.writer(okr).deleteCheckIn(newest.id);
    expect(await read()).toMatchObject({ value: 20, valueAt: noonOf(ago(8), w.org.timeZone) });
  });

  it('only the newest by moment may change its value', async () => {
    await say({ value: 50 }, w.now - DAY);
    const late = await say({ value: 20, on: ago(8) });
    await expect(w.writer(okr).editCheckIn(late.id, { value: 25 })).rejects.toMatchObject({ code: 'conflict' });
    await w.writer(okr).editCheckIn(late.id, { note: 'Counted twice' });
    expect((await read()).value).toBe(50);
  });

  it('keeps its day', async () => {
    const { id } = await say({ value: 50 });
    await expect(w.writer(okr).editCheckIn(id, { on: ago(2), note: 'x' })).rejects.toMatchObject({
      fields: { on: expect.any(String) },
    });
  });
});

describe('requests that overtake one another', () => {
  it('leave the one that came last as the newest, though its clock is behind', async () => {
    await say({ value: 10 }, w.now + 5_000);
    const last = await say({ value: 20 }, w.now);
    expect(last.at).toBe(w.now + 5_000);
    expect((await read()).value).toBe(20);
    await w.writer(okr).deleteCheckIn(last.id);
    expect((await read()).value).toBe(10);
  });
});

type Step =
  | { do: 'say'; value: number | null; status: Said['status'] }
  | { do: 'back'; days: number; value: number | null; status: Said['status'] }
  | { do: 'edit'; value: number }
  | { do: 'delete'; which: number }
  | { do: 'wait'; days: number };

const value = fc.option(fc.integer({ min: -10, max: 120 }), { nil: null, freq: 5 });
const status = fc.constantFrom(undefined, undefined, 'on_track' as const, 'at_risk' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('say' as const), value, status }),
  fc.record({ do: fc.constant('back' as const), days: fc.integer({ min: 1, max: 20 }), value, status }),
  fc.record({ do: fc.constant('back' as const), days: fc.integer({ min: 1, max: 4 }), value, status }),
  fc.record({ do: fc.constant('edit' as const), value: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ do: fc.constant('delete' as const), which: fc.nat({ max: 8 }) }),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 9 }) }),
);

describe('whatever is said of whatever day, corrected and taken back', () => {
  const story = () =>
    w.db.select().from(checkIns).where(eq(checkIns.okrId, okr)).orderBy(asc(checkIns.at), asc(checkIns.version));

  async function perform(it: Step, now: number): Promise<number> {
    const writer = w.writer(okr, w.dana, now);
    const told = await story();
    if (it.do === 'wait') {
      const later = now + it.days * DAY;
      await settleRollUps(env, { ...w.as(w.ada), now: later }, [okr]);
      return later;
    }
    if (it.do === 'delete' && told.length > 0) await writer.deleteCheckIn(told[it.which % told.length]!.id);
    if (it.do === 'edit' && told.length > 0) await writer.editCheckIn(told.at(-1)!.id, { value: it.value });
    if (it.do === 'say' || it.do === 'back') {
      const on = it.do === 'back' ? { on: addDays(dayOf(now, w.org.timeZone), -it.days) } : {};
      const said = { ...(it.value === null ? { note: 'No number' } : { value: it.value }), status: it.status };
      await writer.checkIn({ ...said, ...on }, newId('chk', now));
    }
    return now + 60_000;
  }

  it('today’s value, call and last word are those of the check-ins that remain, in the order of their days', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        okr = (await w.okr({ measure: metric(0, 100) })).id;
        let now = Date.UTC(2026, 9, 25, 12);
        for (const each of steps) now = await perform(each, now);

        const told = await story();
        const after = await read();
        const held = told.findLast((each) => each.value !== null)?.value ?? null;
        expect(after.value, 'value').toBe(held);
        expect(after.progress, 'progress').toEqual(progressOf(measureOf(after), held));
        const call = told.at(-1)?.chosenStatus ?? null;
        expect(after.statusSource, 'whose call').toBe(call ? 'chosen' : 'computed');
        if (call) expect(after.status, 'call').toBe(call);
        expect(after.checkedInAt, 'last word').toBe(told.at(-1)?.at ?? null);

        for (const [day, value] of await pointsOf()) {
          const known = told.filter((each) => dayOf(each.at, w.org.timeZone) <= String(day));
          expect(value, `value on ${day}`).toBe(known.findLast((each) => each.value !== null)?.value ?? null);
        }
        const days = new Set((await pointsOf()).map(([day]) => day));
        for (const each of told) expect(days.has(dayOf(each.at, w.org.timeZone)), 'its day is drawn').toBe(true);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);
});
