import { addDays, type Day } from '../../lib/days.ts';
import type { PeriodKind } from '../words.ts';

/** A quarter or a year of the fiscal calendar. Both days belong to it. */
export type FiscalSpan = { kind: Exclude<PeriodKind, 'custom'>; name: string; startsOn: Day; endsOn: Day };

/** The fiscal quarter of a day: “Q4 2026”, or “Q1 FY2027” where the year does not begin in January. `firstMonth` 1..12. */
export function quarterOf(day: Day, firstMonth: number): FiscalSpan {
  const { year, month } = yearAndMonth(day);
  const passed = monthsInto(month, firstMonth);
  const nth = Math.floor(passed / 3);
  const first = year * 12 + (month - 1) - (passed % 3);
  return { kind: 'quarter', name: `Q${nth + 1} ${yearOf(day, firstMonth).name}`, ...spanOf(first, 3) };
}

/** The fiscal year of a day, named by the calendar year in which it ends: “2026”, or “FY2027”. `firstMonth` 1..12. */
export function yearOf(day: Day, firstMonth: number): FiscalSpan {
  const { year, month } = yearAndMonth(day);
  const span = spanOf(year * 12 + (month - 1) - monthsInto(month, firstMonth), 12);
  const ends = span.endsOn.slice(0, 4);
  return { kind: 'year', name: firstMonth === 1 ? ends : `FY${ends}`, ...span };
}

const calendars = { quarter: quarterOf, year: yearOf } as const;

/** The quarter or year that a day lies in, and the `ahead` ones after it. */
export function spansFrom(kind: FiscalSpan['kind'], day: Day, firstMonth: number, ahead: number): FiscalSpan[] {
  const first = calendars[kind](day, firstMonth);
  const spans = [first];
  for (let last = first; spans.length <= ahead; spans.push(last))
    last = calendars[kind](addDays(last.endsOn, 1), firstMonth);
  return spans;
}

const yearAndMonth = (day: Day) => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) });

const monthsInto = (month: number, firstMonth: number): number => (month - firstMonth + 12) % 12;

/** So many months from one on, months counted from the year 0. */
const spanOf = (month: number, length: number): { startsOn: Day; endsOn: Day } => ({
  startsOn: firstDayOf(month),
  endsOn: addDays(firstDayOf(month + length), -1),
});

const firstDayOf = (month: number): Day =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
