import { describe, expect, it } from 'vitest';
import { restarted } from '../../../src/domain/copies/restarting.ts';
import { bandOf, bandsOf, isScore, suggestedClosure, suggestedScore } from '../../../src/domain/okrs/scoring.ts';
import type { Period } from '../../../src/domain/periods/finding.ts';
import { followingOf } from '../../../src/domain/periods/following.ts';
import { metric } from '../../support/world.ts';

describe('the suggested score', () => {
  it.each([
    [0.8, 0.8],
    [0.2727, 0.3],
    [0.25, 0.3],
    [0.949, 0.9],
    [1.4, 1],
    [-0.3, 0],
    [0, 0],
    [null, 0],
  ])('of a progress of %s is %s', (progress, score) => {
    expect(suggestedScore(progress)).toBe(score);
  });
});

describe('the suggested end', () => {
  it.each([
    [0, 'postponed'],
    [null, 'postponed'],
    [0.004, 'closed'],
    [-0.2, 'closed'],
    [1, 'closed'],
  ] as const)('of a progress of %s is %s', (progress, end) => {
    expect(suggestedClosure(progress)).toBe(end);
  });
});

describe('a score', () => {
  it.each([0, 0.1, 0.3, 0.7, 1])('may be %s', (score) => {
    expect(isScore(score)).toBe(true);
  });

  it.each([-0.1, 1.1, 0.75, Number.NaN, Number.POSITIVE_INFINITY])('may not be %s', (score) => {
    expect(isScore(score)).toBe(false);
  });

  it.each([
    [1, 'committed', 'green'],
    [0.9, 'committed', 'orange'],
    [0.7, 'committed', 'orange'],
    [0.6, 'committed', 'red'],
    [0.7, 'aspirational', 'green'],
    [0.6, 'aspirational', 'orange'],
    [0.4, 'aspirational', 'orange'],
    [0.3, 'aspirational', 'red'],
  ] as const)('of %s on a %s OKR is %s', (score, ambition, band) => {
    expect(bandOf(score, ambition, bandsOf({ scoreBands: null }))).toBe(band);
  });

  it.each([
    [0.9, 'committed', 'green'],
    [0.6, 'committed', 'orange'],
    [0.3, 'aspirational', 'orange'],
    [0.2, 'aspirational', 'red'],
  ] as const)('of %s on a %s OKR is %s where an organization is milder', (score, ambition, band) => {
    const milder = { committed: { green: 0.9, orange: 0.5 }, aspirational: { green: 0.6, orange: 0.3 } };
    expect(bandOf(score, ambition, bandsOf({ scoreBands: milder }))).toBe(band);
  });
});

describe('a postponed metric', () => {
  it.each([
    ['at 5 of 0..10 begins at 5', metric(0, 10), 5, 5],
    ['that fell back begins where it is', metric(0, 10), -2, -2],
    ['that goes down begins where it is', metric(80, 40), 60, 60],
    ['without a value begins as it did', metric(0, 10), null, 0],
    ['beyond its target begins as it did', metric(0, 10), 12, 0],
    ['at its target begins as it did', metric(80, 40), 40, 80],
    ['that stays below begins as it did', metric(0, 2, { direction: 'stay_below' }), 1, 0],
    ['that is a baseline begins as it did', metric(0, 2, { direction: 'baseline' }), 1, 0],
  ])('%s', (_, measure, value, start) => {
    expect(restarted(measure, value)).toEqual({ ...measure, start });
  });

  it('in percent begins at 0', () => {
    expect(restarted({ type: 'percent' }, 30)).toEqual({ type: 'percent' });
  });
});

describe('the period that follows', () => {
  const period = (id: string, kind: Period['kind'], startsOn: string, endsOn: string) =>
    ({ id, kind, startsOn, endsOn }) as Period;
  const all = [
    period('q4', 'quarter', '2026-10-01', '2026-12-31'),
    period('y26', 'year', '2026-01-01', '2026-12-31'),
    period('y27', 'year', '2027-01-01', '2027-12-31'),
    period('q1', 'quarter', '2027-01-01', '2027-03-31'),
    period('q2', 'quarter', '2027-04-01', '2027-06-30'),
  ];
  const next = (id: string, periods = all) =>
    followingOf(periods, { periodId: id as Period['id'], endsOn: '2026-12-31' })?.id;

  it('a quarter is a quarter, and a year a year', () => {
    expect(next('q4')).toBe('q1');
    expect(next('y26')).toBe('y27');
  });

  it('is of another kind where there is none of its own', () => {
    expect(
      next(
        'q4',
        all.filter(({ id }) => !id.startsWith('q1') && !id.startsWith('q2')),
      ),
    ).toBe('y27');
    expect(next('q4', all.slice(0, 2))).toBeUndefined();
  });
});
