import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { alignments, okrs } from '../../../src/db/schema/okrs.ts';
import { findExplanation } from '../../../src/domain/okrs/explaining.ts';
import { findFullOkr } from '../../../src/domain/okrs/finding-full.ts';
import { findLineage } from '../../../src/domain/okrs/finding-lineage.ts';
import { suppose } from '../../../src/domain/okrs/supposing.ts';
import type { Weights } from '../../../src/domain/okrs/weighing.ts';
import { metric, tree, type World, world } from '../../support/world.ts';

const calls = (target: number) => ({ measure: metric(0, target, { unit: 'calls' }) });
const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const weighed = async (w: World, id: OkrId, weights: Weights, person = w.dana) =>
  w.settle((await w.writer(id, person).weighChildren(weights)).due);
const say = async (w: World, id: OkrId, value: number) =>
  w.settle((await w.writer(id).checkIn({ value }, newId('chk', w.now))).due);
const shareIn = async (w: World, child: OkrId) => (await findFullOkr(w.as(), child)).parents[0]!.contribution;

/** A company objective above an objective with two key results of 300 and 100 calls, the first one done. */
async function lineage() {
  const w = await world();
  const company = await w.okr({ kind: 'objective', title: 'Company' });
  const { objective, keyResults } = await tree(w, [calls(300), calls(100)], {
    parents: [{ okrId: company.id, fixedWeight: null }],
  });
  const [done, open] = keyResults.map((okr) => okr.id) as [OkrId, OkrId];
  await say(w, done, 300);
  return { w, company: company.id, objective: objective.id, done, open };
}

describe('weighing the children of an OKR', () => {
  it('by size of target recomputes it and all above it, and leaves its event', async () => {
    const { w, company, objective, done, open } = await lineage();
    expect(await okrOf(w, objective)).toMatchObject({ value: 50 });
    await weighed(w, objective, { weighing: 'size', fixed: {} });
    expect(await okrOf(w, objective)).toMatchObject({ value: 75, weighing: 'size' });
    expect(await okrOf(w, company)).toMatchObject({ value: 75 });
    expect([await shareIn(w, done), await shareIn(w, open)]).toEqual([75, expect.closeTo(25, 9)]);
    const [happened] = await w.db
      .select()
      .from(events)
      .where(and(eq(events.subjectId, objective), eq(events.action, 'okr.weighed')));
    expect(happened).toMatchObject({
      actorId: w.dana.id,
      data: { from: { method: 'equal', fixed: {} }, to: { method: 'size', fixed: {} } },
    });
  });

  it('fixes several shares at once; those not named share what is left', async () => {
    const { w, objective, done, open } = await lineage();
    await say(w, open, 10);
    await weighed(w, objective, { fixed: { [done]: 80 } });
    expect(await okrOf(w, objective)).toMatchObject({ value: 82, weighing: 'equal' });
    await weighed(w, objective, { fixed: { [open]: 100 } });
    expect(await okrOf(w, objective)).toMatchObject({ value: 10 });
    await weighed(w, objective, { weighing: 'equal', fixed: {} });
    expect(await okrOf(w, objective)).toMatchObject({ value: expect.closeTo(55, 9) });
    const edges = await w.db.select().from(alignments).where(eq(alignments.parentId, objective));
    expect(edges.map((edge) => edge.fixedWeight)).toEqual([null, null]);
  });

  it('with 0 takes a child out', async () => {
    const { w, objective, open } = await lineage();
    await weighed(w, objective, { fixed: { [open]: 0 } });
    expect(await okrOf(w, objective)).toMatchObject({ value: 100 });
  });

  it('keeps what a child contributes to other parents', async () => {
    const { w, objective, done } = await lineage();
    const other = await w.okr({ kind: 'objective', title: 'Another' });
    await w.settle((await w.writer(done).align(other.id, 70)).due);
    await weighed(w, objective, { weighing: 'equal', fixed: {} });
    const [edge] = await w.db.select().from(alignments).where(eq(alignments.parentId, other.id));
    expect(edge?.fixedWeight).toBe(70);
  });

  it('by size falls back to equal when another unit joins, and the explanation says so', async () => {
    const { w, objective, done } = await lineage();
    await weighed(w, objective, { weighing: 'size', fixed: {} });
    const parents = [{ okrId: objective, fixedWeight: null }];
    await w.okr({ title: 'Euros', parents, measure: metric(0, 10, { unit: 'EUR' }) });
    expect(await shareIn(w, done)).toBeCloseTo(100 / 3, 9);
    const { notes } = await findExplanation(w.as(), objective);
    expect(notes).toContain('Not all children that share count in one unit, so they share equally instead of by size.');
  });

  it.each([
    ['sizes without a unit in common', () => ({ weighing: 'size', fixed: {} }) as const, 'method'],
    ['more than 100 together', ([a, b]: OkrId[]) => ({ fixed: { [a!]: 60, [b!]: 50 } }), 'contributions'],
    ['what is not aligned to it', () => ({ fixed: { ['okr_x' as OkrId]: 10 } }), 'okr_x'],
    ['less than nothing', ([a]: OkrId[]) => ({ fixed: { [a!]: -1 } }), null],
  ])('refuses %s', async (_, weights: (ids: OkrId[]) => Weights, field) => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [calls(300), {}]);
    const ids = keyResults.map((okr) => okr.id);
    await expect(w.writer(objective.id).weighChildren(weights(ids))).rejects.toMatchObject({
      code: 'invalid',
      fields: { [field ?? ids[0]!]: expect.stringMatching(/\.$/) },
    });
  });

  it('is for those who may change it, and for nobody of another organization', async () => {
    const w = await world();
    const other = await world({ slug: 'southwind' });
    const { objective } = await tree(w, [{}, {}]);
    const weights = { weighing: 'equal', fixed: {} } as const;
    await expect(w.writer(objective.id, w.omar).weighChildren(weights)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(other.writer(objective.id, other.ada).weighChildren(weights)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(w.writer(objective.id).weighChildren(weights, 99)).rejects.toMatchObject({ code: 'stale' });
  });
});

describe('supposing other weights', () => {
  it('gives what saving them gives, all the way up, and writes nothing', async () => {
    const { w, company, objective, done } = await lineage();
    const weights = { fixed: { [done]: 90 } };
    const supposed = suppose(w.as(), await findLineage(w.as(), objective), { weights });
    expect(supposed.map(({ okr, would }) => [okr.id, okr.value, would.value])).toEqual([
      [objective, 50, 90],
      [company, 50, 90],
    ]);
    expect(await okrOf(w, objective)).toMatchObject({ value: 50, version: supposed[0]!.okr.version });
    await weighed(w, objective, weights);
    for (const { okr, would } of supposed) expect(await okrOf(w, okr.id)).toMatchObject(would);
  });

  it('stops at an OKR whose value a person holds', async () => {
    const { w, company, objective, done } = await lineage();
    await w.writer(objective).checkIn({ value: 10, sticky: true }, newId('chk', w.now));
    const supposed = suppose(w.as(), await findLineage(w.as(), objective), { weights: { fixed: { [done]: 90 } } });
    expect(supposed.find(({ okr }) => okr.id === objective)?.would.value).toBe(10);
    expect(supposed.find(({ okr }) => okr.id === company)?.would.value).toBe(10);
  });

  it('recomputes a parent of two ways after both of them', async () => {
    const { w, company, objective, open, done } = await lineage();
    await w.settle((await w.writer(open).align(company, null)).due);
    const supposed = suppose(w.as(), await findLineage(w.as(), objective), { weights: { fixed: { [done]: 90 } } });
    expect(supposed.map(({ okr, would }) => [okr.id, would.value])).toEqual([
      [objective, 90],
      [company, 45],
    ]);
  });
});
