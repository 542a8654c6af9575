import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Period } from '../../../src/domain/periods/finding.ts';
import { quarterOf, spansFrom, yearOf } from '../../../src/domain/periods/fiscal.ts';
import { isCovered, missingSpans } from '../../../src/domain/periods/planning.ts';
import { nextSpans } from '../../../src/domain/periods/proposing.ts';
import { addDays } from '../../../src/lib/days.ts';

describe('the fiscal calendar', () => {
  it.each([
    ['2026-11-20', 1, 'Q4 2026', '2026-10-01', '2026-12-31', '2026', '2026-01-01', '2026-12-31'],
    ['2026-01-01', 1, 'Q1 2026', '2026-01-01', '2026-03-31', '2026', '2026-01-01', '2026-12-31'],
    ['2026-11-20', 10, 'Q1 FY2027', '2026-10-01', '2026-12-31', 'FY2027', '2026-10-01', '2027-09-30'],
    ['2026-01-31', 2, 'Q4 FY2026', '2025-11-01', '2026-01-31', 'FY2026', '2025-02-01', '2026-01-31'],
    ['2028-02-29', 12, 'Q1 FY2028', '2027-12-01', '2028-02-29', 'FY2028', '2027-12-01', '2028-11-30'],
    ['2026-04-01', 4, 'Q1 FY2027', '2026-04-01', '2026-06-30', 'FY2027', '2026-04-01', '2027-03-31'],
  ])('of %s with years from month %d', (day, month, quarter, from, to, year, yearFrom, yearTo) => {
    expect(quarterOf(day, month)).toEqual({ kind: 'quarter', name: quarter, startsOn: from, endsOn: to });
    expect(yearOf(day, month)).toEqual({ kind: 'year', name: year, startsOn: yearFrom, endsOn: yearTo });
  });

  const month = fc.integer({ min: 1, max: 12 });
  const day = fc.integer({ min: 0, max: 60_000 }).map((offset) => addDays('1950-01-01', offset));

  it('has each day in exactly one quarter and one year, and four quarters tile a year', () => {
    fc.assert(
      fc.property(day, month, (on, first) => {
        const year = yearOf(on, first);
        const quarter = quarterOf(on, first);
        expect(quarter.startsOn <= on && on <= quarter.endsOn).toBe(true);
        expect(year.startsOn <= quarter.startsOn && quarter.endsOn <= year.endsOn).toBe(true);
        const quarters = spansFrom('quarter', year.startsOn, first, 3);
        expect(quarters.map(({ name }) => name.slice(0, 2))).toEqual(['Q1', 'Q2', 'Q3', 'Q4']);
        expect([quarters[0]!.startsOn, quarters[3]!.endsOn]).toEqual([year.startsOn, year.endsOn]);
      }),
    );
  });

  it('goes on without a gap, an overlap or a name twice', () => {
    fc.assert(
      fc.property(day, month, fc.constantFrom('quarter', 'year'), (on, first, kind) => {
        const spans = spansFrom(kind, on, first, 9);
        for (const [i, span] of spans.entries())
          if (i > 0) expect(span.startsOn).toBe(addDays(spans[i - 1]!.endsOn, 1));
        expect(new Set(spans.map(({ name }) => name)).size).toBe(spans.length);
      }),
    );
  });
});

const period = (kind: Period['kind'], name: string, startsOn: string, endsOn: string) =>
  ({ kind, name, startsOn, endsOn }) as Period;

describe('what is missing ahead', () => {
  const today = '2026-11-20';
  const names = (first: number, existing: Period[]) => missingSpans(today, first, existing).map(({ name }) => name);

  it('is the current and two more quarters, and the current and the next year', () => {
    expect(names(1, [])).toEqual(['Q4 2026', 'Q1 2027', 'Q2 2027', '2026', '2027']);
  });

  it('is not what a period of the kind covers under another name; a name that is taken is counted up', () => {
    const existing = [
      period('quarter', 'Autumn', '2026-10-01', '2026-12-31'),
      period('custom', 'Q1 2027', '2027-01-05', '2027-02-05'),
      period('year', 'This year', '2026-01-01', '2026-12-31'),
    ];
    expect(names(1, existing)).toEqual(['Q1 2027 (2)', 'Q2 2027', '2027']);
  });

  it('covers every day from today on whatever there was, and asks for nothing the second time', () => {
    const month = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(month, month, fc.integer({ min: 0, max: 6 }), (before, after, ahead) => {
        const old = [...spansFrom('quarter', today, before, ahead), ...spansFrom('year', today, before, 1)] as Period[];
        const all = [...old, ...(missingSpans(today, after, old) as Period[])];
        const span = {
          kind: 'quarter',
          startsOn: today,
          endsOn: quarterOf(addDays(today, 180), after).startsOn,
        } as const;
        expect(isCovered(span, all)).toBe(true);
        expect(missingSpans(today, after, all)).toEqual([]);
      }),
    );
  });

  it('offers the next quarter and the next year that nobody has made', () => {
    const existing = missingSpans(today, 1, []) as Period[];
    expect(nextSpans(today, 1, existing).map(({ name }) => name)).toEqual(['Q3 2027', '2028']);
  });
});
