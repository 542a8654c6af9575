import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contributionsOf } from '../../../src/domain/okrs/contributing.ts';
import { expectedOn } from '../../../src/domain/okrs/expected.ts';
import { type Measure, measureInput } from '../../../src/domain/okrs/measure.ts';
import { progressOf, valueAt } from '../../../src/domain/okrs/progress.ts';
import { averagesOf, type Child, rolledUpValue, weigh, weighsBySize } from '../../../src/domain/okrs/rolling-up.ts';
import { GRACE_DAYS, type Standing, statusOfGap, statusOn, turningDay } from '../../../src/domain/okrs/status.ts';
import { valueOfReading } from '../../../src/domain/readings/valuing.ts';
import { type Status, weighings } from '../../../src/domain/words.ts';
import { addDays } from '../../../src/lib/days.ts';
import { metric } from '../../support/world.ts';

const bounds = { behindBound: 0, atRiskBound: 25 };
const percent: Measure = { type: 'percent' };
const quarter = { startsOn: '2026-10-01', endsOn: '2026-12-31' };

describe('progress', () => {
  it.each([
    ['start 15, target 35, value 20', metric(15, 35), 20, 0.25],
    ['decrease 50 -> 10, value 30', metric(50, 10), 30, 0.5],
    ['above the target', metric(0, 10), 14, 1.4],
    ['below the start', metric(0, 10), -1, -0.1],
    ['percent', percent, 27, 0.27],
    ['stay below 2 at 2.0 is a miss', metric(0, 2, { direction: 'stay_below' }), 2, 0],
    ['stay below 2 at 1.9', metric(0, 2, { direction: 'stay_below' }), 1.9, 1],
    ['stay above 99 at 99 is a miss', metric(0, 99, { direction: 'stay_above' }), 99, 0],
    ['stay above 99 at 99.5', metric(0, 99, { direction: 'stay_above' }), 99.5, 1],
    ['a baseline has none', metric(0, 1, { direction: 'baseline' }), 5, null],
    ['no value, no progress', metric(0, 10), null, null],
  ])('%s', (_, measure, value, expected) => {
    expect(progressOf(measure, value)).toEqual(expected === null ? null : expect.closeTo(expected, 12));
  });

  it('of the value that reaches a progress is that progress', () => {
    const figure = fc.integer({ min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(figure, figure, fc.double({ min: -2, max: 2, noNaN: true }), (start, target, progress) => {
        fc.pre(start !== target);
        const measure = metric(start, target);
        expect(progressOf(measure, valueAt(measure, progress))).toBeCloseTo(progress, 6);
      }),
    );
  });

  it.each([
    [{ type: 'metric', name: 'NPS', start: 5, target: 5 }, 'target'],
    [{ type: 'metric', name: 'NPS', start: 5, target: 9, direction: 'decrease' }, 'target'],
    [{ type: 'metric', name: 'NPS', start: 9, target: 5, direction: 'increase' }, 'target'],
    [{ type: 'metric', name: '', start: 1, target: 5 }, 'name'],
    [
      { type: 'metric', name: 'Uptime', start: 0, target: 99, direction: 'stay_above', risk_threshold: 99 },
      'risk_threshold',
    ],
    [
      { type: 'metric', name: 'Errors', start: 0, target: 2, direction: 'stay_below', risk_threshold: 1 },
      'risk_threshold',
    ],
    [{ type: 'metric', name: 'NPS', start: 1, target: 5, risk_threshold: 3 }, 'risk_threshold'],
  ])('a measure %j is refused at %s', (input, field) => {
    expect(measureInput.safeParse(input).error?.issues[0]?.path.at(-1)).toBe(field);
  });
});

describe('expected progress', () => {
  it.each([
    ['2026-01-01', '2026-12-31', '2026-07-02', 0.5],
    ['2026-10-01', '2026-12-31', '2026-10-01', 0],
    ['2026-10-01', '2026-12-31', '2026-12-31', 1],
    ['2026-10-01', '2026-12-31', '2026-09-30', 0],
    ['2026-10-01', '2026-12-31', '2027-01-01', 1],
    ['2026-10-01', '2026-10-01', '2026-10-01', 1],
  ])('from %s to %s, on %s', (startsOn, endsOn, day, expected) => {
    expect(expectedOn(day, { startsOn, endsOn, bends: [] })).toBeCloseTo(expected, 12);
  });
});

describe('status', () => {
  it.each([
    [52 - 47, 'behind'],
    [25, 'behind'],
    [25 + 1e-12, 'behind'],
    [25.01, 'at_risk'],
    [0, 'on_track'],
    [-10, 'on_track'],
    [1e-12, 'on_track'],
  ])('a gap of %d points is %s', (gap, status) => {
    expect(statusOfGap(gap, bounds)).toBe(status);
  });

  const standing = (rest: Partial<Standing> = {}): Standing => ({
    ...quarter,
    bends: [],
    measure: percent,
    value: null,
    progress: null,
    closed: null,
    chosen: null,
    children: null,
    ...rest,
  });

  it('without a value is not started for a week, then the rule by progress', () => {
    expect(statusOn('2026-10-01', standing(), bounds)).toBe('not_started');
    expect(statusOn(addDays('2026-10-01', GRACE_DAYS - 1), standing(), bounds)).toBe('not_started');
    expect(statusOn(addDays('2026-10-01', GRACE_DAYS), standing(), bounds)).toBe('behind');
    expect(statusOn('2026-12-01', standing(), bounds)).toBe('at_risk');
  });

  it.each([
    [2.0, null, 'at_risk'],
    [2.0, 3, 'behind'],
    [3.0, 3, 'at_risk'],
    [1.9, null, 'on_track'],
  ])('of staying below 2 at %d with risk threshold %s is %s', (value, riskThreshold, status) => {
    const measure = metric(0, 2, { direction: 'stay_below', riskThreshold });
    const progress = progressOf(measure, value);
    expect(statusOn('2026-11-20', standing({ measure, value, progress }), bounds)).toBe(status);
  });

  it.each<[Status[], Status]>([
    [['on_track', 'at_risk', 'behind'], 'at_risk'],
    [['on_track', 'behind', 'not_started'], 'behind'],
    [['closed', 'on_track'], 'on_track'],
    [['closed', 'closed'], 'closed'],
    [['postponed', 'postponed'], 'postponed'],
    [['not_started', 'not_started'], 'at_risk'],
    [['closed', 'not_started'], 'at_risk'],
  ])('of a parent with children %j is %s', (children, status) => {
    expect(statusOn('2026-11-20', standing({ children }), bounds)).toBe(status);
  });

  it('is a person’s own call until something else arrives, and closed above all', () => {
    expect(statusOn('2026-11-20', standing({ chosen: 'on_track' }), bounds)).toBe('on_track');
    expect(statusOn('2026-11-20', standing({ chosen: 'on_track', closed: 'closed' }), bounds)).toBe('closed');
  });

  it('turns exactly on the day foretold and on none before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: -20, max: 120 }),
        fc.boolean(),
        (done, from, started) => {
          const value = started ? done : null;
          const at = standing({ value, progress: value === null ? null : value / 100 });
          const today = addDays(quarter.startsOn, from);
          const now = statusOn(today, at, bounds);
          const turns = turningDay(today, at, bounds);
          for (let day = addDays(today, 1); day < (turns ?? '2027-06-01'); day = addDays(day, 1))
            expect(statusOn(day, at, bounds)).toBe(now);
          if (turns) expect(statusOn(turns, at, bounds)).not.toBe(now);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('contributions', () => {
  const share = (fixed: number | null) => ({ contributes: true, fixed, size: null });
  it.each([
    ['three equal', [null, null, null], [33.3, 33.3, 33.3]],
    ['one set to 50', [50, null, null], [50, 25, 25]],
    ['a fourth added', [50, null, null, null], [50, 16.7, 16.7, 16.7]],
    ['fixed ones over 100 are scaled', [80, 120], [40, 60]],
    ['a lone fixed one carries all', [30], [100]],
    ['all at 0 share equally', [0, 0], [50, 50]],
    ['none for one of three', [0, null, null], [0, 50, 50]],
  ])('%s', (_, fixed, expected) => {
    const found = contributionsOf(fixed.map(share), 'equal');
    expect(found.map((each) => Math.round(each * 10) / 10)).toEqual(expected);
  });

  const sized = (amount: number, unit: string | null = 'shops', fixed: number | null = null) => ({
    contributes: true,
    fixed,
    size: { unit, amount },
  });
  const none = { contributes: false, fixed: null, size: null };
  it.each([
    ['300 and 100 of one unit', [sized(300), sized(100)], [75, 25]],
    ['what a fixed one leaves', [sized(10, 'shops', 50), sized(300), sized(100)], [50, 37.5, 12.5]],
    ['a fixed one of another unit does not matter', [sized(1, 'EUR', 20), sized(300), sized(100)], [20, 60, 20]],
    ['two units share equally', [sized(300), sized(100, 'EUR')], [50, 50]],
    ['one without a size makes all share equally', [sized(300), sized(100), share(null)], [33.3, 33.3, 33.3]],
    ['one that does not contribute does not matter', [sized(300), sized(100), none], [75, 25, 0]],
    ['huge ones', [sized(1.5e308), sized(1.5e308)], [50, 50]],
  ])('by size: %s', (_, children, expected) => {
    const found = contributionsOf(children, 'size');
    expect(found.map((each) => Math.round(each * 10) / 10)).toEqual(expected);
  });

  it('add up to 100 whenever a child contributes, whichever way they share', () => {
    const child = fc.record({
      contributes: fc.boolean(),
      fixed: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null }),
      size: fc.option(
        fc.record({
          unit: fc.constantFrom('shops', null),
          amount: fc.double({ min: Number.MIN_VALUE, max: 1e308, noNaN: true }),
        }),
        { nil: null },
      ),
    });
    fc.assert(
      fc.property(fc.array(child, { maxLength: 12 }), fc.constantFrom(...weighings), (children, weighing) => {
        const found = contributionsOf(children, weighing);
        const total = found.reduce((sum, each) => sum + each, 0);
        expect(total).toBeCloseTo(children.some((each) => each.contributes) ? 100 : 0, 6);
        expect(found.every((each) => each >= 0)).toBe(true);
      }),
    );
  });
});

describe('a roll-up', () => {
  const child = (progress: number | null, rest: Partial<Child> = {}): Child => ({
    kind: 'key_result',
    measure: percent,
    value: progress === null ? null : progress * 100,
    progress,
    fixedWeight: null,
    counts: false,
    ...rest,
  });

  it('clamps each child: 140 % and 40 % make 70 %', () => {
    expect(rolledUpValue(percent, [child(1.4), child(0.4)], 'equal')).toBeCloseTo(70, 9);
  });

  it('of a metric in % is the mean scaled into its way: 0, 25, 20 from 30 to 60 make 34.5', () => {
    const parent = metric(30, 60, { unit: '%' });
    expect(rolledUpValue(parent, [child(0), child(0.25), child(0.2)], 'equal')).toBeCloseTo(34.5, 9);
  });

  it('of another unit adds the values of that unit', () => {
    const shops = (value: number, unit: string) => child(0.5, { measure: metric(0, 100, { unit }), value });
    expect(
      rolledUpValue(
        metric(0, 100, { unit: 'shops' }),
        [shops(12, 'shops'), shops(5, 'shops'), shops(9, 'EUR')],
        'equal',
      ),
    ).toBe(17);
  });

  it('counts a child without a value as 0, and says nothing while none has one', () => {
    expect(rolledUpValue(percent, [child(0.5), child(null)], 'equal')).toBeCloseTo(25, 9);
    expect(rolledUpValue(percent, [child(null), child(null)], 'equal')).toBeNull();
    expect(rolledUpValue(percent, [], 'equal')).toBeNull();
  });

  it('leaves projects and baselines out', () => {
    const baseline = child(null, { measure: metric(0, 1, { direction: 'baseline' }), value: 7 });
    expect(rolledUpValue(percent, [child(0.5), child(1, { kind: 'project' }), baseline], 'equal')).toBeCloseTo(50, 9);
    expect(weigh([child(0.5), baseline], 'equal').map((each) => each.contribution)).toEqual([100, 0]);
  });

  it('weighs by the way from start to target where the parent says so', () => {
    const calls = (target: number, progress: number) =>
      child(progress, { measure: metric(0, target, { unit: 'calls' }) });
    const children = [calls(300, 1), calls(100, 0)];
    expect(rolledUpValue(percent, children, 'equal')).toBeCloseTo(50, 9);
    expect(rolledUpValue(percent, children, 'size')).toBeCloseTo(75, 9);
    expect(averagesOf(children)).toEqual({ equal: expect.closeTo(0.5, 9), size: expect.closeTo(0.75, 9) });
  });

  it('falls back to equal shares, and offers no size, when another unit joins', () => {
    const calls = child(1, { measure: metric(0, 300, { unit: 'calls' }) });
    const euros = child(0, { measure: metric(0, 100, { unit: 'EUR' }) });
    expect(rolledUpValue(percent, [calls, euros], 'size')).toBeCloseTo(50, 9);
    expect(averagesOf([calls, euros]).size).toBeNull();
    expect(weighsBySize([calls, child(0)])).toBe(false);
    expect(weighsBySize([calls, child(0, { kind: 'project' })])).toBe(true);
  });

  it('stays within the range of its children', () => {
    const children = fc.array(fc.double({ min: -1, max: 2, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(children, (progresses) => {
        const clamp = progresses.map((each) => Math.min(1, Math.max(0, each)) * 100);
        const value = rolledUpValue(
          percent,
          progresses.map((each) => child(each)),
          'equal',
        )!;
        expect(value).toBeGreaterThanOrEqual(Math.min(...clamp) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...clamp) + 1e-9);
      }),
    );
  });
});

describe('the value of a reading', () => {
  const saw = (matched: number, completed: number) => ({
    matched,
    completed,
    value: null,
    approximate: false,
    samples: [],
  });
  it.each([
    ['3 of 10 is 30 %', percent, 'completed', 10, 3, 30],
    ['an eleventh makes 27.27 %', percent, 'completed', 11, 3, 300 / 11],
    ['20 closed of 31 filed, counted as completed', metric(0, 20), 'completed', 31, 20, 20],
    ['all that match, where that is counted', metric(0, 20), 'matched', 31, 20, 31],
    ['nothing matching is no value', percent, 'completed', 0, 0, null],
    ['nothing matching is no value for a metric either', metric(0, 20), 'matched', 0, 0, null],
  ] as const)('%s', (_, measure, count, matched, completed, expected) => {
    expect(valueOfReading(measure, count, saw(matched, completed))).toEqual(expected);
  });
});
