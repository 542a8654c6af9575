import { describe, expect, test } from 'vitest';
import { turns } from '../../src/lib/turns.ts';

const calm = () => false;
const urgently = () => true;

/** Tasks that say when they begin, and end when they are told to. */
function recording() {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const task = (name: string) => () => {
    begun.push(name);
    const end = Promise.withResolvers<string>();
    ends.set(name, end);
    return end.promise;
  };
  const end = async (name: string) => {
    await new Promise((done) => setTimeout(done, 0));
    ends.get(name)!.resolve(name);
    await new Promise((done) => setTimeout(done, 0));
  };
  return { begun, task, end, ends };
}

describe('turns', () => {
  test('one task runs at a time, in the order they came', async () => {
    const inTurn = turns();
    const { begun, task, end } = recording();
    const all = ['a', 'b', 'c'].map((name) => inTurn(calm, task(name)));
    await Promise.resolve();
    expect(begun).toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    await end('c');
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  });

  test('an urgent task goes before those that wait, not before the one that runs', async () => {
    const inTurn = turns();
    const { begun, task, end } = recording();
    void inTurn(calm, task('a'));
    void inTurn(calm, task('b'));
    void inTurn(urgently, task('c'));
    void inTurn(urgently, task('d'));
    for (const name of ['a', 'c', 'd', 'b']) await end(name);
    expect(begun).toEqual(['a', 'c', 'd', 'b']);
  });

  test('a task that waits may become urgent', async () => {
    const inTurn = turns();
    const { begun, task, end } = recording();
    let urgent = false;
    void inTurn(calm, task('a'));
    void inTurn(calm, task('b'));
    void inTurn(() => urgent, task('c'));
    urgent = true;
    for (const name of ['a', 'c', 'b']) await end(name);
    expect(begun).toEqual(['a', 'c', 'b']);
  });

  test('a task that fails rejects for whoever asked and does not hold up the next', async () => {
    const inTurn = turns();
    const first = inTurn(calm, () => Promise.reject(new Error('no')));
    const second = inTurn(calm, async () => 'yes');
    await expect(first).rejects.toThrow('no');
    expect(await second).toBe('yes');
    expect(await inTurn(calm, async () => 'later')).toBe('later');
  });

  test('a task that throws before it promises anything does not hold up the next either', async () => {
    const inTurn = turns();
    const first = inTurn(calm, () => {
      throw new Error('at once');
    });
    await expect(first).rejects.toThrow('at once');
    expect(await inTurn(calm, async () => 'yes')).toBe('yes');
  });
});
