import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bendsOf, checkCheckpoints, checkpointsInput, movedCheckpoints } from '../../../src/domain/okrs/checkpoints.ts';
import { type Checkpoint, type Course, expectedOn, lineOf } from '../../../src/domain/okrs/expected.ts';
import type { Measure } from '../../../src/domain/okrs/measure.ts';
import { type Standing, statusOn, turningDay } from '../../../src/domain/okrs/status.ts';
import { addDays, daysBetween } from '../../../src/lib/days.ts';
import { metric } from '../../support/world.ts';

const quarter = { startsOn: '2026-10-01', endsOn: '2026-12-31' };
const next = { startsOn: '2027-01-01', endsOn: '2027-03-31' };
const length = daysBetween(quarter.startsOn, quarter.endsOn);

const course = (measure: Measure, checkpoints: Checkpoint[]): Course => ({
  ...quarter,
  bends: bendsOf(checkpoints, measure),
});

describe('expected progress by checkpoints', () => {
  const late = [
    { day: '2026-10-31', value: 10 },
    { day: '2026-12-01', value: 40 },
  ];

  it.each([
    ['2026-09-30', 0],
    ['2026-10-01', 0],
    ['2026-10-16', 0.05],
    ['2026-10-31', 0.1],
    ['2026-12-01', 0.4],
    ['2026-12-16', 0.7],
    ['2026-12-31', 1],
    ['2027-01-05', 1],
  ])('goes through them with straight lines between: on %s', (day, expected) => {
    expect(expectedOn(day, course({ type: 'percent' }, late))).toBeCloseTo(expected, 12);
  });

  it('reads values in the unit of a measure, also of one that goes down', () => {
    const down = course(metric(80, 40), [{ day: '2026-11-01', value: 70 }]);
    expect(expectedOn('2026-11-01', down)).toBeCloseTo(0.25, 12);
    const up = course(metric(15, 35), [{ day: '2026-11-01', value: 20 }]);
    expect(expectedOn('2026-11-01', up)).toBeCloseTo(0.25, 12);
  });

  it('counts a checkpoint beyond start or target as there', () => {
    const beyond = course(metric(0, 10), [
      { day: '2026-10-20', value: -5 },
      { day: '2026-11-20', value: 14 },
    ]);
    expect([expectedOn('2026-10-20', beyond), expectedOn('2026-11-20', beyond)]).toEqual([0, 1]);
  });

  it('says nothing of a measure without a way', () => {
    expect(bendsOf(late, metric(0, 99, { direction: 'stay_above' }))).toEqual([]);
  });

  const offsets = fc.uniqueArray(fc.integer({ min: 1, max: length - 1 }), { maxLength: 24 });
  const inTime = (days: number[]) => days.toSorted((a, b) => a - b).map((offset) => addDays(quarter.startsOn, offset));
  const day = fc.integer({ min: -20, max: length + 20 }).map((offset) => addDays(quarter.startsOn, offset));

  it('stays within 0 and 1, whatever they are', () => {
    const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(offsets, fc.array(value, { minLength: 24, maxLength: 24 }), day, (days, values, on) => {
        const points = inTime(days).map((each, i) => ({ day: each, value: values[i]! }));
        const expected = expectedOn(on, course(metric(50, 10), points));
        expect(expected).toBeGreaterThanOrEqual(0);
        expect(expected).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('never falls while they rise', () => {
    fc.assert(
      fc.property(
        offsets,
        fc.array(fc.double({ noNaN: true, min: 0, max: 100 }), { minLength: 24, maxLength: 24 }),
        (days, values) => {
          const rising = values.slice(0, days.length).sort((a, b) => a - b);
          const rises = course(
            { type: 'percent' },
            inTime(days).map((each, i) => ({ day: each, value: rising[i]! })),
          );
          const all = Array.from({ length: length + 3 }, (_, i) => expectedOn(addDays(quarter.startsOn, i - 1), rises));
          for (const [i, each] of all.entries()) expect(each).toBeGreaterThanOrEqual((all[i - 1] ?? 0) - 1e-12);
        },
      ),
    );
  });

  it('is the straight line where they lie on it', () => {
    fc.assert(
      fc.property(offsets, day, (days, on) => {
        const line = { ...quarter, bends: [] };
        const points = inTime(days).map((each) => ({ day: each, value: 80 - 40 * expectedOn(each, line) }));
        expect(expectedOn(on, course(metric(80, 40), points))).toBeCloseTo(expectedOn(on, line), 9);
      }),
    );
  });

  it('draws from the first day to the last', () => {
    expect(lineOf(course({ type: 'percent' }, late)).map(({ progress }) => progress)).toEqual([0, 0.1, 0.4, 1]);
  });
});

describe('the status along a curve', () => {
  const standing = (bends: Course['bends']): Standing => ({
    ...quarter,
    bends,
    measure: { type: 'percent' },
    value: 12,
    progress: 0.12,
    closed: null,
    chosen: null,
    children: null,
  });
  const bounds = { behindBound: 0, atRiskBound: 25 };
  const slow = [{ day: '2026-12-01', progress: 0.1 }];

  it('is that of the curve and not of the straight line', () => {
    expect(statusOn('2026-11-20', standing([]), bounds)).toBe('at_risk');
    expect(statusOn('2026-11-20', standing(slow), bounds)).toBe('on_track');
  });

  it('turns on the day on which the curve passes it', () => {
    const turns = turningDay('2026-11-20', standing(slow), bounds)!;
    expect(turns).toBe('2026-12-02');
    expect(statusOn(addDays(turns, -1), standing(slow), bounds)).toBe('on_track');
  });
});

describe('checkpoints', () => {
  const percent: Measure = { type: 'percent' };

  it.each<[string, Checkpoint[], Measure, string]>([
    ['on the first day', [{ day: '2026-10-01', value: 1 }], percent, 'does not lie between'],
    ['on the last day', [{ day: '2026-12-31', value: 99 }], percent, 'does not lie between'],
    [
      'on one day',
      [
        { day: '2026-11-01', value: 1 },
        { day: '2026-11-01', value: 2 },
      ],
      percent,
      'does not come after',
    ],
    [
      'of a measure without a way',
      [{ day: '2026-11-01', value: 1 }],
      metric(0, 2, { direction: 'stay_below' }),
      'from a start to a target',
    ],
  ])('%s are refused', (_, given, measure, says) => {
    expect(() => checkCheckpoints(given, measure, quarter)).toThrow(says);
  });

  it('are at most 24, with real days and finite values; none of them is the straight line', () => {
    const many = Array.from({ length: 25 }, (_, i) => ({ day: addDays('2026-10-02', i), value: i }));
    expect(checkpointsInput.safeParse(many).success).toBe(false);
    expect(checkpointsInput.safeParse(many.slice(1)).success).toBe(true);
    expect(checkpointsInput.safeParse([{ day: '2026-02-30', value: 1 }]).success).toBe(false);
    expect(checkpointsInput.safeParse([{ day: '2026-11-01', value: Number.POSITIVE_INFINITY }]).success).toBe(false);
    expect(checkpointsInput.parse([])).toBeNull();
  });

  it('move into other days as far along as they were', () => {
    const half = [{ day: addDays(quarter.startsOn, length / 2), value: 30 }];
    expect(movedCheckpoints([{ day: '2026-10-31', value: 30 }], quarter, next)).toEqual([
      { day: '2027-01-30', value: 30 },
    ]);
    expect(movedCheckpoints(half, quarter, { startsOn: '2027-01-01', endsOn: '2027-01-02' })).toBeNull();
    expect(movedCheckpoints(null, quarter, next)).toBeNull();
  });

  it('are in order and inside wherever they are moved', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: length - 1 }), { maxLength: 24 }),
        fc.integer({ min: 1, max: 400 }),
        (offsets, days) => {
          const given = offsets
            .toSorted((a, b) => a - b)
            .map((offset, value) => ({ day: addDays(quarter.startsOn, offset), value }));
          const to = { startsOn: '2027-04-01', endsOn: addDays('2027-04-01', days) };
          expect(() => checkCheckpoints(movedCheckpoints(given, quarter, to), percent, to)).not.toThrow();
        },
      ),
    );
  });
});
