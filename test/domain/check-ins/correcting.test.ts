import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../../src/db/ids.ts';
import { checkIns, okrs } from '../../../src/db/schema/okrs.ts';
import { tree, type World, world } from '../../support/world.ts';

const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;

const say = async (w: World, id: OkrId, value: number, sticky?: boolean) => {
  const said = newId('chk', w.now);
  await w.settle((await w.writer(id).checkIn({ value, ...(sticky && { sticky }) }, said)).due);
  return said;
};

describe('what a person said over what the children say', () => {
  it.each([false, true])('leaves what they say today when it is deleted (sticky: %s)', async (sticky) => {
    const w = await world();
    const { objective: top } = await tree(w, []);
    const { objective, keyResults } = await tree(w, [{}, {}], { parents: [{ okrId: top.id, fixedWeight: null }] });
    await say(w, keyResults[0]!.id, 40);
    const said = await say(w, objective.id, 90, sticky);
    // Held, nothing below reaches it; not held, a crash has kept it from being recomputed.
    if (sticky) await say(w, keyResults[1]!.id, 60);
    else await w.db.update(okrs).set({ value: 60, progress: 0.6 }).where(eq(okrs.id, keyResults[1]!.id));
    await w.settle((await w.writer(objective.id).deleteCheckIn(said)).due);
    expect(await okrOf(w, objective.id)).toMatchObject({ value: 50, progress: 0.5, heldAt: null });
    expect(await okrOf(w, top.id)).toMatchObject({ value: 50 });
    const told = await w.db.select().from(checkIns).where(eq(checkIns.okrId, objective.id)).orderBy(checkIns.version);
    expect(told.at(-1)).toMatchObject({ source: 'roll_up', value: 50 });
  });

  it('goes on being held when only a later word of it is deleted', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    await say(w, keyResults[0]!.id, 40);
    await say(w, objective.id, 80, true);
    const later = newId('chk', w.now + 1);
    await w.writer(objective.id, w.dana, w.now + 1).checkIn({ value: 90 }, later);
    await w.settle((await w.writer(objective.id).deleteCheckIn(later)).due);
    expect(await okrOf(w, objective.id)).toMatchObject({ value: 80, heldAt: w.now });
  });
});
