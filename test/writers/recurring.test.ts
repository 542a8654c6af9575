import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { dataLinks } from '../../src/db/schema/connections.ts';
import { alignments, okrOwners, okrs } from '../../src/db/schema/okrs.ts';
import { tasks } from '../../src/db/schema/tasks.ts';
import { acting } from '../../src/domain/context.ts';
import { planPeriods } from '../../src/domain/periods/planning.ts';
import { findNext, listPrepared } from '../../src/domain/recurring/finding.ts';
import { prepareNext } from '../../src/domain/recurring/preparing.ts';
import { nextIdOf } from '../../src/domain/recurring/recurring.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { startOf } from '../../src/lib/days.ts';
import type { Job } from '../../src/writers/messages.ts';
import { okrWriter } from '../../src/writers/okr-writer-client.ts';
import { DAY, metric, type World, world } from '../support/world.ts';

/** Two weeks before the quarter ends. */
const LATE = Date.UTC(2026, 11, 18, 12);

let sent: Job[];

beforeEach(() => {
  sent = [];
  vi.spyOn(Object.getPrototypeOf(env.JOBS) as typeof env.JOBS, 'sendBatch').mockImplementation(async (messages) => {
    for (const { body } of messages) sent.push(body as Job);
    return undefined as never;
  });
});

const system = (w: World, now = LATE) => ({ ...acting(w.org, 'cron', now), db: w.db });
const planned = async () => {
  const w = await world();
  await planPeriods(system(w));
  return w;
};
const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0];
const prepare = (w: World, id: OkrId, now = LATE) => okrWriter(env, system(w, now), id).prepareNext();
const nextOf = (w: World, id: OkrId) => okrOf(w, nextIdOf(id));
const parentsOf = async (w: World, id: OkrId) =>
  (
    await w.db
      .select()
      .from(alignments)
      .where(and(eq(alignments.orgId, w.org.id), eq(alignments.childId, id)))
  ).map(({ parentId }) => parentId);

/** What one tick asks for. */
async function tick(now: number): Promise<OkrId[]> {
  sent = [];
  await runDue(env, '*/5 * * * *', now);
  return sent.flatMap((job) => (job.type === 'recur' ? (job.okrIds as OkrId[]) : []));
}

describe('the next of a recurring OKR', () => {
  it('is a draft of the following period that begins as this one did', async () => {
    const w = await planned();
    const checkpoints = [{ day: '2026-10-31', value: 4 }];
    const okr = await w.okr({ recurs: true, measure: metric(0, 20), tags: ['growth'], checkpoints });
    await w.writer(okr.id).checkIn({ value: 12 }, newId('chk', w.now));
    await prepare(w, okr.id);
    expect(await nextOf(w, okr.id)).toMatchObject({
      title: okr.title,
      draft: true,
      recurs: true,
      prepareOn: null,
      copiedFromId: okr.id,
      startsOn: '2027-01-01',
      endsOn: '2027-03-31',
      startValue: 0,
      targetValue: 20,
      value: null,
      progress: null,
      creatorId: w.dana.id,
      checkInOwnerId: w.dana.id,
      checkpoints: [{ day: '2027-01-30', value: 4 }],
    });
    const owners = await w.db
      .select()
      .from(okrOwners)
      .where(eq(okrOwners.okrId, nextIdOf(okr.id)));
    expect(owners.map(({ memberId }) => memberId)).toEqual([w.dana.id]);
    expect(await okrOf(w, okr.id)).toMatchObject({ recurs: true, prepareOn: null });
  });

  it('is prepared once, however often and however many at once ask', async () => {
    const w = await planned();
    const okr = await w.okr({ recurs: true });
    await Promise.all([prepare(w, okr.id), prepare(w, okr.id), prepare(w, okr.id)]);
    await prepare(w, okr.id);
    await w.writer(okr.id).editOkr({ recurs: false });
    await w.writer(okr.id).editOkr({ recurs: true });
    await prepare(w, okr.id);
    const copies = await w.db.select().from(okrs).where(eq(okrs.copiedFromId, okr.id));
    expect(copies).toHaveLength(1);
    const told = await w.db.select().from(events).where(eq(events.subjectId, okr.id));
    expect(told.filter(({ action }) => action === 'okr.next_prepared')).toHaveLength(1);
  });

  it('takes the tasks of a project along, shows no value as a draft, and comes again once it is published', async () => {
    const w = await planned();
    const project = await w.okr({ kind: 'project', recurs: true });
    const { task } = await w.writer(project.id).addTask({ title: 'Count' }, newId('tsk', w.now));
    await w.writer(project.id).editTask(task.id, { done: true });
    await prepare(w, project.id);
    const id = nextIdOf(project.id);
    expect(await w.db.select().from(tasks).where(eq(tasks.okrId, id))).toMatchObject([
      { title: 'Count', doneAt: null },
    ]);
    expect(await okrOf(w, id)).toMatchObject({ draft: true, value: null, status: 'not_started', prepareOn: null });
    await w.writer(id).editOkr({ title: 'Again' });
    expect(await okrOf(w, id)).toMatchObject({ prepareOn: null });
    expect(await tick(LATE + 365 * DAY)).not.toContain(id);

    await w.settle((await w.writer(id).publishOkr()).due);
    expect(await okrOf(w, id)).toMatchObject({ value: 0, prepareOn: '2027-03-17' });
  });

  it('leaves nothing half done when the database fails, and is there after the next try', async () => {
    const w = await planned();
    const okr = await w.okr({ recurs: true });
    // An owner's row that is there already makes the commit fail after its first statements.
    await w.db.insert(okrOwners).values({ orgId: w.org.id, okrId: nextIdOf(okr.id), memberId: w.dana.id, position: 0 });
    await expect(prepareNext(system(w), okr.id)).rejects.toThrow();
    expect(await nextOf(w, okr.id)).toBeUndefined();
    expect((await okrOf(w, okr.id))!.prepareOn).not.toBeNull();
    await w.db.delete(okrOwners).where(eq(okrOwners.okrId, nextIdOf(okr.id)));
    await prepare(w, okr.id);
    expect(await nextOf(w, okr.id)).toMatchObject({ draft: true });
  });

  it('waits a day at a time while the following period does not exist', async () => {
    const w = await world();
    const okr = await w.okr({ recurs: true });
    await prepare(w, okr.id);
    expect(await okrOf(w, okr.id)).toMatchObject({ prepareOn: '2026-12-19' });
    expect(await nextOf(w, okr.id)).toBeUndefined();
    await planPeriods(system(w));
    await prepare(w, okr.id, LATE + DAY);
    expect(await nextOf(w, okr.id)).toMatchObject({ draft: true });
  });

  it('stands where its parent’s next stands, whichever was prepared first', async () => {
    for (const childFirst of [true, false]) {
      const w = await world({ slug: childFirst ? 'northwind' : 'southwind' });
      await planPeriods(system(w));
      const objective = await w.okr({ kind: 'objective', recurs: true });
      const annual = await w.okr({
        kind: 'objective',
        period_id: w.year.id,
        starts_on: '2026-01-01',
        ends_on: '2027-06-30',
      });
      const parents = [objective, annual].map(({ id }) => ({ okrId: id, fixedWeight: null }));
      const child = await w.okr({ recurs: true, parents });
      for (const { id } of childFirst ? [child, objective] : [objective, child]) await prepare(w, id);
      expect((await parentsOf(w, nextIdOf(child.id))).sort()).toEqual([annual.id, nextIdOf(objective.id)].sort());
    }
  });

  it('keeps its data source, first read when its period begins', async () => {
    const w = await planned();
    const okr = await w.okr({ recurs: true, measure: metric(0, 20) }, w.ada);
    await w.link(okr.id, await w.connection(), 'project = OPS');
    await prepare(w, okr.id);
    const [link] = await w.db
      .select()
      .from(dataLinks)
      .where(eq(dataLinks.okrId, nextIdOf(okr.id)));
    expect(link).toMatchObject({ query: { jql: 'project = OPS' }, readAt: null });
    expect(link!.dueAt).toBe(startOf('2027-01-01', w.org.timeZone));
  });

  it('does not come of what was postponed, and comes of what is closed', async () => {
    const w = await planned();
    const [closed, postponed] = [await w.okr({ recurs: true }), await w.okr({ recurs: true })];
    await w.writer(closed.id).closeOkr({ score: 1 });
    await w.writer(postponed.id).closeOkr({ status: 'postponed' });
    for (const { id } of [closed, postponed]) await prepare(w, id);
    expect(await nextOf(w, closed.id)).toMatchObject({ draft: true, status: 'not_started' });
    expect(await nextOf(w, postponed.id)).toBeUndefined();
    expect((await okrOf(w, postponed.id))!.prepareOn).toBeNull();
  });

  it('is shown beside the OKR and waits for its owner', async () => {
    const w = await planned();
    const okr = await w.okr({ recurs: true });
    expect(await findNext(w.as(), okr.id)).toBeNull();
    await prepare(w, okr.id);
    const prepared = { id: nextIdOf(okr.id), title: okr.title, draft: true, period: 'Q1 2027' };
    expect(await findNext(w.as(), okr.id)).toEqual(prepared);
    expect(await listPrepared(w.as())).toEqual([prepared]);
    expect(await listPrepared(w.as(w.ada))).toEqual([]);
  });
});

describe('the tick', () => {
  it('asks for what is due by yesterday in UTC, until it is prepared', async () => {
    const w = await planned();
    const okr = await w.okr({ recurs: true });
    expect(await tick(Date.UTC(2026, 11, 17, 12))).not.toContain(okr.id);
    expect(await tick(LATE)).toContain(okr.id);
    await prepare(w, okr.id);
    expect(await tick(LATE)).not.toContain(okr.id);
  });
});

describe('the id of the next', () => {
  it('is the id counted up by one, and over', () => {
    const id = (random: string) => `okr_01KAJ9Z000${random}` as OkrId;
    expect(nextIdOf(id('0000000000000000'))).toBe(id('0000000000000001'));
    expect(nextIdOf(id('000000000000000H'))).toBe(id('000000000000000J'));
    expect(nextIdOf(id('00000000000000ZZ'))).toBe(id('0000000000000100'));
    expect(nextIdOf(id('ZZZZZZZZZZZZZZZZ'))).toBe(id('0000000000000000'));
  });
});
