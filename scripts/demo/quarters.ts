import { addDays, type Day } from '../../src/lib/days.ts';

export type Quarter = { name: string; startsOn: Day; endsOn: Day };

/** The calendar quarter that a day falls into. */
export function quarterOf(day: Day): Quarter {
  const year = Number(day.slice(0, 4));
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const first = (index: number) => `${year + Math.floor(index / 4)}-${String((index % 4) * 3 + 1).padStart(2, '0')}-01`;
  return { name: `Q${quarter + 1} ${year}`, startsOn: first(quarter), endsOn: addDays(first(quarter + 1), -1) };
}

export const quarterBefore = (quarter: Quarter): Quarter => quarterOf(addDays(quarter.startsOn, -1));
export const quarterAfter = (quarter: Quarter): Quarter => quarterOf(addDays(quarter.endsOn, 1));
