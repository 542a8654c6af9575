import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pace, type Speed } from '../../src/lib/pace.ts';
import { speeds } from '../../src/writers/connection-reader.ts';

/** When each step was let go on a clock that only sleeping moves; `pauses` are rests (ms) before a step. */
async function goes(speed: Speed, pauses: readonly number[]): Promise<number[]> {
  let at = 1_000_000;
  const step = pace(speed, {
    now: () => at,
    sleep: async (ms) => {
      at += ms;
    },
  });
  const gone: number[] = [];
  for (const pause of pauses) {
    at += pause;
    await step();
    gone.push(at - 1_000_000);
  }
  return gone;
}

/** The most steps within any stretch of so many ms. */
const mostWithin = (gone: readonly number[], ms: number) =>
  Math.max(...gone.map((from) => gone.filter((at) => at >= from && at < from + ms).length));

const atOnce = (count: number) => Array.from({ length: count }, () => 0);

describe('pace', () => {
  test('lets a burst go at once and the rest evenly', async () => {
    expect(await goes({ burst: 3, perSecond: 2 }, atOnce(6))).toEqual([0, 0, 0, 500, 1000, 1500]);
  });

  test('several steps at once wait for as long as each of them would', async () => {
    let at = 0;
    const sleep = async (ms: number) => {
      at += ms;
    };
    const step = pace({ burst: 3, perSecond: 2 }, { now: () => at, sleep });
    const gone: number[] = [];
    for (const steps of [2, 4, 1]) {
      await step(steps);
      gone.push(at);
    }
    expect(gone).toEqual([0, 1500, 2000]);
  });

  test('a rest fills the bucket again, never beyond a burst', async () => {
    const gone = await goes({ burst: 2, perSecond: 1 }, [0, 0, 0, 10_000, 0, 0]);
    expect(gone).toEqual([0, 0, 1000, 11_000, 11_000, 12_000]);
  });

  test('never lets more go in any stretch of time than a burst and what comes back meanwhile', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 60 }),
        async (burst, perSecond, pauses) => {
          const gone = await goes({ burst, perSecond }, pauses);
          for (const ms of [100, 1000, 7000])
            expect(mostWithin(gone, ms)).toBeLessThanOrEqual(burst + Math.ceil((ms * perSecond) / 1000));
        },
      ),
      { numRuns: 50 },
    ));

  test('those that wait together are let go one after the other', async () => {
    let at = 0;
    const sleeps: number[] = [];
    const step = pace(
      { burst: 1, perSecond: 1 },
      {
        now: () => at,
        sleep: async (ms) => {
          sleeps.push(ms);
        },
      },
    );
    await Promise.all([step(), step(), step()]);
    expect(sleeps).toEqual([1000, 2000]);
    at = 3000;
    await step();
    expect(sleeps).toHaveLength(2);
  });

  test('a clock that is put back makes nobody wait longer', async () => {
    let at = 3_600_000;
    const sleeps: number[] = [];
    const clock = {
      now: () => at,
      sleep: async (ms: number) => {
        sleeps.push(ms);
      },
    };
    const step = pace({ burst: 1, perSecond: 1 }, clock);
    await step();
    at = 0;
    await step();
    expect(sleeps).toEqual([1000]);
  });
});

describe('the speeds', () => {
  test.each([
    ['asana', 60_000, 150],
    ['trello', 10_000, 100],
    ['bigquery', 1_000, 100],
  ] as const)('of %s stay a tenth below what it allows', async (provider, ms, allowed) => {
    const gone = await goes(speeds[provider], atOnce(allowed * 2));
    expect(mostWithin(gone, ms)).toBeLessThanOrEqual(allowed * 0.9);
  });
});
