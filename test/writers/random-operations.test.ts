import { env } from 'cloudflare:workers';
import { asc, eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectionId, newId, type OkrId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { alignments, checkIns, okrs, rollUpsDue } from '../../src/db/schema/okrs.ts';
import type { CheckIn } from '../../src/domain/check-ins/check-in.ts';
import { measureOf, type Okr } from '../../src/domain/okrs/okr.ts';
import { progressOf } from '../../src/domain/okrs/progress.ts';
import { rolledUpValue, weigh } from '../../src/domain/okrs/rolling-up.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import type { Weighing } from '../../src/domain/words.ts';
import { adapters } from '../../src/integrations/registry.ts';
import { addDays, dayOf } from '../../src/lib/days.ts';
import { settleRollUps } from '../../src/writers/settling.ts';
import { metric, type Person, type World, world } from '../support/world.ts';

type Operation =
  | { do: 'create'; kind: 'objective' | 'key_result'; metric: boolean; under: number }
  | { do: 'align'; child: number; parent: number; weight: number | null }
  | { do: 'unalign'; child: number; parent: number }
  | { do: 'move'; child: number; from: number; to: number }
  | { do: 'rehang'; child: number; parents: number[] }
  | { do: 'weigh'; on: number; weights: number[]; by: Weighing }
  | { do: 'check in'; on: number; value: number; sticky: boolean }
  | { do: 'backdate'; on: number; value: number; days: number }
  | { do: 'sync'; on: number; completed: number }
  | { do: 'resume' | 'reopen' | 'delete' | 'unsay'; on: number }
  | { do: 'close'; on: number; postpone: boolean };

/** Somebody who does something. */
type Act = Operation & { who: 'ada' | 'amir' | 'dana' };

const one = fc.nat({ max: 11 });
const value = fc.integer({ min: -20, max: 140 });
const said = <T extends string>(word: T) => fc.constant(word);

const operations: fc.WeightedArbitrary<Operation>[] = [
  {
    weight: 5,
    arbitrary: fc.record({
      do: said('create'),
      kind: fc.constantFrom('objective' as const, 'key_result' as const),
      metric: fc.boolean(),
      under: one,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: said('align'),
      child: one,
      parent: one,
      weight: fc.option(fc.nat({ max: 100 }), { nil: null }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: said('unalign'), child: one, parent: one }) },
  { weight: 2, arbitrary: fc.record({ do: said('move'), child: one, from: one, to: one }) },
  { weight: 1, arbitrary: fc.record({ do: said('rehang'), child: one, parents: fc.array(one, { maxLength: 2 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: said('weigh'),
      on: one,
      weights: fc.array(fc.nat({ max: 60 }), { maxLength: 3 }),
      by: fc.constantFrom('equal' as const, 'size' as const),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: said('check in'), on: one, value, sticky: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: said('backdate'), on: one, value, days: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 3, arbitrary: fc.record({ do: said('sync'), on: one, completed: fc.nat({ max: 10 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('resume' as const, 'reopen' as const, 'delete' as const, 'unsay' as const),
      on: one,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: said('close'), on: one, postpone: fc.boolean() }) },
];

const act: fc.Arbitrary<Act> = fc
  .tuple(fc.oneof(...operations), fc.constantFrom('ada' as const, 'amir' as const, 'dana' as const))
  .map(([operation, who]) => ({ ...operation, who }));

type Play = { w: World; connectionId: ConnectionId; made: OkrId[] };

async function begin(): Promise<Play> {
  const w = await world({ slug: `org-${crypto.randomUUID()}` });
  return { w, connectionId: await w.connection(), made: [] };
}

/** Does one operation at a moment (ms) and settles what it makes due. A refusal is an answer like any other. */
async function perform(play: Play, it: Act, now: number): Promise<void> {
  const { w, made } = play;
  if (made.length === 0 && it.do !== 'create') return;
  try {
    const { due } = await changed(play, it, now);
    await settleRollUps(env, w.as(w.ada, now), due);
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
  }
}

async function changed({ w, made, connectionId }: Play, it: Act, now: number): Promise<{ due: OkrId[] }> {
  const at = (index: number) => made[index % made.length]!;
  const person: Person = w[it.who];
  const writer = (id: OkrId) => w.writer(id, person, now);
  switch (it.do) {
    case 'create': {
      const parents = made.length > 0 ? [{ okrId: at(it.under), fixedWeight: null }] : [];
      const measure = it.metric && it.kind === 'key_result' ? { measure: metric(0, 50 + made.length) } : {};
      made.push((await w.okr({ kind: it.kind, title: `OKR ${made.length}`, parents, ...measure }, person)).id);
      return { due: [] };
    }
    case 'align':
      return writer(at(it.child)).align(at(it.parent), it.weight);
    case 'unalign':
      return writer(at(it.child)).unalign(at(it.parent));
    case 'move':
      return writer(at(it.child)).moveOkr(at(it.from), at(it.to));
    case 'rehang':
      return writer(at(it.child)).editOkr({
        parents: [...new Set(it.parents.map(at))].map((okrId) => ({ okrId, fixedWeight: null })),
      });
    case 'weigh': {
      const below = await w.db
        .select()
        .from(alignments)
        .where(eq(alignments.parentId, at(it.on)));
      const fixed = it.weights.flatMap((weight, i) => (below[i] ? [[below[i].childId, weight]] : []));
      return writer(at(it.on)).weighChildren({ weighing: it.by, fixed: Object.fromEntries(fixed) });
    }
    case 'check in': {
      const sticky = it.sticky ? { sticky: true } : {};
      return writer(at(it.on)).checkIn({ value: it.value, ...sticky }, newId('chk', now));
    }
    case 'backdate': {
      const on = addDays(dayOf(now, w.org.timeZone), -it.days);
      return writer(at(it.on)).checkIn({ value: it.value, on }, newId('chk', now));
    }
    case 'sync':
      return sync(w, connectionId, at(it.on), it.completed, now);
    case 'resume':
      return writer(at(it.on)).resume();
    case 'unsay': {
      const said = await w.db
        .select()
        .from(checkIns)
        .where(eq(checkIns.okrId, at(it.on)));
      const last = lastOf(said);
      return last ? writer(at(it.on)).deleteCheckIn(last.id) : { due: [] };
    }
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
}

const query = { jql: 'project = AE' };
const queryKey = adapters.jira.queryKey(query);

/** Reads from Jira what an OKR is linked to; one without children is linked first. */
async function sync(w: World, connectionId: ConnectionId, okrId: OkrId, completed: number, now: number) {
  const writer = w.writer(okrId, w.ada, now);
  const hasChildren = await w.db.$count(alignments, eq(alignments.parentId, okrId));
  if (hasChildren === 0)
    await writer.linkData({ connectionId, query, queryKey, sourceKey: queryKey, count: 'completed' });
  const reading = { matched: 10, completed, value: null, approximate: false, samples: [] };
  const recorded = await writer.recordReading({
    connectionId,
    queryKey,
    trigger: 'refresh',
    startedAt: now,
    finishedAt: now,
    requests: 1,
    seen: { ok: true, value: reading },
  });
  return recorded ?? { due: [] };
}

type Edges = Map<OkrId, Map<OkrId, number | null>>;

/** What is below what, with its fixed weight, and how each parent weighs, retold from events alone. */
function retell(told: readonly (typeof events.$inferSelect)[]): { edges: Edges; weighing: Map<OkrId, Weighing> } {
  const edges: Edges = new Map();
  const weighing = new Map<OkrId, Weighing>();
  const parentsOf = (child: OkrId) => edges.get(child) ?? edges.set(child, new Map()).get(child)!;
  type Edge = { parent: OkrId; contribution: number | null };
  for (const { action, subjectId, data } of told) {
    const okrId = subjectId as OkrId;
    const { parent, contribution, parents } = data as Partial<Edge> & { parents?: Edge[] };
    if (action === 'okr.created' || (action === 'okr.edited' && parents))
      edges.set(okrId, new Map(parents?.map((each) => [each.parent, each.contribution])));
    if (action === 'okr.aligned') parentsOf(okrId).set(parent!, contribution!);
    if (action === 'okr.unaligned') parentsOf(okrId).delete(parent!);
    if (action === 'okr.moved') {
      parentsOf(okrId).delete(data.from as OkrId);
      parentsOf(okrId).set(parent!, null);
    }
    if (action === 'okr.weighed') {
      const to = data.to as { method: Weighing; fixed: Record<OkrId, number> };
      weighing.set(okrId, to.method);
      for (const [child, above] of edges) if (above.has(okrId)) above.set(okrId, to.fixed[child] ?? null);
    }
    if (action === 'okr.deleted') {
      edges.delete(okrId);
      for (const above of edges.values()) above.delete(okrId);
    }
  }
  return { edges, weighing };
}

/** The newest word by moment, as long as it gives a value or is what a roll-up found. */
const lastOf = (words: readonly CheckIn[]): CheckIn | undefined =>
  words
    .filter((word) => word.value !== null || word.source === 'roll_up')
    .toSorted((a, b) => a.at - b.at || a.version - b.version)
    .at(-1);

async function expectInvariants({ w }: Play): Promise<void> {
  const own = w.org.id;
  const [all, stored, told, words, waiting] = await Promise.all([
    w.db.select().from(okrs).where(eq(okrs.orgId, own)),
    w.db.select().from(alignments).where(eq(alignments.orgId, own)),
    w.db
      .select()
      .from(events)
      .where(eq(events.orgId, own))
      .orderBy(asc(sql`${events}.rowid`)),
    w.db.select().from(checkIns).where(eq(checkIns.orgId, own)),
    w.db.select().from(rollUpsDue).where(eq(rollUpsDue.orgId, own)),
  ]);
  expect(waiting, 'nothing waits').toEqual([]);
  const known = new Map(all.map((okr) => [okr.id, okr]));
  const { edges, weighing } = retell(told);
  const retold = [...edges].flatMap(([child, above]) => [...above].map(([parent, weight]) => [child, parent, weight]));
  expect(retold.sort(), 'events tell every edge').toEqual(
    stored.map(({ childId, parentId, fixedWeight }) => [childId, parentId, fixedWeight]).sort(),
  );
  expectNoCircle(edges);
  for (const okr of all) {
    const own = words.filter((word) => word.okrId === okr.id);
    expect(weighing.get(okr.id) ?? 'equal', 'events tell how it weighs').toBe(okr.weighing);
    expect(okr.progress, 'progress follows the value').toEqual(progressOf(measureOf(okr), okr.value));
    expect(told.filter((event) => event.subjectId === okr.id).length, 'every change has its event').toBe(okr.version);
    const last = lastOf(own);
    expect(okr.value, 'history ends at today’s value').toEqual(last?.value ?? null);
    expectFollowing(okr, last, childrenIn(edges, known, okr.id));
  }
}

function expectNoCircle(edges: Edges): void {
  const reaches = (from: OkrId, to: OkrId): boolean =>
    [...(edges.get(from)?.keys() ?? [])].some((parent) => parent === to || reaches(parent, to));
  for (const child of edges.keys()) expect(reaches(child, child), 'no circle').toBe(false);
}

const childrenIn = (edges: Edges, known: ReadonlyMap<OkrId, Okr>, parent: OkrId) =>
  [...edges].flatMap(([child, above]) => {
    if (!above.has(parent)) return [];
    const okr = known.get(child)!;
    return [{ ...okr, fixedWeight: above.get(parent)!, counts: false, measure: measureOf(okr) }];
  });

/** A roll-up is what its children make it, unless a person's word holds or came after the last change below. */
function expectFollowing(okr: Okr, last: CheckIn | undefined, children: ReturnType<typeof childrenIn>): void {
  const byId = children.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const shares = weigh(byId, okr.weighing).reduce((sum, child) => sum + child.contribution, 0);
  if (children.length > 0) expect(shares, 'contributions add up').toBeCloseTo(100, 6);
  const follows = okr.mode === 'rollup' && okr.closedAt === null && okr.heldAt === null;
  if (!follows || (last && last.source !== 'roll_up')) return;
  const rolled = rolledUpValue(measureOf(okr), byId, okr.weighing);
  if (rolled === null || okr.value === null) expect(okr.value, 'a parent is what its children make it').toBe(rolled);
  else expect(okr.value, 'a parent is what its children make it').toBeCloseTo(rolled, 9);
}

const MINUTE = 60_000;

/** fast-check prints the seed and the shortest sequence that fails. */
const sequences = { numRuns: 150, endOnFailure: false, interruptAfterTimeLimit: 60_000 };

describe('whatever is done in whatever order', () => {
  it('no circle closes, contributions add up, parents follow, and history tells how it came about', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 14 }), async (acts) => {
        const play = await begin();
        for (const [i, each] of acts.entries()) await perform(play, each, play.w.now + i * MINUTE);
        await expectInvariants(play);
      }),
      sequences,
    );
  }, 120_000);

  it('the same holds when several people act at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 16 }), async (acts) => {
        const play = await begin();
        const first = (kind: 'objective' | 'key_result', under: number): Act => ({
          do: 'create',
          kind,
          metric: false,
          under,
          who: 'dana',
        });
        for (let i = 0; i < 5; i++) await perform(play, first(i < 3 ? 'objective' : 'key_result', i), play.w.now);
        const still = acts.filter((each) => each.do !== 'create');
        for (let i = 0; i < still.length; i += 4)
          await Promise.all(still.slice(i, i + 4).map((each) => perform(play, each, play.w.now + (i + 1) * MINUTE)));
        await expectInvariants(play);
      }),
      { ...sequences, numRuns: 60 },
    );
  }, 120_000);
});
