/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

const MS = 86_400_000;

/** The calendar day of a moment (ms) in a time zone (IANA name). */
export function dayOf(at: number, timeZone: string): Day {
  const { year, month, day } = partsOf(at, timeZone);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** The moment (ms) at which a day begins in a time zone: its first instant, also where midnight is skipped. */
export function startOf(day: Day, timeZone: string): number {
  const guess = utcOf(day);
  const shift = offsetAt(guess, timeZone);
  const first = guess - shift;
  const second = guess - offsetAt(first, timeZone);
  // Where clocks jump over midnight both readings differ; the day begins at the later one.
  return dayOf(second, timeZone) === day ? second : first;
}

/** Noon (ms) of a day in a time zone: people in other zones see the same day, or the one beside it at worst. */
export function noonOf(day: Day, timeZone: string): number {
  const guess = utcOf(day) + MS / 2;
  return guess - offsetAt(guess - offsetAt(guess, timeZone), timeZone);
}

/** Whole days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: Day, b: Day): number => Math.round((utcOf(b) - utcOf(a)) / MS);

/** The day `count` days later (or earlier, when negative). */
export const addDays = (day: Day, count: number): Day => new Date(utcOf(day) + count * MS).toISOString().slice(0, 10);

/** True for a text that is a real calendar day. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(utcOf(text)) &&
  new Date(utcOf(text)).toISOString().startsWith(text);

const utcOf = (day: Day) => Date.parse(`${day}T00:00:00Z`);
const pad = (value: number, width = 2) => String(value).padStart(width, '0');

const formatters = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: number, timeZone: string) {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    const field = 'numeric';
    formatter = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone,
      hourCycle: 'h23',
      year: field,
      month: field,
      day: field,
      hour: field,
      minute: field,
      second: field,
    });
    formatters.set(timeZone, formatter);
  }
  const parts = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return parts as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
}

function offsetAt(at: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = partsOf(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
