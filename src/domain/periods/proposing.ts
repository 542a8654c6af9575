import type { Day } from '../../lib/days.ts';
import type { Period } from './finding.ts';
import { type FiscalSpan, spansFrom } from './fiscal.ts';
import { freelyNamed, isCovered } from './planning.ts';

const MOST_AHEAD = { quarter: 40, year: 10 } as const;

/** The next quarter and the next year that nobody has made yet, to be added with one press. Pure. */
export const nextSpans = (today: Day, firstMonth: number, existing: readonly Period[]): FiscalSpan[] =>
  (['quarter', 'year'] as const).flatMap((kind) => {
    const free = spansFrom(kind, today, firstMonth, MOST_AHEAD[kind]).find((span) => !isCovered(span, existing));
    return free ? freelyNamed(free, existing) : [];
  });
