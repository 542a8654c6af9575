import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Known, type Landing, outlookOf, wallsOf } from '../../../src/domain/okrs/outlook.ts';
import { addDays } from '../../../src/lib/days.ts';

const span = { startsOn: '2026-10-01', endsOn: '2026-12-31' };
const today = '2026-11-19';
const percent = wallsOf({ type: 'percent' });

const known = (...points: [day: string, progress: number][]): Known[] =>
  points.map(([day, progress]) => ({ day, progress }));

/** A value on each day of this week, the last one today. */
const weekly = (...progress: number[]): Known[] =>
  progress.map((each, i) => ({ day: addDays(today, (i - progress.length + 1) * 7), progress: each }));

function landing(history: readonly Known[], walls = wallsOf({ type: 'metric' } as never)): Landing {
  const outlook = outlookOf(history, today, span, walls);
  if (outlook.kind !== 'landing') throw new Error(`No landing: ${outlook.says}`);
  return outlook;
}

describe('too little to tell', () => {
  it.each([
    ['without a value', [], 'There are 0.'],
    ['with two days', known(['2026-10-01', 0], ['2026-11-10', 0.4]), 'There are 2.'],
    ['with three days in 13', known(['2026-11-06', 0], ['2026-11-10', 0.1], ['2026-11-12', 0.2]), 'There are 13 days.'],
    ['with days that lie ahead', known(['2026-10-01', 0], ['2026-11-10', 0.4], ['2026-11-20', 0.5]), 'There are 2.'],
  ])('%s', (_, history, says) => {
    expect(outlookOf(history, today, span)).toEqual({ kind: 'too_little', says: expect.stringContaining(says) });
  });

  it('no more with three days in 14', () =>
    expect(landing(known(['2026-11-05', 0], ['2026-11-10', 0.1], ['2026-11-12', 0.2])).weeks).toBe(2));

  it.each([
    ['before it starts', '2026-09-30'],
    ['on its last day', '2026-12-31'],
    ['after its end', '2027-01-05'],
  ])('is not the question %s', (_, day) => {
    expect(outlookOf(weekly(0, 0.1, 0.2, 0.3), day, span).kind).toBe('none');
  });
});

describe('the landing', () => {
  it('goes on at a steady pace, without doubt', () => {
    const { progress, low, high, pace, reaches_on } = landing(weekly(0, 0.1, 0.2, 0.3, 0.4));
    expect(pace).toBeCloseTo(0.1, 12);
    expect([progress, low, high]).toEqual(Array(3).fill(expect.closeTo(1, 12)));
    expect(reaches_on).toBe('2026-12-31');
  });

  it('does not take one leap for a pace', () => {
    const { progress, high } = landing(weekly(0.1, 0.1, 0.1, 0.1, 0.1, 0.6));
    expect(progress).toBe(0.6);
    expect(high).toBeGreaterThan(0.8);
  });

  it('takes the pace from the last eight weeks', () => {
    const { weeks, pace } = landing(weekly(0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5));
    expect([weeks, pace]).toEqual([8, 0]);
  });

  it('is less sure further away', () => {
    const wide = (endsOn: string) => {
      const outlook = outlookOf(weekly(0, 0.1, 0.15, 0.3), today, { ...span, endsOn }) as Landing;
      return outlook.high - outlook.low;
    };
    expect(wide('2026-12-31')).toBeGreaterThan(wide('2026-11-30'));
  });

  it('of a percent stays within 0 and 1', () => {
    const { progress, low, high } = landing(weekly(0.2, 0.5, 0.6, 0.95), percent);
    expect([progress, high]).toEqual([1, 1]);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(landing(weekly(0.9, 0.6, 0.3, 0.1), percent).progress).toBe(0);
  });

  it('of a percent beyond 1 does not go further, and does not jump back', () =>
    expect(landing(weekly(0.8, 0.9, 1, 1.2), percent).progress).toBe(1.2));

  it('follows an overshoot of a metric', () =>
    expect(landing(weekly(0.8, 1, 1.2, 1.4)).progress).toBeCloseTo(1.4 + 0.2 * 6, 12));

  it('follows a decline below the start', () => expect(landing(weekly(0, -0.1, -0.2)).progress).toBeCloseTo(-0.8, 12));
});

describe('the day of the target', () => {
  it('lies where the pace leads, also beyond the end', () =>
    expect(landing(weekly(0, 0.05, 0.1, 0.15)).reaches_on).toBe(addDays(today, 17 * 7)));
  it('is none at a standstill', () => expect(landing(weekly(0.4, 0.4, 0.4)).reaches_on).toBeNull());
  it('is none when it falls', () => expect(landing(weekly(0.4, 0.3, 0.2)).reaches_on).toBeNull());
  it('is none when it lies ten years ahead', () =>
    expect(landing(weekly(0, 0.0001, 0.0002, 0.0003)).reaches_on).toBeNull());
  it('is the day since which it has been there', () =>
    expect(landing(weekly(0, 1, 0.9, 1, 1.1)).reaches_on).toBe(addDays(today, -7)));
});

describe('any history', () => {
  const fraction = fc.double({ min: -1, max: 2, noNaN: true });
  const history = fc
    .uniqueArray(fc.integer({ min: 0, max: 80 }), { minLength: 3, maxLength: 20 })
    .filter((ages) => Math.max(...ages) >= 14)
    .chain((ages) =>
      fc.tuple(...ages.map((age) => fraction.map((progress) => ({ day: addDays(today, -age), progress })))),
    );
  const all = (check: (points: Known[]) => void) => fc.assert(fc.property(history, check));

  it('lands inside its interval', () =>
    all((points) => {
      const { low, progress, high } = landing(points, percent);
      expect(low).toBeLessThanOrEqual(progress);
      expect(progress).toBeLessThanOrEqual(high);
    }));

  it('lands where it is when it never moved', () =>
    all((points) => {
      const still = points.map(({ day }) => ({ day, progress: 0.3 }));
      expect(landing(still)).toMatchObject({ progress: 0.3, low: 0.3, high: 0.3, pace: 0 });
    }));

  it('says the same in whatever order it is told', () =>
    all((points) => {
      expect(landing(points.toReversed())).toEqual(landing(points));
    }));

  it('says the same at another time', () =>
    all((points) => {
      const later = (day: string) => addDays(day, 400);
      const shifted = outlookOf(
        points.map(({ day, progress }) => ({ day: later(day), progress })),
        later(today),
        { startsOn: later(span.startsOn), endsOn: later(span.endsOn) },
      );
      const { progress, low, high } = landing(points);
      expect(shifted).toMatchObject({ progress, low, high });
    }));

  it('moves and stretches with its values', () =>
    fc.assert(
      fc.property(history, fc.double({ min: 0.01, max: 5, noNaN: true }), fraction, (points, scale, shift) => {
        const as = (value: number) => value * scale + shift;
        const changed = landing(points.map(({ day, progress }) => ({ day, progress: as(progress) })));
        const { progress, low, high } = landing(points);
        expect(changed.progress).toBeCloseTo(as(progress), 6);
        expect(changed.low).toBeCloseTo(as(low), 6);
        expect(changed.high).toBeCloseTo(as(high), 6);
      }),
    ));

  it('never lands lower for a better last value', () =>
    fc.assert(
      fc.property(history, fc.double({ min: 0, max: 1, noNaN: true }), (points, more) => {
        const last = points.reduce((a, b) => (a.day > b.day ? a : b));
        const better = points.map((each) => (each === last ? { ...each, progress: each.progress + more } : each));
        expect(landing(better).progress).toBeGreaterThanOrEqual(landing(points).progress - 1e-9);
      }),
    ));
});
