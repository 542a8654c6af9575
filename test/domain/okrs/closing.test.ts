import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { dataLinks } from '../../../src/db/schema/connections.ts';
import { okrs } from '../../../src/db/schema/okrs.ts';
import { claimDueLinks, listSources } from '../../../src/domain/data-links/listing-due.ts';
import { closureInput } from '../../../src/domain/okrs/closing.ts';
import { findExplanation } from '../../../src/domain/okrs/explaining.ts';
import { disconnect } from '../../../src/writers/connecting.ts';
import { refreshLink, syncSource } from '../../../src/writers/syncing.ts';
import { jiraOutside } from '../../support/outside.ts';
import { DAY, metric, tree, type World, world } from '../../support/world.ts';

const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const linkOf = async (w: World, id: OkrId) => (await w.db.select().from(dataLinks).where(eq(dataLinks.okrId, id)))[0]!;
const happened = async (w: World, id: OkrId, action: string) =>
  w.db
    .select()
    .from(events)
    .where(and(eq(events.orgId, w.org.id), eq(events.subjectId, id), eq(events.action, action)));

const at = async (w: World, id: OkrId, value: number) => {
  const { due } = await w.writer(id).checkIn({ value }, newId('chk', w.now));
  await w.settle(due);
};

const close = async (w: World, id: OkrId, input = {}) => {
  const changed = await w.writer(id).closeOkr(input);
  await w.settle(changed.due);
  return changed.okr;
};

describe('closing', () => {
  it('at 8 of 10 suggests 0.8, keeps the value and leaves an event', async () => {
    const w = await world();
    const okr = await w.okr({ measure: metric(0, 10) });
    await at(w, okr.id, 8);
    await close(w, okr.id, { note: 'Nearly' });
    const after = await okrOf(w, okr.id);
    expect(after).toMatchObject({ status: 'closed', score: 0.8, closingNote: 'Nearly', value: 8, closedAt: w.now });
    expect(after).toMatchObject({ turnsAt: null, heldAt: null, statusSource: 'computed' });
    expect((await happened(w, okr.id, 'okr.closed')).map((each) => each.data)).toEqual([
      { status: 'closed', score: 0.8 },
    ]);
  });

  it('what never moved postpones it, without a score', async () => {
    const w = await world();
    const okr = await w.okr({});
    expect(await close(w, okr.id)).toMatchObject({ status: 'postponed', score: null });
    expect(await okrOf(w, okr.id)).toMatchObject({ status: 'postponed', score: null, closedAt: w.now });
  });

  it('with a score closes even what never moved, and a word for the end is followed', async () => {
    const w = await world();
    const [scored, moved] = [await w.okr({}), await w.okr({})];
    expect(await close(w, scored.id, { score: 0.2 })).toMatchObject({ status: 'closed', score: 0.2 });
    await at(w, moved.id, 60);
    expect(await close(w, moved.id, { status: 'postponed' })).toMatchObject({ status: 'postponed', score: null });
  });

  it('twice changes nothing, and with other words corrects the score, the note and the end', async () => {
    const w = await world();
    const okr = await w.okr({});
    await at(w, okr.id, 50);
    const first = await close(w, okr.id, { score: 0.5, note: 'Half' });
    expect(await close(w, okr.id, { score: 0.5, note: 'Half' })).toEqual(first);
    expect(await close(w, okr.id)).toEqual(first);
    const corrected = await close(w, okr.id, { score: 0.6 });
    expect(corrected).toMatchObject({ score: 0.6, closingNote: 'Half', closedAt: first.closedAt });
    expect(await close(w, okr.id, { status: 'postponed', note: null })).toMatchObject({
      status: 'postponed',
      score: null,
      closingNote: null,
    });
    expect(await happened(w, okr.id, 'okr.closed')).toHaveLength(1);
    expect(await happened(w, okr.id, 'okr.closure_edited')).toHaveLength(2);
  });

  it.each([
    { score: 0.75 },
    { score: -0.1 },
    { score: 1.1 },
    { score: '0.5' },
    { note: 'n'.repeat(4001) },
    { status: 'done' },
  ])('refuses %o with a sentence', (input) => {
    const { error } = closureInput.safeParse(input);
    expect(error?.issues[0]?.message).toMatch(/^(A|An) .+\.$/);
  });

  it('is refused to those who may not change it, and to another version', async () => {
    const w = await world();
    const okr = await w.okr({}, w.ada);
    await expect(w.writer(okr.id, w.dana).closeOkr({})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(w.writer(okr.id, w.omar).reopenOkr()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(w.writer(okr.id, w.ada).closeOkr({}, 9)).rejects.toMatchObject({ code: 'stale' });
    const south = await world({ slug: 'southwind' });
    await expect(south.writer(okr.id, south.ada).closeOkr({})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps it as it is whatever is tried', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    const kr = keyResults[0]!.id;
    const { checkIn } = await w.writer(kr).checkIn({ value: 40 }, newId('chk', w.now));
    await close(w, kr);
    const before = await okrOf(w, kr);
    const other = await w.okr({ kind: 'objective', title: 'Another' });
    const link = {
      connectionId: await w.connection(),
      query: {},
      queryKey: 'q',
      sourceKey: 'q',
      count: 'completed',
    } as const;
    const writer = w.writer(kr);
    const tries = [
      writer.checkIn({ value: 50 }, newId('chk', w.now)),
      writer.editCheckIn(checkIn.id, { value: 50 }),
      writer.deleteCheckIn(checkIn.id),
      writer.editOkr({ title: 'New' }),
      writer.align(other.id, null),
      writer.align(objective.id, 70),
      writer.unalign(objective.id),
      writer.linkData(link),
      writer.unlinkData(),
      writer.deleteOkr(),
    ];
    for (const refused of await Promise.allSettled(tries))
      expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'conflict', message: /closed/i } });
    expect(await okrOf(w, kr)).toEqual(before);
  });

  it('leaves deleting to admins', async () => {
    const w = await world();
    const okr = await w.okr({});
    await close(w, okr.id);
    await w.writer(okr.id, w.amir).deleteOkr();
    expect(await okrOf(w, okr.id)).toBeUndefined();
  });
});

describe('a parent', () => {
  it('keeps counting what is closed, says so, and is closed when all of it is', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}, {}]);
    const [one, two] = keyResults.map(({ id }) => id) as [OkrId, OkrId];
    await at(w, one, 80);
    await at(w, two, 40);
    await close(w, one);
    expect(await okrOf(w, objective.id)).toMatchObject({ value: 60, status: 'behind', closedAt: null });
    expect((await findExplanation(w.as(), objective.id)).notes).toContain(
      '“Result 1” is closed and keeps counting with its last value.',
    );
    await close(w, two);
    expect(await okrOf(w, objective.id)).toMatchObject({ value: 60, status: 'closed', closedAt: null, score: null });
    expect((await findExplanation(w.as(), objective.id)).rule).toBe('All of its children are closed.');
  });

  it('is postponed when all of it is', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}, {}]);
    for (const { id } of keyResults) await close(w, id, { status: 'postponed' });
    expect(await okrOf(w, objective.id)).toMatchObject({ status: 'postponed', closedAt: null });
  });

  it('may be closed before its children, and stays as it was until it is reopened', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    const kr = keyResults[0]!.id;
    await at(w, kr, 40);
    await close(w, objective.id);
    await at(w, kr, 70);
    expect(await okrOf(w, objective.id)).toMatchObject({ value: 40, status: 'closed', score: 0.4 });
    const { due } = await w.writer(objective.id).reopenOkr();
    await w.settle(due);
    expect(await okrOf(w, objective.id)).toMatchObject({ value: 70, status: 'on_track', score: null, closedAt: null });
  });
});

describe('reopening', () => {
  it('brings the status of today back, forgets score and note, and leaves an event', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    const kr = keyResults[0]!.id;
    await at(w, kr, 40);
    await close(w, kr, { note: 'Over' });
    const { due } = await w.writer(kr, w.dana, w.now + 30 * DAY).reopenOkr();
    await w.settle(due);
    expect(await okrOf(w, kr)).toMatchObject({
      status: 'at_risk',
      score: null,
      closingNote: null,
      closedAt: null,
      value: 40,
    });
    expect((await okrOf(w, kr)).turnsAt).toBeNull();
    expect((await okrOf(w, objective.id)).status).not.toBe('closed');
    expect(await happened(w, kr, 'okr.reopened')).toHaveLength(1);
  });

  it('what is open changes nothing', async () => {
    const w = await world();
    const okr = await w.okr({});
    await w.writer(okr.id).reopenOkr();
    expect(await okrOf(w, okr.id)).toMatchObject({ version: 1 });
  });
});

describe('the data link of a closed OKR', () => {
  async function closedLink() {
    jiraOutside();
    const w = await world({ now: Date.now() });
    const { keyResults } = await tree(w, [{}]);
    const kr = keyResults[0]!.id;
    const connection = await w.connection();
    await w.link(kr, connection, '"Epic Link" = AE-786');
    await refreshLink(env, w.as(w.ada), kr, 'refresh');
    await close(w, kr);
    return { w, kr, connection };
  }

  it('is not read by the schedule, by a push or by hand, and does not come back to the queue', async () => {
    const { w, kr, connection } = await closedLink();
    const mine = async (now: number) => (await claimDueLinks(w.db, now, 1000)).filter(({ okrId }) => okrId === kr);
    expect(await mine(w.now + 400 * DAY)).toEqual([]);
    expect(await listSources(w.db, connection)).toEqual([]);
    const { triedAt } = await linkOf(w, kr);
    await syncSource(env, w.db, connection, '"Epic Link" = AE-786', 'push');
    expect((await linkOf(w, kr)).triedAt).toBe(triedAt);
    await expect(refreshLink(env, w.as(w.ada), kr, 'refresh')).rejects.toMatchObject({ code: 'conflict' });

    await w.db.update(dataLinks).set({ dueAt: w.now }).where(eq(dataLinks.okrId, kr));
    expect(await mine(w.now + DAY)).toEqual([]);
    expect((await linkOf(w, kr)).dueAt).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('is read again once it is reopened', async () => {
    const { w, kr } = await closedLink();
    await w.writer(kr).reopenOkr();
    expect((await linkOf(w, kr)).dueAt).toBe(w.now);
    expect(await claimDueLinks(w.db, w.now, 1000)).toContainEqual(expect.objectContaining({ okrId: kr }));
  });

  it('goes with its connection, and the OKR stays closed', async () => {
    const { w, kr, connection } = await closedLink();
    expect(await disconnect(env, w.as(w.ada), connection)).toBe(true);
    expect(await okrOf(w, kr)).toMatchObject({ mode: 'manual', status: 'closed', value: 30, score: 0.3 });
  });
});
