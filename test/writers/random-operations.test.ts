import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { alignments, checkIns, okrs, rollUpsDue } from '../../src/db/schema/okrs.ts';
import { listUpwards } from '../../src/domain/okrs/aligning.ts';
import { measureOf } from '../../src/domain/okrs/okr.ts';
import { progressOf } from '../../src/domain/okrs/progress.ts';
import { rolledUpValue, weigh } from '../../src/domain/okrs/rolling-up.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { type World, world } from '../support/world.ts';

type Operation =
  | { do: 'create'; kind: 'objective' | 'key_result'; under: number }
  | { do: 'align'; child: number; parent: number; weight: number | null }
  | { do: 'unalign'; child: number; parent: number }
  | { do: 'check in'; on: number; value: number; sticky: boolean }
  | { do: 'resume' | 'reopen' | 'delete'; on: number }
  | { do: 'close'; on: number; postpone: boolean };

const one = fc.nat({ max: 11 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      kind: fc.constantFrom('objective' as const, 'key_result' as const),
      under: one,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('align' as const),
      child: one,
      parent: one,
      weight: fc.option(fc.nat({ max: 100 }), { nil: null }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unalign' as const), child: one, parent: one }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('check in' as const),
      on: one,
      value: fc.integer({ min: -20, max: 140 }),
      sticky: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('resume' as const, 'reopen' as const, 'delete' as const), on: one }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), on: one, postpone: fc.boolean() }) },
);

/** Does one operation as Ada and settles what it makes due. A refusal is an answer like any other. */
async function perform(w: World, made: OkrId[], it: Operation): Promise<void> {
  const at = (index: number) => made[index % made.length]!;
  const writer = (id: OkrId) => w.writer(id, w.ada);
  const changed = async () => {
    switch (it.do) {
      case 'create': {
        const parents = made.length > 0 ? [{ okrId: at(it.under), fixedWeight: null }] : [];
        made.push((await w.okr({ kind: it.kind, title: `OKR ${made.length}`, parents }, w.ada)).id);
        return { due: [] };
      }
      case 'align':
        return writer(at(it.child)).align(at(it.parent), it.weight);
      case 'unalign':
        return writer(at(it.child)).unalign(at(it.parent));
      case 'check in':
        return writer(at(it.on)).checkIn(
          { value: it.value, ...(it.sticky ? { sticky: true } : {}) },
          newId('chk', w.now),
        );
      case 'resume':
        return writer(at(it.on)).resume();
      case 'close':
        return writer(at(it.on)).closeOkr({ status: it.postpone ? 'postponed' : 'closed' });
      case 'reopen':
        return writer(at(it.on)).reopenOkr();
      case 'delete': {
        const id = at(it.on);
        const gone = await writer(id).deleteOkr();
        made.splice(made.indexOf(id), 1);
        return gone;
      }
    }
  };
  if (made.length === 0 && it.do !== 'create') return;
  try {
    await w.settle((await changed()).due);
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
  }
}

async function expectInvariants(w: World): Promise<void> {
  const all = new Map((await w.db.select().from(okrs).where(eq(okrs.orgId, w.org.id))).map((okr) => [okr.id, okr]));
  const edges = await w.db.select().from(alignments).where(eq(alignments.orgId, w.org.id));
  expect(await w.db.$count(rollUpsDue, eq(rollUpsDue.orgId, w.org.id)), 'nothing waits').toBe(0);
  for (const okr of all.values()) {
    const above = (await listUpwards(w.as(w.ada), [okr.id])).filter((each) => each.height > 0);
    expect(
      above.some((each) => each.id === okr.id),
      'no circle',
    ).toBe(false);
    expect(okr.progress, 'progress follows the value').toEqual(progressOf(measureOf(okr), okr.value));
    expect(await w.db.$count(events, eq(events.subjectId, okr.id)), 'every change has its event').toBe(okr.version);
    const told = await w.db.select().from(checkIns).where(eq(checkIns.okrId, okr.id)).orderBy(checkIns.version);
    if (told.length > 0) expect(okr.value, 'history ends at today’s value').toBe(told.at(-1)!.value);

    const below = edges.filter((edge) => edge.parentId === okr.id);
    const children = below.map(({ childId, fixedWeight }) => {
      const child = all.get(childId)!;
      return { ...child, fixedWeight, measure: measureOf(child) };
    });
    const shares = weigh(children, okr.weighing).reduce((sum, child) => sum + child.contribution, 0);
    if (children.length > 0) expect(shares, 'contributions add up').toBeCloseTo(100, 6);
    const follows = okr.mode === 'rollup' && okr.closedAt === null && okr.heldAt === null;
    const byHand = told.at(-1)?.source === 'person';
    if (follows && !byHand)
      expect(okr.value, 'a parent is what its children make it').toEqual(
        rolledUpValue(measureOf(okr), children, okr.weighing),
      );
  }
}

describe('whatever is done in whatever order', () => {
  it('no circle closes, contributions add up, parents follow, and every change can be told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 8, maxLength: 24 }), async (operations) => {
        const w = await world({ slug: `org-${crypto.randomUUID()}` });
        const made: OkrId[] = [];
        for (const each of operations) await perform(w, made, each);
        await expectInvariants(w);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 120_000);

  it('the same holds when several people act at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 8, maxLength: 20 }), async (operations) => {
        const w = await world({ slug: `org-${crypto.randomUUID()}` });
        const made: OkrId[] = [];
        for (let i = 0; i < 5; i++)
          await perform(w, made, { do: 'create', kind: i < 3 ? 'objective' : 'key_result', under: i });
        const still = operations.filter((each) => each.do !== 'delete' && each.do !== 'create');
        for (let i = 0; i < still.length; i += 4)
          await Promise.all(still.slice(i, i + 4).map((each) => perform(w, made, each)));
        await expectInvariants(w);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 120_000);
});
