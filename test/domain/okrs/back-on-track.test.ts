import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOnTrack } from '../../../src/domain/okrs/back-on-track.ts';
import type { Measure } from '../../../src/domain/okrs/measure.ts';
import { progressOf } from '../../../src/domain/okrs/progress.ts';
import { type Standing, statusOn } from '../../../src/domain/okrs/status.ts';
import { metric } from '../../support/world.ts';

const setting = { behindBound: 0, atRiskBound: 25, cadenceDays: 7 };
const today = '2026-11-20';

const standing = (measure: Measure, value: number | null, rest: Partial<Standing> = {}): Standing => ({
  startsOn: '2026-10-01',
  endsOn: '2026-12-31',
  bends: [],
  measure,
  value,
  progress: progressOf(measure, value),
  closed: null,
  chosen: null,
  children: null,
  ...rest,
});

describe('what turns it on track', () => {
  it.each([
    ['a percent', standing({ type: 'percent' }, 27), { value: 63, by: '2026-11-27' }],
    ['an increase', standing(metric(40, 50), 42), { value: 47, by: '2026-11-27' }],
    ['a decrease', standing(metric(40, 10), 38), { value: 21, by: '2026-11-27' }],
    ['halves of a figure', standing(metric(0, 1.5), 0.2), { value: 0.94, by: '2026-11-27' }],
    ['what has no value yet', standing(metric(0, 91), null), { value: 57, by: '2026-11-27' }],
    ['a person’s own call', standing({ type: 'percent' }, 27, { chosen: 'on_track' }), { value: 63, by: '2026-11-27' }],
  ])('%s', (_, given, expected) => expect(backOnTrack(given, setting, today)).toEqual(expected));

  it('is wanted no later than the last day', () =>
    expect(backOnTrack(standing({ type: 'percent' }, 27), setting, '2026-12-29')).toEqual({
      value: 100,
      by: '2026-12-31',
    }));

  it('leaves room for the bound', () =>
    expect(backOnTrack(standing({ type: 'percent' }, 27), { ...setting, behindBound: 10 }, today)?.value).toBe(53));

  it.each([
    ['what is on track', standing({ type: 'percent' }, 60)],
    ['what is closed', standing({ type: 'percent' }, 27, { closed: 'closed' })],
    ['a parent whose children decide', standing({ type: 'percent' }, 27, { children: ['at_risk', 'on_track'] })],
    ['what stays below', standing(metric(0, 2, { direction: 'stay_below' }), 3)],
    ['a baseline', standing(metric(0, 2, { direction: 'baseline' }), null)],
    ['what has not begun', standing({ type: 'percent' }, null, { startsOn: '2026-11-21' })],
    ['what is over', standing({ type: 'percent' }, 20, { endsOn: today })],
  ])('is nothing for %s', (_, given) => expect(backOnTrack(given, setting, today)).toBeNull());

  it('is a value that is on track on that day', () => {
    const figure = fc.integer({ min: -10_000, max: 10_000 });
    fc.assert(
      fc.property(figure, figure, figure, fc.integer({ min: 0, max: 20 }), (start, target, value, behindBound) => {
        fc.pre(start !== target);
        const measure = metric(start, target);
        const found = backOnTrack(standing(measure, value), { ...setting, behindBound }, today);
        if (!found) return;
        const then = standing(measure, found.value);
        expect(statusOn(found.by, then, { behindBound, atRiskBound: 25 })).toBe('on_track');
      }),
    );
  });
});
