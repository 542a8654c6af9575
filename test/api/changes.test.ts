import { describe, expect, it } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { dayOf } from '../../src/lib/days.ts';
import { DAY, tree, world } from '../support/world.ts';
import { callerWith, tripsOf } from './caller.ts';

const now = Date.now();

async function week() {
  const w = await world({ now: now - 10 * DAY });
  const { objective, keyResults } = await tree(w, [{ title: 'Grow trials' }], { team_id: w.team.id, level: 'team' });
  const [first] = keyResults;
  const at = now - 4 * DAY;
  await w.writer(first!.id, w.dana, at).checkIn({ value: 60 }, newId('chk', at));
  await w.writer(objective.id, w.ada, at).rollUp();
  const from = dayOf(now - 7 * DAY, w.org.timeZone);
  return { w, call: callerWith(await w.token(w.omar, ['read'])), objective: objective.id, first: first!.id, from };
}

describe('changes', () => {
  it('of an OKR and all below it say what moved what, as data and in words', async () => {
    const { w, call, objective, first, from } = await week();
    const heard = await call('GET', `/okrs/${objective}/changes?from=${from}`);
    expect(tripsOf(heard)).toBe(2);
    expect(heard.body).toMatchObject({
      from,
      to: dayOf(now, w.org.timeZone),
      says: 'Of 2 OKRs, 2 gained.',
      counts: { gained: 2 },
      unchanged: 0,
      complete: true,
      changes: [
        { okr_id: objective, turn: 'gained', from: null, to: { value: 60 }, moved_by: [first] },
        { okr_id: first, turn: 'gained', to: { value: 60, progress: 0.6 }, moved_by: [] },
      ],
    });
    expect(heard.body.changes[0].says).toContain('One key result moved it: “Grow trials” (new, at 60%).');
  });

  it('of the period or a team say the same', async () => {
    const { w, call, from } = await week();
    expect((await call('GET', `/changes?from=${from}`)).body.counts).toEqual({ gained: 2 });
    expect((await call('GET', `/changes?from=${from}&period=${w.year.id}`)).body.changes).toEqual([]);
    expect((await call('GET', `/changes?from=${from}&team=${w.team.id}`)).body.changes).toHaveLength(1);
    expect((await call('GET', `/changes?from=${from}&team=tm_unknown`)).status).toBe(404);
  });

  it('refuse days that make no sense', async () => {
    const { call, objective, from } = await week();
    expect((await call('GET', `/okrs/${objective}/changes?from=${from}&to=${from}`)).body.fields).toEqual({
      from: 'The first day has to lie before the second, and before today.',
    });
    expect((await call('GET', `/okrs/${objective}/changes`)).body.from).toBe(from);
    expect((await call('GET', '/changes?from=soon')).body.fields).toEqual({ from: 'Write a day as 2026-11-20.' });
  });
});
