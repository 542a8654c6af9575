import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { dayOf } from '../../src/lib/days.ts';
import { callerWith, tripsOf } from '../api/caller.ts';
import { DAY, tree, type World, world } from '../support/world.ts';

const now = Date.now();
const ago = (w: World, days: number) => dayOf(now - days * DAY, w.org.timeZone);

/** A tree of ten days ago that moved nine and four days ago; one more key result came three days ago. */
async function history() {
  const w = await world({ now: now - 10 * DAY });
  const { objective, keyResults } = await tree(w, [{ title: 'Grow trials' }]);
  const first = keyResults[0]!.id;
  const say = async (okrId: OkrId, value: number, days: number) => {
    const at = now - days * DAY;
    await w.writer(okrId, w.dana, at).checkIn({ value }, newId('chk', at));
    await w.writer(objective.id, w.ada, at).rollUp();
  };
  await say(first, 20, 9);
  await say(first, 60, 4);
  w.now = now - 3 * DAY;
  const token = await w.token(w.ada);
  const late = callerWith(token);
  return { w, call: late, objective: objective.id, first, say };
}

const ask = async (w: World, path: string) => {
  const answer = await exports.default.fetch(`http://localhost/o/${w.org.slug}/${path}`, {
    headers: { Cookie: await w.cookie(w.dana) },
    redirect: 'manual',
  });
  const words = (await answer.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  return { answer, words };
};

describe('the list of OKRs as of a past day', () => {
  it('shows values of then and says what is of today, in two round trips', async () => {
    const { w } = await history();
    const { answer, words } = await ask(w, `okrs?on=${ago(w, 6)}`);
    expect(answer.headers.get('Server-Timing')).toContain('trips=2');
    expect(words).toContain('As it was on');
    expect(words).toMatch(/Delight customers .* 20% .*Grow trials 20%/);
    expect(words).not.toContain('60%');
    expect((await ask(w, `okrs?on=${ago(w, 2)}&level=individual`)).words).toContain('60%');
  });

  it('leaves out what came later, and goes to today’s for today and for no day', async () => {
    const { w } = await history();
    expect((await ask(w, `okrs?on=${ago(w, 11)}`)).words).not.toContain('Grow trials');
    for (const on of [ago(w, 0), 'never'])
      expect((await ask(w, `okrs?on=${on}&level=team`)).answer.headers.get('Location')).toBe(
        '/o/northwind/okrs?level=team',
      );
  });
});

describe('the API as of a past day', () => {
  it('reads an OKR, lists OKRs and explains them as they stood', async () => {
    const { w, call, objective, first } = await history();
    const on = ago(w, 6);
    const read = await call('GET', `/okrs/${objective}?on=${on}`);
    expect(tripsOf(read)).toBe(2);
    expect(read.body).toMatchObject({ value: 20, progress: 0.2, percent: 20, data_link: null, value_at: null });
    expect(read.body.expected).toBeLessThan((await call('GET', `/okrs/${objective}`)).body.expected);
    const list = await call('GET', `/okrs?on=${on}&parent=${objective}`);
    expect(list.body.data).toMatchObject([{ id: first, value: 20 }]);
    expect((await call('GET', `/okrs?on=${ago(w, 11)}`)).body.data).toEqual([]);
    const why = await call('GET', `/okrs/${objective}/explanation?on=${on}`);
    expect(tripsOf(why)).toBe(2);
    expect(why.body).toMatchObject({
      value: 20,
      formula: '100% × 20% = 20%',
      inputs: [{ type: 'child', okr_id: first, value: 20 }],
      notes: [],
      attention: [],
    });
    const leaf = await call('GET', `/okrs/${first}/explanation?on=${on}`);
    expect(leaf.body).toMatchObject({ formula: '20 ÷ 100 = 20%', inputs: [{ type: 'check_in', value: 20 }] });
  });

  it('says when today’s shares come to another number, and that statuses cannot be searched', async () => {
    const { w, call, objective } = await history();
    await w.okr({ title: 'Older than it looks', parents: [{ okrId: objective, fixedWeight: null }] });
    const why = await call('GET', `/okrs/${objective}/explanation?on=${ago(w, 3)}`);
    expect(why.body.notes.at(-1)).toMatch(/^Contributions, targets and alignment are today’s/);
    expect((await call('GET', `/okrs?on=${ago(w, 3)}&status=behind`)).status).toBe(422);
    expect((await call('GET', `/okrs/${objective}?on=soon`)).status).toBe(422);
    expect((await call('GET', `/okrs/${objective}?on=${ago(w, 0)}`)).body.value).not.toBe(20);
  });
});
