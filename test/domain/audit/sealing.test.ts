import { and, eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../src/db/ids.ts';
import { eventSeals, events } from '../../../src/db/schema/access.ts';
import { organizations } from '../../../src/db/schema/organizations.ts';
import { listForgetting, pruneEvents } from '../../../src/domain/audit/pruning.ts';
import { listUnsealed, sealEvents } from '../../../src/domain/audit/sealing.ts';
import { verifySeals } from '../../../src/domain/audit/verifying.ts';
import { DAY, type World, world } from '../../support/world.ts';

const happen = (w: World, count: number, at = w.now) =>
  w.db.insert(events).values(
    Array.from({ length: count }, () => ({
      id: newId('evt', at),
      orgId: w.org.id,
      at,
      actorId: w.dana.id,
      via: 'page',
      action: 'tag.created',
      subjectId: 'tag_1',
      data: { name: 'growth' },
    })),
  );

/** Seals everything, `per` events at a time as they come. */
async function sealedWorld(batches: number[]) {
  const w = await world();
  for (const [i, count] of batches.entries()) {
    await happen(w, count, w.now + i);
    await sealEvents(w.db, w.org.id, w.now + i);
  }
  return w;
}

const verify = (w: World, after = 0) => verifySeals(w.as(w.ada), after);
const sealsOf = (w: World) => w.db.select().from(eventSeals).where(eq(eventSeals.orgId, w.org.id));

describe('sealing', () => {
  test('covers each event once, and each seal follows the one before', async () => {
    const w = await sealedWorld([3, 2]);
    const [first, second] = await sealsOf(w);
    expect(first).toMatchObject({ n: 1, events: 3 });
    expect(second).toMatchObject({ n: 2, events: 2, previous: first!.hash });
    expect(await listUnsealed(w.db, 10)).toEqual([]);
    expect(await verify(w)).toMatchObject({ upTo: 2, broken: null, done: true, unsealed: 0 });
  });

  test('without anything new puts no seal', async () => {
    const w = await sealedWorld([1]);
    expect(await sealEvents(w.db, w.org.id, w.now)).toBe(false);
    expect(await sealsOf(w)).toHaveLength(1);
  });

  test('twice at once seals no event twice', async () => {
    const w = await world();
    await happen(w, 8);
    await Promise.all([sealEvents(w.db, w.org.id, w.now), sealEvents(w.db, w.org.id, w.now)]);
    expect((await sealsOf(w)).reduce((sum, seal) => sum + seal.events, 0)).toBe(8);
    expect(await verify(w)).toMatchObject({ broken: null, done: true });
  });

  test('takes an event that came late into the next seal', async () => {
    const w = await sealedWorld([2]);
    await happen(w, 1, w.now - 60_000);
    await sealEvents(w.db, w.org.id, w.now);
    expect(await verify(w)).toMatchObject({ upTo: 2, broken: null, done: true });
  });

  test('of one organization leaves the events of another alone', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    await happen(w, 1);
    await happen(other, 1);
    await sealEvents(w.db, w.org.id, w.now);
    expect((await listUnsealed(w.db, 10)).map(({ orgId }) => orgId)).toEqual([other.org.id]);
  });
});

describe('verifying', () => {
  const one = (w: World) => and(eq(events.orgId, w.org.id), eq(events.seal, 2));

  test('finds an event that was changed', async () => {
    const w = await sealedWorld([2, 2, 2]);
    await w.db
      .update(events)
      .set({ data: { name: 'decline' } })
      .where(one(w));
    expect(await verify(w)).toMatchObject({ upTo: 1, broken: { n: 2, why: 'changed' }, done: true });
  });

  test('finds an event that was removed', async () => {
    const w = await sealedWorld([2, 2, 2]);
    const [gone] = await w.db.select().from(events).where(one(w)).limit(1);
    await w.db.delete(events).where(eq(events.id, gone!.id));
    expect((await verify(w)).broken).toEqual({ n: 2, why: 'changed' });
  });

  test('finds an event that was put under a seal later', async () => {
    const w = await sealedWorld([2, 2]);
    await happen(w, 1);
    await w.db.update(events).set({ seal: 1 }).where(sql`seal is null`);
    expect((await verify(w)).broken).toEqual({ n: 1, why: 'changed' });
  });

  test('finds a seal that was made anew over changed events', async () => {
    const w = await sealedWorld([2, 2]);
    await w.db
      .update(eventSeals)
      .set({ hash: 'f'.repeat(64) })
      .where(eq(eventSeals.n, 1));
    expect((await verify(w)).broken).toEqual({ n: 1, why: 'changed' });
  });

  test('finds a seal that is gone, in the middle and at the end', async () => {
    const w = await sealedWorld([1, 1, 1]);
    await w.db.delete(eventSeals).where(eq(eventSeals.n, 3));
    expect((await verify(w)).broken).toEqual({ n: 3, why: 'missing' });
    await w.db.delete(eventSeals).where(eq(eventSeals.n, 2));
    expect((await verify(w)).broken).toEqual({ n: 2, why: 'missing' });
  });

  test('goes on where it stopped, a few seals at a time', async () => {
    const w = await sealedWorld([1, 1, 1, 1, 1, 1, 1]);
    const first = await verify(w);
    expect(first).toMatchObject({ upTo: 5, done: false, broken: null });
    expect(await verify(w, first.upTo)).toMatchObject({ upTo: 7, done: true, broken: null });
  });

  test('is refused to members', async () => {
    const w = await world();
    await expect(verifySeals(w.as(w.dana), 0)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('forgetting', () => {
  test('removes what is older than configured, and the rest of the chain still proves itself', async () => {
    const w = await sealedWorld([2]);
    const later = w.now + 400 * DAY;
    await happen(w, 1, later);
    await sealEvents(w.db, w.org.id, later);
    await w.db.update(organizations).set({ auditDays: 365 }).where(eq(organizations.id, w.org.id));
    expect(await listForgetting(w.db, 10)).toEqual([{ orgId: w.org.id }]);
    await pruneEvents(w.db, w.org.id, later);
    expect(await w.db.$count(events, eq(events.orgId, w.org.id))).toBe(1);
    expect(await verify(w)).toMatchObject({ upTo: 2, broken: null, done: true });
  });

  test('removes nothing where everything is kept', async () => {
    const w = await sealedWorld([2]);
    expect(await pruneEvents(w.db, w.org.id, w.now + 10_000 * DAY)).toBe(false);
    expect(await w.db.$count(events, eq(events.orgId, w.org.id))).toBe(2);
  });
});
