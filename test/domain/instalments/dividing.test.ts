import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dividedMeasure, divisionsOf, quartersOf } from '../../../src/domain/instalments/dividing.ts';
import type { Metric } from '../../../src/domain/okrs/measure.ts';
import { contradictions } from '../../../src/domain/okrs/measure.ts';
import type { Period } from '../../../src/domain/periods/finding.ts';
import { spansFrom } from '../../../src/domain/periods/fiscal.ts';
import { metric } from '../../support/world.ts';

const whole = (start: number, target: number) => ({ ...metric(start, target), decimals: null }) as Metric;
const ways = (measure: Metric, count: number, division: 'steps' | 'parts') =>
  (dividedMeasure(measure, count, division) as Metric[]).map(({ start, target }) => [start, target]);

describe('a number divided into quarters', () => {
  it('step by step goes on where the quarter before ends', () => {
    expect(ways(whole(400, 650), 4, 'steps')).toEqual([
      [400, 463],
      [463, 525],
      [525, 588],
      [588, 650],
    ]);
    expect(ways(whole(8, 4), 4, 'steps')).toEqual([
      [8, 7],
      [7, 6],
      [6, 5],
      [5, 4],
    ]);
    expect(ways(whole(0, 1), 4, 'steps')).toEqual([
      [0, 0.25],
      [0.25, 0.5],
      [0.5, 0.75],
      [0.75, 1],
    ]);
  });

  it('ends where the checkpoints expect it at the end of each quarter', () => {
    const along = (measure: Metric, division: 'steps' | 'parts', reached: number[]) =>
      (dividedMeasure(measure, 4, division, reached) as Metric[]).map(({ start, target }) => [start, target]);
    expect(along(whole(0, 100), 'steps', [0.1, 0.2, 0.6, 1])).toEqual([
      [0, 10],
      [10, 20],
      [20, 60],
      [60, 100],
    ]);
    expect(along(whole(0, 100), 'parts', [0.1, 0.2, 0.6, 1]).map(([, target]) => target)).toEqual([10, 10, 40, 40]);
    // Nothing is expected of the second quarter, and a number that stays where it is is no measure.
    expect(along(whole(0, 100), 'steps', [0.1, 0.1, 0.6, 1])).toEqual(ways(whole(0, 100), 4, 'steps'));
  });

  it('in parts adds up to the target', () => {
    expect(ways(whole(0, 100), 4, 'parts')).toEqual([
      [0, 25],
      [0, 25],
      [0, 25],
      [0, 25],
    ]);
    expect(ways(whole(400, 650), 4, 'parts').reduce((sum, [, target]) => sum + target!, 0)).toBe(650);
  });

  it('is divided into parts only where it grows; a percent and a bound are the same in each', () => {
    expect(divisionsOf(whole(8, 4))).toEqual(['steps']);
    expect(divisionsOf({ type: 'percent' })).toEqual([]);
    expect(dividedMeasure({ type: 'percent' }, 3, 'steps')).toEqual(Array(3).fill({ type: 'percent' }));
    const bound = { ...whole(0, 2), direction: 'stay_below' as const };
    expect(dividedMeasure(bound, 2, 'steps')).toEqual([bound, bound]);
  });

  it('is always a measure of its own, from the start to the target', () => {
    const figure = fc.oneof(fc.integer({ min: -1e6, max: 1e6 }), fc.double({ min: -1e4, max: 1e4, noNaN: true }));
    fc.assert(
      fc.property(figure, figure, fc.integer({ min: 2, max: 12 }), (start, target, count) => {
        fc.pre(Math.abs(target - start) > 1e-3);
        const steps = dividedMeasure(whole(start, target), count, 'steps') as Metric[];
        expect([steps[0]!.start, steps.at(-1)!.target]).toEqual([start, target]);
        for (const [i, each] of steps.entries()) {
          expect(contradictions(each)).toEqual([]);
          if (i > 0) expect(each.start).toBe(steps[i - 1]!.target);
        }
        if (target < start) return;
        const parts = dividedMeasure(whole(start, target), count, 'parts') as Metric[];
        expect(parts.flatMap((each) => contradictions(each))).toEqual([]);
        expect(parts.reduce((sum, each) => sum + each.target, 0)).toBeCloseTo(target, 4);
      }),
    );
  });
});

describe('the quarters of a span', () => {
  const quarters = spansFrom('quarter', '2026-01-01', 1, 3) as Period[];
  const year = { startsOn: '2026-01-01', endsOn: '2026-12-31' };

  it('are those that it reaches into, in time', () => {
    const found = quartersOf({ startsOn: '2026-02-15', endsOn: '2026-07-01' }, quarters, 1).quarters!;
    expect(found.map(({ name }) => name)).toEqual(['Q1 2026', 'Q2 2026', 'Q3 2026']);
    expect(quartersOf(year, quarters, 1).quarters).toHaveLength(4);
  });

  it('name the first that nobody has made', () => {
    expect(quartersOf(year, quarters.toSpliced(2, 1), 1).missing).toBe('Q3 2026');
    expect(quartersOf({ ...year, endsOn: '2027-01-01' }, quarters, 1).missing).toBe('Q1 2027');
  });
});
