import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { and, eq, inArray } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { alignments, checkIns, okrs, progressPoints, rollUpsDue } from '../../src/db/schema/okrs.ts';
import { checkIn } from '../../src/domain/check-ins/checking-in.ts';
import { createOkr } from '../../src/domain/okrs/drafting.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { settleRollUps } from '../../src/writers/settling.ts';
import { DAY, metric, tree, type World, world } from '../support/world.ts';

const read = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const report = (w: World, id: OkrId, value: number) => w.writer(id).checkIn({ value }, newId('chk', w.now));

describe('a check-in', () => {
  it('sets value, progress and status, and leaves a point, an event and due parents in one commit', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{ measure: metric(15, 35) }]);
    const { okr, due, checkIn: told } = await report(w, keyResults[0]!.id, 20);

    expect(okr).toMatchObject({ value: 20, progress: 0.25, status: 'at_risk', statusSource: 'computed', version: 2 });
    expect(due).toEqual([objective.id]);
    expect(told).toMatchObject({ value: 20, source: 'person', authorId: w.dana.id, version: 2 });
    const [point] = await w.db.select().from(progressPoints).where(eq(progressPoints.okrId, okr.id));
    expect(point).toMatchObject({ day: '2026-11-20', value: 20, status: 'at_risk' });
    const happened = await w.db.select().from(events).where(eq(events.subjectId, okr.id));
    expect(happened.map((each) => each.action)).toEqual(['okr.created', 'okr.checked_in']);
  });

  it('with another status than the numbers say is coloured by the person until the next one', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) });
    const first = await w.writer(kr.id).checkIn({ value: 10, status: 'on_track' }, newId('chk', w.now));
    expect(first.okr).toMatchObject({ status: 'on_track', statusSource: 'chosen' });
    const second = await report(w, kr.id, 11);
    expect(second.okr).toMatchObject({ status: 'at_risk', statusSource: 'computed' });
  });

  it('that changes nothing still marks the day on which somebody spoke', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) });
    await w.writer(kr.id).checkIn({ value: 10 }, newId('chk', w.now));
    const later = w.now + 7 * DAY;
    await w.writer(kr.id, w.dana, later).checkIn({}, newId('chk', later));
    const points = await w.db.select().from(progressPoints).where(eq(progressPoints.okrId, kr.id));
    expect(points.map(({ day, value }) => [day, value])).toEqual([
      ['2026-11-20', 10],
      ['2026-11-27', 10],
    ]);
  });

  it('repeated with the id of the first changes nothing', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) });
    const id = newId('chk', w.now);
    await w.writer(kr.id).checkIn({ value: 10 }, id);
    const again = await w.writer(kr.id).checkIn({ value: 10 }, id);
    expect(again.okr.version).toBe(2);
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, kr.id))).toBe(1);
  });

  it('with the id of another OKR’s check-in is refused instead of seeming saved', async () => {
    const w = await world();
    const [one, other] = [await w.okr({}), await w.okr({})];
    const { checkIn: told } = await report(w, one.id, 10);
    await expect(w.writer(other.id).checkIn({ value: 20 }, told.id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await read(w, other.id)).value).toBeNull();
  });

  it('by an observer, or by a member without ties, is refused', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) }, w.ada);
    for (const person of [w.omar, w.dana])
      await expect(w.writer(kr.id, person).checkIn({ value: 1 }, newId('chk', w.now))).rejects.toMatchObject({
        code: 'forbidden',
      });
  });

  it('from another organization finds nothing', async () => {
    const w = await world();
    const other = await world({ slug: 'southwind' });
    const kr = await w.okr({ measure: metric(0, 100) });
    await expect(other.writer(kr.id, other.ada).checkIn({ value: 1 }, newId('chk', w.now))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the writer', () => {
  it('loses none of 50 check-ins at once and leaves the last one’s value', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) });
    const values = Array.from({ length: 50 }, (_, i) => i + 1);
    await Promise.all(values.map((value) => report(w, kr.id, value)));

    const told = await w.db.select().from(checkIns).where(eq(checkIns.okrId, kr.id)).orderBy(checkIns.version);
    expect(told.map((each) => each.value).sort((a, b) => a! - b!)).toEqual(values);
    expect(told.map((each) => each.version)).toEqual(values.map((each) => each + 1));
    expect(await read(w, kr.id)).toMatchObject({ version: 51, value: told.at(-1)!.value });
  });

  it('killed with check-ins under way leaves each of them whole or not there, and goes on', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) });
    const ids = Array.from({ length: 20 }, () => newId('chk', w.now));
    const calls = ids.map((id, i) => w.writer(kr.id).checkIn({ value: i + 1 }, id));
    await calls[2];
    await abortAllDurableObjects();
    const answered = await Promise.allSettled(calls);

    const told = await w.db.select().from(checkIns).where(eq(checkIns.okrId, kr.id)).orderBy(checkIns.version);
    const stored = new Set(told.map((each) => each.id));
    for (const [i, call] of answered.entries()) if (call.status === 'fulfilled') expect(stored.has(ids[i]!)).toBe(true);
    expect(await read(w, kr.id)).toMatchObject({ version: told.length + 1, value: told.at(-1)!.value });

    // Whoever got no answer asks again with the same id: what was stored is found, what was not is added.
    for (const [i, id] of ids.entries()) await w.writer(kr.id).checkIn({ value: i + 1 }, id);
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, kr.id))).toBe(ids.length);
  });

  it('evicted while idle goes on from the database', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) });
    await report(w, kr.id, 10);
    await evictDurableObject(env.OKR_WRITER.getByName(`${w.org.id}:${kr.id}`));
    const { okr } = await report(w, kr.id, 20);
    expect(okr).toMatchObject({ value: 20, version: 3 });
  });

  it('reads again and decides again when somebody else was faster', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) });
    const stub = env.OKR_WRITER.getByName(`${w.org.id}:${kr.id}`);
    const { db: _, ...acting } = w.as();
    // Another writer moves the OKR between this one's read and its commit, twice.
    const races = await runInDurableObject(stub, async (writer) => {
      const batch = env.DB.batch.bind(env.DB);
      let lost = 0;
      const spy = vi.spyOn(env.DB, 'batch').mockImplementation(async (statements) => {
        if (lost < 2 && statements.length > 6) {
          lost += 1;
          await env.DB.prepare('update okrs set version = version + 1 where id = ?').bind(kr.id).run();
        }
        return batch(statements);
      });
      const settled = await writer.perform(acting, kr.id, 'checkIn', [{ value: 7 }, newId('chk', w.now)]);
      spy.mockRestore();
      return { lost, settled };
    });
    expect(races.settled).toMatchObject({ ok: true });
    expect(await read(w, kr.id)).toMatchObject({ value: 7, version: 2 + races.lost });
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, kr.id))).toBe(1);
  });

  it('does not jam after a refusal', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) });
    const refused = w.writer(kr.id, w.omar).checkIn({ value: 1 }, newId('chk', w.now));
    const accepted = report(w, kr.id, 2);
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    expect((await accepted).okr.value).toBe(2);
  });
});

describe('roll-ups', () => {
  it('climb to every ancestor, each recomputed from its children', async () => {
    const w = await world();
    const top = await w.okr({ kind: 'objective', title: 'Top' });
    const { objective, keyResults } = await tree(w, [{}, {}], { parents: [{ okrId: top.id, fixedWeight: null }] });
    const { due } = await w.writer(keyResults[0]!.id).checkIn({ value: 60 }, newId('chk', w.now));
    await w.settle(due);
    expect(await read(w, objective.id)).toMatchObject({ value: 30, progress: 0.3, status: 'at_risk' });
    expect(await read(w, top.id)).toMatchObject({ value: 30, progress: 0.3 });
    expect(await w.db.$count(rollUpsDue)).toBe(0);
  });

  it('hear of two children of one parent at once', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}, {}]);
    await Promise.all(
      keyResults.map(async (kr, i) => {
        const { due } = await w.writer(kr.id).checkIn({ value: 40 + i * 40 }, newId('chk', w.now));
        await w.settle(due);
      }),
    );
    expect(await read(w, objective.id)).toMatchObject({ value: 60, progress: 0.6 });
    expect(await w.db.$count(rollUpsDue)).toBe(0);
  });

  it('recompute an ancestor once, however many ways lead to it', async () => {
    const w = await world();
    const top = await w.okr({ kind: 'objective', title: 'Top' });
    const middle = await w.okr({ kind: 'objective', title: 'Middle', parents: [{ okrId: top.id, fixedWeight: null }] });
    const both = [middle.id, top.id].map((okrId) => ({ okrId, fixedWeight: null }));
    const kr = await w.okr({ parents: both });
    const { due } = await w.writer(kr.id).checkIn({ value: 50 }, newId('chk', w.now));
    await w.settle(due);
    expect((await read(w, top.id)).value).toBe(50);
    expect(await w.db.$count(checkIns, and(eq(checkIns.okrId, top.id), eq(checkIns.source, 'roll_up')))).toBe(1);
  });

  it('left behind by a crash between commit and settling are repaired by the sweep', async () => {
    const w = await world({ now: Date.now() - 120_000 });
    const { objective, keyResults } = await tree(w, [{}], {});
    await w.writer(keyResults[0]!.id).checkIn({ value: 80 }, newId('chk', w.now));
    // Here the request dies: nobody settles.
    expect((await read(w, objective.id)).value).toBeNull();
    await runDue(env, '*/5 * * * *', Date.now());
    await vi.waitFor(async () => expect((await read(w, objective.id)).value).toBe(80), { timeout: 5_000 });
    await vi.waitFor(async () => expect(await w.db.$count(rollUpsDue)).toBe(0));
  });

  it('of a parent that was deleted meanwhile are forgotten', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    const { due } = await w.writer(keyResults[0]!.id).checkIn({ value: 80 }, newId('chk', w.now));
    await w.db.delete(okrs).where(eq(okrs.id, objective.id));
    await w.settle(due);
    expect(await w.db.$count(rollUpsDue)).toBe(0);
  });

  it('stay due for the sweep when settling fails, and the change itself stands', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    const { due } = await w.writer(keyResults[0]!.id).checkIn({ value: 80 }, newId('chk', w.now));
    const broken = { ...env, OKR_WRITER: { getByName: () => ({ perform: () => Promise.reject(new Error('gone')) }) } };
    await settleRollUps(broken as never, w.as(w.ada), due);
    expect((await read(w, keyResults[0]!.id)).value).toBe(80);
    expect(await w.db.$count(rollUpsDue, eq(rollUpsDue.okrId, objective.id))).toBe(1);
  });
});

describe('days', () => {
  it('that pass turn a status when the cron comes by, and the parent’s with it', async () => {
    const noon = Date.UTC(2026, 9, 20, 12);
    const w = await world({ now: noon });
    const { objective, keyResults } = await tree(w, [{}]);
    const { due, okr } = await w.writer(keyResults[0]!.id).checkIn({ value: 30 }, newId('chk', w.now));
    await w.settle(due);
    expect(okr.status).toBe('on_track');
    // Expected passes 30 % on 29 October; London's midnight of that day is UTC's.
    expect(okr.turnsAt).toBe(Date.UTC(2026, 9, 29));
    const later = { ...w.as(w.ada), now: okr.turnsAt! + 60_000 };
    await settleRollUps(env, later, [keyResults[0]!.id]);
    expect(await read(w, keyResults[0]!.id)).toMatchObject({ status: 'behind', value: 30 });
    expect(await read(w, objective.id)).toMatchObject({ status: 'behind' });
  });
});

describe('reads', () => {
  it('awaited side by side travel in one round trip, and columns of one name stay apart', async () => {
    const w = await world();
    const kr = await w.okr({ level: 'team', team_id: w.team.id });
    const db = openDatabase(env.DB);
    const joined = () =>
      db
        .select({ okr: okrs.id, again: checkIns.id, title: okrs.title })
        .from(okrs)
        .leftJoin(checkIns, eq(checkIns.okrId, okrs.id));
    const [a, b] = await Promise.all([joined(), db.select({ id: okrs.id }).from(okrs)]);
    expect(db.cost.trips).toBe(1);
    expect(a).toEqual([{ okr: kr.id, again: null, title: kr.title }]);
    expect(b).toEqual([{ id: kr.id }]);
  });
});

describe('making an OKR', () => {
  it('takes the current quarter, its dates and the maker as owner', async () => {
    const w = await world();
    const { okr } = await createOkr(w.as(), { kind: 'objective', title: 'Delight' });
    expect(okr).toMatchObject({
      periodId: w.quarter.id,
      startsOn: '2026-10-01',
      mode: 'rollup',
      level: 'individual',
      ambition: 'committed',
    });
  });

  it('with a parent of another organization is refused at that field', async () => {
    const w = await world();
    const other = await world({ slug: 'southwind' });
    const theirs = await other.okr({});
    await expect(w.okr({ parents: [{ okrId: theirs.id, fixedWeight: null }] })).rejects.toMatchObject({
      code: 'invalid',
      fields: { parents: expect.any(String) },
    });
  });

  it('lets a verb called without a writer still lose no race', async () => {
    const w = await world();
    const kr = await w.okr({ measure: metric(0, 100) });
    const results = await Promise.allSettled(
      [1, 2, 3].map((value) => checkIn(w.as(), kr.id, { value }, newId('chk', w.now))),
    );
    const won = results.filter((each) => each.status === 'fulfilled');
    expect(won.length).toBe((await read(w, kr.id)).version - 1);
    expect(await w.db.$count(checkIns)).toBe(won.length);
  });
});

describe('alignments', () => {
  it('that would close a circle together are not both made, however close they come', async () => {
    const w = await world();
    for (let round = 0; round < 10; round++) {
      const [a, b] = [await w.okr({ kind: 'objective' }), await w.okr({ kind: 'objective' })];
      const both = await Promise.allSettled([w.writer(a.id).align(b.id, null), w.writer(b.id).align(a.id, null)]);
      expect(both.filter((each) => each.status === 'fulfilled').length).toBe(1);
      const edges = await w.db.$count(alignments, inArray(alignments.childId, [a.id, b.id]));
      expect(edges).toBe(1);
    }
  });
});

describe('a failure of ours', () => {
  it('leaves the writer without what the statement held', async () => {
    const w = await world();
    const kr = await w.okr({ title: 'A plan that nobody outside may read', measure: metric(0, 100) });
    const prototype = Object.getPrototypeOf(env.DB) as D1Database;
    vi.spyOn(prototype, 'prepare').mockImplementation(() => {
      throw new Error('the database is away');
    });
    const seen = await w
      .writer(kr.id)
      .editOkr({ title: 'Another plan' }, kr.version)
      .catch((reason: Error) => reason);
    expect(seen).toBeInstanceOf(Error);
    const { message, stack, cause } = seen as Error;
    expect([message, cause]).toEqual(['the database is away', undefined]);
    expect(String(stack)).not.toContain('params');
  });
});
