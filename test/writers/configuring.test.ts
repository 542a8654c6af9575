import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { okrs, progressPoints, rollUpsDue } from '../../src/db/schema/okrs.ts';
import type { Organization } from '../../src/domain/context.ts';
import { createOkr } from '../../src/domain/okrs/drafting.ts';
import { restatePage } from '../../src/domain/okrs/restating.ts';
import { editOrganization } from '../../src/domain/organizations/editing.ts';
import { previewSettings } from '../../src/domain/organizations/previewing.ts';
import type { SettingsPatch } from '../../src/domain/organizations/settings.ts';
import type { Status } from '../../src/domain/words.ts';
import { configure } from '../../src/writers/configuring.ts';
import { settleRollUps } from '../../src/writers/settling.ts';
import { DAY, metric, tree, type World, world } from '../support/world.ts';

const all = (w: World) => w.db.select().from(okrs).where(eq(okrs.orgId, w.org.id)).orderBy(okrs.id);

const statuses = async (w: World) => Object.fromEntries((await all(w)).map(({ id, status }) => [id, status]));

/** Counts by what an OKR was and is now, of those that differ. */
function movesBetween(before: Record<string, Status>, after: Record<string, Status>) {
  const moves = new Map<string, number>();
  for (const [id, from] of Object.entries(before))
    if (after[id] !== from) moves.set(`${from} ${after[id]}`, (moves.get(`${from} ${after[id]}`) ?? 0) + 1);
  return moves;
}

const asMap = (moves: { from: Status; to: Status; count: number }[]) =>
  new Map(moves.map(({ from, to, count }) => [`${from} ${to}`, count]));

/** Every OKR recomputed one by one by its own writer, nearest to the leaves first, until nothing moves. */
async function recomputeAll(w: World, org: Organization) {
  const ctx = { ...w.as(w.ada), org };
  for (let round = 0; round < 4; round++) await settleRollUps(env, ctx, (await all(w)).map(({ id }) => id).reverse());
}

type Seed = {
  kind: 'objective' | 'key_result';
  under: number;
  value: number | null;
  said: boolean;
  mode: 'manual' | 'rollup';
};
const seed: fc.Arbitrary<Seed> = fc.record({
  kind: fc.constantFrom('objective' as const, 'key_result' as const),
  under: fc.nat({ max: 6 }),
  value: fc.option(fc.integer({ min: 0, max: 110 }), { nil: null }),
  said: fc.boolean(),
  mode: fc.constantFrom('manual' as const, 'rollup' as const),
});
const patchOf: fc.Arbitrary<SettingsPatch> = fc
  .record({
    behind: fc.integer({ min: 0, max: 50 }),
    wider: fc.integer({ min: 1, max: 50 }),
    parent_status: fc.constantFrom('children' as const, 'progress' as const),
  })
  .map(({ behind, wider, parent_status }) => ({ behind_bound: behind, at_risk_bound: behind + wider, parent_status }));

async function grow(w: World, seeds: Seed[]) {
  const ids: OkrId[] = [];
  for (const [i, { kind, under, value, said, mode }] of seeds.entries()) {
    const parent = ids[under % Math.max(1, ids.length)];
    const parents = parent && i > 0 ? [{ okrId: parent, fixedWeight: null }] : [];
    const { id } = await w.okr({ kind, mode, title: `OKR ${i}`, parents }, w.ada);
    ids.push(id);
    if (value === null) continue;
    const status = said ? { status: 'behind' as const } : {};
    // A value on what rolls up is held: else recomputing would replace it, which no change of settings does.
    const sticky = mode === 'rollup' ? { sticky: true } : {};
    const { due } = await w.writer(id, w.ada).checkIn({ value, ...status, ...sticky }, newId('chk', w.now));
    await w.settle(due);
  }
}

describe('a change of what OKRs are judged by', () => {
  it('does to every OKR what the preview has said, and what recomputing each of them would do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(seed, { minLength: 3, maxLength: 8 }), patchOf, async (seeds, patch) => {
        const w = await world({ slug: `org-${crypto.randomUUID()}` });
        await grow(w, seeds);
        const before = await statuses(w);
        const foreseen = (await previewSettings(w.as(w.ada), patch))!;
        expect(await statuses(w), 'a preview writes nothing').toEqual(before);
        const { org } = await configure(env, w.as(w.ada), patch);
        const after = await statuses(w);
        expect(foreseen.open).toBe(Object.keys(before).length);
        expect(asMap(foreseen.moves)).toEqual(movesBetween(before, after));
        await recomputeAll(w, org);
        expect(await statuses(w), 'as one by one').toEqual(after);
        for (const { id, version } of await all(w))
          expect(await w.db.$count(events, eq(events.subjectId, id)), 'every change has its event').toBe(version);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 120_000);

  it('turns an objective with its key result at once, and once only', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    const { due } = await w.writer(keyResults[0]!.id).checkIn({ value: 50 }, newId('chk', w.now));
    await w.settle(due);
    const before = await statuses(w);
    expect(before).toEqual({ [objective.id]: 'behind', [keyResults[0]!.id]: 'behind' });
    const patch = { behind_bound: 10 };
    expect(await previewSettings(w.as(w.ada), patch)).toEqual({
      open: 2,
      changed: 2,
      moves: [{ from: 'behind', to: 'on_track', count: 2 }],
    });
    const { org, pending } = await configure(env, w.as(w.ada), patch);
    expect(pending).toBe(false);
    expect(await statuses(w)).toEqual({ [objective.id]: 'on_track', [keyResults[0]!.id]: 'on_track' });
    const turned = await w.db
      .select({ subject: events.subjectId, data: events.data, actor: events.actorId })
      .from(events)
      .where(and(eq(events.orgId, w.org.id), eq(events.action, 'okr.turned')));
    expect(turned).toHaveLength(2);
    expect(turned[0]).toMatchObject({ actor: null, data: { from: 'behind', to: 'on_track' } });

    await configure(env, { ...w.as(w.ada), org }, patch);
    expect(await w.db.$count(events, and(eq(events.orgId, w.org.id), eq(events.action, 'okr.turned')))).toBe(2);
  });

  it('leaves what a person said, what is closed, and the colours of days past', async () => {
    const w = await world();
    const [said, closed, moved] = [await w.okr({}), await w.okr({}), await w.okr({})];
    await w.writer(said.id).checkIn({ value: 50, status: 'at_risk' }, newId('chk', w.now));
    await w.writer(closed.id).closeOkr({ status: 'closed' });
    const yesterday = w.now - DAY;
    await w.writer(moved.id, w.dana, yesterday).checkIn({ value: 50 }, newId('chk', yesterday));
    await configure(env, w.as(w.ada), { behind_bound: 10 });
    const after = await statuses(w);
    expect(after).toEqual({ [said.id]: 'at_risk', [closed.id]: 'closed', [moved.id]: 'on_track' });
    const points = await w.db
      .select({ day: progressPoints.day, status: progressPoints.status, value: progressPoints.value })
      .from(progressPoints)
      .where(eq(progressPoints.okrId, moved.id))
      .orderBy(progressPoints.day);
    expect(points).toEqual([
      { day: '2026-11-19', status: 'behind', value: 50 },
      { day: '2026-11-20', status: 'on_track', value: 50 },
    ]);
  });

  it('judges what is private, and counts it only for those who see it', async () => {
    const w = await world();
    const { id } = await w.okr({ visibility: 'private' } as never);
    await w.writer(id).checkIn({ value: 50 }, newId('chk', w.now));
    const patch = { behind_bound: 10 };
    expect(await previewSettings(w.as(w.ada), patch)).toEqual({ open: 0, changed: 0, moves: [] });
    await configure(env, w.as(w.ada), patch);
    expect(await statuses(w)).toEqual({ [id]: 'on_track' });
  });

  it('is asked for by nobody but admins, not even to look', async () => {
    const w = await world();
    await expect(previewSettings(w.as(w.dana), { behind_bound: 3 })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('goes on page by page where there are many, and marks parents that it has passed', async () => {
    const w = await world();
    const results: OkrId[] = [];
    for (let i = 0; i < 3; i++) results.push((await w.okr({ title: `Result ${i}` })).id);
    // The objective is newer than its key results: its page comes first.
    const later = w.as(w.dana, w.now + 1000);
    const objective = (await createOkr(later, { kind: 'objective', title: 'Newer' })).okr.id;
    for (const id of results) await w.settle((await w.writer(id).align(objective, null)).due);
    for (const id of results) await w.settle((await w.writer(id).checkIn({ value: 50 }, newId('chk', w.now))).due);
    expect(new Set(Object.values(await statuses(w)))).toEqual(new Set(['behind']));

    const org = await editOrganization(w.as(w.ada), { behind_bound: 10 });
    const ctx = { ...w.as(w.ada), org };
    const second = await restatePage(ctx, null, 2);
    expect(second).not.toBeNull();
    expect(await restatePage(ctx, await restatePage(ctx, second, 2), 2)).toBeNull();
    const due = (await w.db.select({ id: rollUpsDue.okrId }).from(rollUpsDue)).map(({ id }) => id);
    expect(due).toEqual([objective]);
    await settleRollUps(env, ctx, due);
    expect(new Set(Object.values(await statuses(w)))).toEqual(new Set(['on_track']));
    expect(await w.db.$count(rollUpsDue)).toBe(0);
  });

  it('finds the day on which an OKR turns by itself, without a new version of it', async () => {
    const w = await world();
    const { id } = await w.okr({ measure: metric(0, 100) as never });
    await w.writer(id).checkIn({ value: 60 }, newId('chk', w.now));
    const before = (await all(w))[0]!;
    const org = await editOrganization(w.as(w.ada), { behind_bound: 20, at_risk_bound: 40 });
    await restatePage({ ...w.as(w.ada), org }, null, 10);
    const after = (await all(w))[0]!;
    expect(after.turnsAt).toBeGreaterThan(before.turnsAt!);
    expect({ ...after, turnsAt: 0 }).toEqual({ ...before, turnsAt: 0 });
  });

  it('asks the queue to go over it once more, and no other change does', async () => {
    const w = await world();
    const send = vi.spyOn(Object.getPrototypeOf(env.JOBS), 'send').mockImplementation(async () => undefined as never);
    await configure(env, w.as(w.ada), { name: 'Northwind Traders', approval: 'leads' });
    expect(send).not.toHaveBeenCalled();
    await configure(env, w.as(w.ada), { at_risk_bound: 40 });
    expect(send).toHaveBeenCalledWith(
      { type: 'restate', orgId: w.org.id, before: null },
      { delaySeconds: expect.any(Number) },
    );
    send.mockRestore();
  });
});
