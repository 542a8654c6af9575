import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { stepsOf } from '../../src/domain/check-ins/stepping.ts';
import { DAY, metric, type World, world } from '../support/world.ts';

const site = 'http://localhost';

async function ask(
  w: World,
  path = '',
  form?: Record<string, string>,
  person = w.dana,
  headers: Record<string, string> = {},
) {
  return exports.default.fetch(`${site}/o/${w.org.slug}/check-in${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: site, ...headers },
    body: form ? new URLSearchParams(form) : undefined,
  });
}

const lately = () => world({ now: Date.now() });

/** Three OKRs of Dana that wait, the first named waiting longest. */
async function three(w: World) {
  const ids: OkrId[] = [];
  for (const [i, title] of ['First', 'Second', 'Third'].entries()) {
    const okr = await w.okr({ title, measure: metric(0, 1000) });
    const at = w.now - (20 - i) * DAY;
    await w.writer(okr.id, w.dana, at).checkIn({ value: 100, note: `${title} of all` }, newId('chk', at));
    ids.push(okr.id);
  }
  return ids as [OkrId, OkrId, OkrId];
}

const stored = async (id: string) =>
  (await env.DB.prepare('select value, status, status_source from okrs where id = ?').bind(id).first())!;
const checkInsOf = async (id: string) =>
  (
    await env.DB.prepare('select value, note, chosen_status from check_ins where okr_id = ? order by version')
      .bind(id)
      .all()
  ).results;

describe('one after the other', () => {
  test('shows the longest silence first, with what was said then', async () => {
    const w = await lately();
    const [, second] = await three(w);
    const response = await ask(w);
    const html = await response.text();
    expect(html).toContain('<h1>First</h1>');
    expect(html).toContain('1 of 3');
    expect(html).toContain('First of all');
    expect(html).toContain(`href="/o/northwind/check-in?okr=${second}&amp;done=0"`);
    expect(response.headers.get('Server-Timing')).toContain('trips=2 ');
  });

  test('goes on to the next after a check-in, and counts', async () => {
    const w = await lately();
    const [first, second] = await three(w);
    const sent = {
      okr: first,
      id: newId('chk', w.now),
      value: '900',
      was: '100',
      status: 'at_risk',
      suggested: 'at_risk',
      next: second,
      done: '0',
    };
    const answer = await ask(w, '', sent);
    const onwards = answer.headers.get('Location')!;
    expect([answer.status, onwards]).toEqual([303, `/o/northwind/check-in?done=1&said=${first}&okr=${second}`]);
    const html = await (await ask(w, onwards.slice('/o/northwind/check-in'.length))).text();
    expect(html).toContain('<h1>Second</h1>');
    expect(html).toContain('2 of 3');
  });

  test('comes back to what was skipped', async () => {
    const w = await lately();
    const [first, , third] = await three(w);
    const sent = { okr: third, id: newId('chk', w.now), value: '900', was: '100', next: '', done: '0' };
    const onwards = (await ask(w, '', sent)).headers.get('Location')!;
    expect(await (await ask(w, onwards.slice('/o/northwind/check-in'.length))).text()).toContain('<h1>First</h1>');
    expect((await stored(first)).value).toBe(100);
  });

  test('ends calmly', async () => {
    const w = await lately();
    const okr = await w.okr({ measure: metric(0, 1000) });
    const answer = await ask(w, '', {
      okr: okr.id,
      id: newId('chk', w.now),
      value: '900',
      was: '',
      next: '',
      done: '0',
    });
    const html = await (await ask(w, answer.headers.get('Location')!.slice('/o/northwind/check-in'.length))).text();
    expect(html).toContain('All said for this week.');
    expect(html).toContain('Checked in. 900 of 1,000 downloads.');
    expect(html).not.toContain('class="checkin"');
  });
});

describe('what is said', () => {
  const base = { was: '100', suggested: 'at_risk', next: '', done: '0' };

  test('leaves a call that was only suggested to the numbers', async () => {
    const w = await lately();
    const [first] = await three(w);
    await ask(w, '', { ...base, okr: first, id: newId('chk', w.now), value: '1,000', status: 'at_risk' });
    expect(await stored(first)).toEqual({ value: 1000, status: 'on_track', status_source: 'computed' });
  });

  test('keeps a call that the person made', async () => {
    const w = await lately();
    const [first] = await three(w);
    await ask(w, '', {
      ...base,
      okr: first,
      id: newId('chk', w.now),
      value: '1000',
      status: 'behind',
      note: ' A third is refunded. ',
    });
    expect(await stored(first)).toEqual({ value: 1000, status: 'behind', status_source: 'chosen' });
    expect((await checkInsOf(first)).at(-1)).toEqual({
      value: 1000,
      note: 'A third is refunded.',
      chosen_status: 'behind',
    });
  });

  test('is read as the person writes numbers', async () => {
    const w = await world({ now: Date.now(), settings: { locale: 'de-DE' } });
    const [first] = await three(w);
    await ask(w, '', { ...base, okr: first, id: newId('chk', w.now), value: '1.234,5' });
    expect((await stored(first)).value).toBe(1234.5);
  });

  test('that nothing is new keeps the value and is a word all the same', async () => {
    const w = await lately();
    const [first] = await three(w);
    await ask(w, '', {
      ...base,
      okr: first,
      id: newId('chk', w.now),
      value: '555',
      status: 'at_risk',
      nothing_new: '1',
    });
    expect((await stored(first)).value).toBe(100);
    expect(await checkInsOf(first)).toHaveLength(2);
    expect(await (await ask(w)).text()).toContain('<h1>Second</h1>');
  });

  test('twice is said once', async () => {
    const w = await lately();
    const [first] = await three(w);
    const sent = { ...base, okr: first, id: newId('chk', w.now), value: '200' };
    await ask(w, '', sent);
    await ask(w, '', sent);
    expect(await checkInsOf(first)).toHaveLength(2);
  });

  test('unreadably comes back with everything that was typed', async () => {
    const w = await lately();
    const [first] = await three(w);
    const answer = await ask(w, '', {
      ...base,
      okr: first,
      id: newId('chk', w.now),
      value: 'lots',
      status: 'behind',
      note: 'So many',
    });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('value="lots"');
    expect(html).toContain('So many</textarea>');
    expect(html).toContain('Write a number, like 712.');
    expect(html).toMatch(/value="behind" checked/);
    expect(await checkInsOf(first)).toHaveLength(1);
  });
});

describe('the verdict', () => {
  test('follows the value, and the call follows it', async () => {
    const w = await lately();
    const [first] = await three(w);
    const html = await (await ask(w, `/verdict?okr=${first}&value=1000&status=at_risk&suggested=at_risk`)).text();
    expect(html).toContain('On track');
    expect(html).toContain('100% of the way.');
    expect(html).toMatch(/value="on_track" checked/);
  });

  test('does not touch a call that the person made', async () => {
    const w = await lately();
    const [first] = await three(w);
    const html = await (await ask(w, `/verdict?okr=${first}&value=1000&status=behind&suggested=at_risk`)).text();
    expect(html).toMatch(/value="behind" checked/);
  });

  test('says what it cannot read', async () => {
    const w = await lately();
    const [first] = await three(w);
    expect(await (await ask(w, `/verdict?okr=${first}&value=lots`)).text()).toContain('Write a number, like 712.');
  });
});

describe('others', () => {
  test('observers are told that they look on', async () => {
    const w = await lately();
    expect(await (await ask(w, '', undefined, w.omar)).text()).toContain('Observers look on.');
  });

  test('may not say a word for an OKR that is not theirs', async () => {
    const w = await lately();
    const okr = await w.okr({}, w.ada);
    expect((await ask(w, `?okr=${okr.id}`)).status).toBe(403);
    const answer = await ask(w, '', { okr: okr.id, id: newId('chk', w.now), value: '5', was: '' });
    expect(answer.status).toBe(403);
    expect((await stored(okr.id)).value).toBeNull();
  });

  test('of another organization do not find it', async () => {
    const [w, other] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    const foreign = await other.okr({});
    expect((await ask(w, `?okr=${foreign.id}`)).status).toBe(404);
    expect((await ask(w, `/verdict?okr=${foreign.id}&value=5`)).status).toBe(404);
    expect((await ask(w, '', { okr: foreign.id, id: newId('chk', w.now), value: '5', was: '' })).status).toBe(404);
  });
});

test.each([
  [metric(0, 1000), 640, [1, 10]],
  [metric(0, 6), 3, [1, 5]],
  [metric(5, 1.2), 3, [0.01, 0.1]],
  [metric(0, 250_000), 10_000, [100, 1000]],
  [{ type: 'percent' as const }, 27, [1, 10]],
])('steps fit the way: %j at %j goes by %j', (measure, value, steps) => {
  expect(stepsOf(measure, value)).toEqual(steps);
});
