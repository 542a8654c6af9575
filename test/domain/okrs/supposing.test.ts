import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../../src/db/ids.ts';
import { findLineage } from '../../../src/domain/okrs/finding-lineage.ts';
import { isMoved, refuseUnthinkable, type Supposition, suppose } from '../../../src/domain/okrs/supposing.ts';
import { metric, tree, type World, world } from '../../support/world.ts';

async function family() {
  const w = await world();
  const company = await w.okr({ kind: 'objective', title: 'Company' });
  const { objective, keyResults } = await tree(w, [{ measure: metric(0, 100) }, {}], {
    parents: [{ okrId: company.id, fixedWeight: null }],
  });
  const [first, second] = keyResults.map((okr) => okr.id) as [OkrId, OkrId];
  return { w, company: company.id, objective: objective.id, first, second };
}

const moved = async (w: World, okrId: OkrId, supposition: Supposition) =>
  Object.fromEntries(
    suppose(w.as(), await findLineage(w.as(), okrId), supposition)
      .filter(isMoved)
      .map(({ okr, would }) => [okr.id, [would.value, would.status]]),
  );

const refusal = async (w: World, okrId: OkrId, supposition: Supposition) => {
  const lineage = await findLineage(w.as(), okrId);
  try {
    refuseUnthinkable(lineage, supposition);
    return {};
  } catch (reason) {
    return (reason as { fields: Record<string, string> }).fields;
  }
};

describe('supposing a value', () => {
  it('of a child gives what a check-in gives, all the way up', async () => {
    const { w, company, objective, first } = await family();
    const supposed = suppose(w.as(), await findLineage(w.as(), objective), { values: { [first]: 80 } });
    await w.settle((await w.writer(first).checkIn({ value: 80 }, newId('chk', w.now))).due);
    const now = (await findLineage(w.as(), first)).map(({ okr }) => okr);
    expect(now.map(({ id }) => id)).toEqual([first, objective, company]);
    for (const okr of now)
      expect(supposed.find((each) => each.okr.id === okr.id)?.would).toEqual({
        value: okr.value,
        progress: okr.progress,
        status: okr.status,
        targetValue: okr.targetValue,
      });
  });

  it('of a leaf shows itself and all above it', async () => {
    const { w, company, objective, first } = await family();
    expect(await moved(w, first, { values: { [first]: 60 } })).toEqual({
      [first]: [60, 'on_track'],
      [objective]: [30, 'at_risk'],
      [company]: [30, 'at_risk'],
    });
  });

  it('of a roll-up counts as a word that holds', async () => {
    const { w, company, objective } = await family();
    expect(await moved(w, objective, { values: { [objective]: 90 } })).toEqual({
      [objective]: [90, 'on_track'],
      [company]: [90, 'on_track'],
    });
  });

  it('goes together with other shares', async () => {
    const { w, company, objective, first } = await family();
    const weights = { fixed: { [first]: 90 } };
    expect(await moved(w, objective, { values: { [first]: 100 }, weights })).toMatchObject({
      [objective]: [90, 'at_risk'],
      [company]: [90, 'at_risk'],
    });
  });
});

describe('supposing a target', () => {
  it('changes the progress of a child with the value that it has', async () => {
    const { w, objective, first } = await family();
    await w.settle((await w.writer(first).checkIn({ value: 50 }, newId('chk', w.now))).due);
    expect(await moved(w, objective, { targets: { [first]: 50 } })).toMatchObject({ [objective]: [50, 'at_risk'] });
  });

  it('keeps the progress of a roll-up in percent whose children are out of view', async () => {
    const { w, company, objective } = await family();
    const share = metric(0, 100, { unit: '%' });
    const child = await w.okr({
      kind: 'objective',
      mode: 'rollup',
      measure: share,
      parents: [{ okrId: objective, fixedWeight: null }],
    });
    const leaf = await w.okr({ parents: [{ okrId: child.id, fixedWeight: null }] });
    await w.settle((await w.writer(leaf.id).checkIn({ value: 40 }, newId('chk', w.now))).due);
    const supposed = suppose(w.as(), await findLineage(w.as(), company), { targets: { [objective]: 1 } });
    expect(supposed).toHaveLength(2);
    const [below] = suppose(w.as(), await findLineage(w.as(), objective), { targets: { [child.id]: 200 } });
    expect(below?.would).toMatchObject({ value: 80, progress: 0.4, targetValue: 200 });
  });
});

describe('what cannot be supposed', () => {
  it.each([
    ['a target of a percent', ({ second }) => ({ targets: { [second]: 5 } }), /A percent has no target/],
    ['a target at the start', ({ first }) => ({ targets: { [first]: 0 } }), /same number/],
    ['a target against the direction', ({ first }) => ({ targets: { [first]: -5 } }), /must lie above the start/],
    ['a value of a stranger', () => ({ values: { okr_x: 5 } }), /neither the OKR asked about/],
  ] as [string, (ids: Record<'first' | 'second', OkrId>) => Supposition, RegExp][])(
    'is %s',
    async (_, of, sentence) => {
      const { w, objective, ...ids } = await family();
      expect(Object.values(await refusal(w, objective, of(ids)))).toEqual([expect.stringMatching(sentence)]);
    },
  );

  it('is anything of what is closed', async () => {
    const { w, objective, first } = await family();
    await w.writer(first).closeOkr({});
    expect(await refusal(w, objective, { values: { [first]: 5 } })).toEqual({
      [`values.${first}`]: 'This OKR is closed, so nothing can be supposed of it.',
    });
  });
});
