import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { alignments, checkIns, okrs } from '../../../src/db/schema/okrs.ts';
import { findExplanation } from '../../../src/domain/okrs/explaining.ts';
import { findFullOkr } from '../../../src/domain/okrs/finding-full.ts';
import { listFamilies } from '../../../src/domain/okrs/finding-lineage.ts';
import { supposeMove } from '../../../src/domain/okrs/supposing-move.ts';
import { tree, type World, world } from '../../support/world.ts';

const figureOf = async (w: World, okrId: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, okrId)))[0]!.value;

const parentsOf = async (w: World, okrId: OkrId) =>
  (
    await w.db
      .select()
      .from(alignments)
      .where(and(eq(alignments.orgId, w.org.id), eq(alignments.childId, okrId)))
  ).map(({ parentId, fixedWeight }) => [parentId, fixedWeight]);

const checkIn = async (w: World, okrId: OkrId, value: number) =>
  w.settle((await w.writer(okrId).checkIn({ value }, newId('chk', w.now))).due);

/** Two objectives with two key results each, at 20 and 40, and at 60 and 80. */
async function two(w: World) {
  const left = await tree(w, [{}, {}], { title: 'Left' });
  const right = await tree(w, [{}, {}], { title: 'Right' });
  const [a, b, c, d] = [...left.keyResults, ...right.keyResults].map(({ id }) => id) as [OkrId, OkrId, OkrId, OkrId];
  for (const [i, id] of [a, b, c, d].entries()) await checkIn(w, id, 20 + 20 * i);
  return { left: left.objective.id, right: right.objective.id, a, b, c, d };
}

describe('an OKR that moves', () => {
  it('leaves one parent for another in one commit, keeps its history, and both are recomputed', async () => {
    const w = await world();
    const { left, right, a } = await two(w);
    await w.writer(a).align(left, 70);
    const before = await w.db.select().from(checkIns).where(eq(checkIns.okrId, a));

    const { due } = await w.writer(a).moveOkr(left, right);
    await w.settle(due);

    expect(due).toEqual([left, right]);
    expect(await parentsOf(w, a)).toEqual([[right, null]]);
    expect(await figureOf(w, left)).toBe(40);
    expect(await figureOf(w, right)).toBeCloseTo((20 + 60 + 80) / 3, 9);
    expect(await w.db.select().from(checkIns).where(eq(checkIns.okrId, a))).toEqual(before);
    const [event] = await w.db
      .select()
      .from(events)
      .where(and(eq(events.subjectId, a), eq(events.action, 'okr.moved')));
    expect(event).toMatchObject({ actorId: w.dana.id, data: { from: left, parent: right } });
  });

  it('comes to what was shown before it moved', async () => {
    const w = await world();
    const { left, right, a } = await two(w);
    const families = await listFamilies(w.as(), [a, right]);
    const child = families.find(({ okr }) => okr.id === a)!.okr;
    for (const [move, doing] of [
      [{ from: left, to: right }, () => w.writer(a).moveOkr(left, right)],
      [{ from: null, to: right }, () => w.writer(a).align(right, null)],
      [{ from: left, to: null }, () => w.writer(a).unalign(left)],
    ] as const) {
      const shown = supposeMove(w.as(), families, child, move);
      await w.settle((await doing()).due);
      for (const { okr, would } of shown) expect(await figureOf(w, okr.id)).toBeCloseTo(would.value!, 9);
      await w.settle((await w.writer(a).editOkr({ parents: [{ okrId: left, fixedWeight: null }] })).due);
    }
  });

  it('may not close a circle, and the refusal says the way', async () => {
    const w = await world();
    const top = await w.okr({ kind: 'objective', title: 'Top' });
    const other = await w.okr({ kind: 'objective', title: 'Other' });
    const below = (parent: OkrId, title: string) =>
      w.okr({ kind: 'objective', title, parents: [{ okrId: parent, fixedWeight: null }] });
    const middle = await below(top.id, 'Middle');
    const bottom = await below(middle.id, 'Bottom');
    await w.writer(middle.id).align(other.id, null);
    await expect(w.writer(middle.id).moveOkr(other.id, bottom.id)).rejects.toMatchObject({
      code: 'invalid',
      message: 'This would close a circle: “Middle” → “Bottom” → “Middle”.',
    });
    expect(await parentsOf(w, middle.id)).toHaveLength(2);
  });

  it('is refused where it cannot go', async () => {
    const w = await world();
    const { left, right, a, c } = await two(w);
    const south = await world({ slug: 'southwind' });
    await expect(w.writer(a).moveOkr(right, left)).rejects.toMatchObject({ code: 'not_found' });
    await expect(w.writer(a).moveOkr(left, left)).rejects.toMatchObject({ code: 'invalid' });
    await expect(w.writer(a, w.omar).moveOkr(left, right)).rejects.toMatchObject({ code: 'forbidden' });
    const theirs = await south.okr({ kind: 'objective' });
    await expect(south.writer(a).moveOkr(left, theirs.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(w.writer(a).moveOkr(left, right, 1)).rejects.toMatchObject({ code: 'stale' });
    await w.writer(right).closeOkr({});
    await expect(w.writer(a).moveOkr(left, right)).rejects.toMatchObject({ code: 'invalid' });
    await w.writer(c).closeOkr({});
    await expect(w.writer(c).moveOkr(right, left)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('an OKR with several parents', () => {
  it('says so in the explanation of each', async () => {
    const w = await world();
    const { left, right, a } = await two(w);
    await w.settle((await w.writer(a).align(right, null)).due);
    const explained = await findExplanation(w.as(), right);
    expect(explained.notes).toContain('“Result 1” also counts in “Left”, fully in each.');
    expect(explained.inputs.find((input) => input.type === 'child' && input.okr_id === a)).toMatchObject({
      also_in: [{ okr_id: left, title: 'Left' }],
    });
  });
});

describe('the switch of a project', () => {
  it('begins as the organization says, and counts once it is on', async () => {
    for (const projectsContribute of [false, true]) {
      const w = await world({ slug: `org-${projectsContribute}`, settings: { projectsContribute } });
      const { objective } = await tree(w, [{}]);
      const parents = [{ okrId: objective.id, fixedWeight: null }];
      const { id } = await w.okr({ kind: 'project', title: 'Build it', mode: 'manual', parents });
      await checkIn(w, id, 80);
      const share = async () => (await findFullOkr(w.as(), id)).parents[0];
      expect(await share()).toMatchObject({ counts: projectsContribute, contribution: projectsContribute ? 50 : 0 });
      expect(await figureOf(w, objective.id)).toBe(projectsContribute ? 40 : null);
    }
  });

  it('is turned by a share above 0, by a word, and off forgets the share', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    const parents = [{ okrId: objective.id, fixedWeight: null }];
    const { id } = await w.okr({ kind: 'project', title: 'Build it', mode: 'manual', parents });
    const share = async () => (await findFullOkr(w.as(), id)).parents[0];
    await w.writer(id).align(objective.id, 30);
    expect(await share()).toMatchObject({ counts: true, contribution: 30, fixedWeight: 30 });
    await w.writer(id).align(objective.id, null, undefined, false);
    expect(await share()).toMatchObject({ counts: false, contribution: 0, fixedWeight: null });
    await w.writer(objective.id).weighChildren({ fixed: { [keyResults[0]!.id]: 40 }, counts: { [id]: true } });
    expect(await share()).toMatchObject({ counts: true, contribution: 60 });
    await w.writer(id).editOkr({ parents });
    expect((await share())!.counts).toBe(true);
    await expect(w.writer(id).align(objective.id, 30, undefined, false)).rejects.toMatchObject({ code: 'invalid' });
    await expect(w.writer(keyResults[0]!.id).align(objective.id, null, undefined, false)).rejects.toMatchObject({
      fields: { counts: expect.stringContaining('Only a project') },
    });
  });
});
