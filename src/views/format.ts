import { shownPercent } from '../domain/okrs/percent.ts';
import { knownLocale, knownZone, remember } from './intl.ts';

export { readNumber } from './read-number.ts';

export type DayStyle = 'short' | 'long' | 'weekday';

export type Formats = {
  /** 1,384 or 45.2 or 0.0123; with a true minus. */
  number(value: number): string;
  /** 27 for a progress of 0.2727, with the locale's sign; “–” without progress. */
  percent(progress: number | null): string;
  /** A value with its unit: 15%, $400, 22 min, with as many decimals as are asked for. A currency is an ISO code or its usual sign. */
  metricValue(value: number, unit?: string | null, decimals?: number | null): string;
  /** The same in three digits: $1.56M, 2.4M visits. */
  largeValue(value: number, unit?: string | null): string;
  /** A score from 0 to 1, always with its decimal: 0.7, 1.0. */
  score(score: number): string;
  /** The size of a gap given as a share of 1: “28 points”. */
  points(gap: number): string;
  /** A YYYY-MM-DD day: “11 Nov”, “20 November”, “Friday 20 November”; with its year when that is not this one. */
  day(day: string, style?: DayStyle): string;
  month(day: string): string;
  dayRange(from: string, to: string): string;
  time(ms: number): string;
  /** “today 06:00”, “yesterday 17:42”, “tomorrow 06:00”, “11 Nov”, “11 Nov 2025”. */
  moment(ms: number): string;
  /** “9 days ago”. */
  ago(ms: number): string;
  list(items: readonly string[]): string;
  /** The YYYY-MM-DD day of a time in this zone. */
  dayOf(ms: number): string;
};

/** How numbers, days and times look to one person. `now` (ms) decides what is today. */
export const formats = (setting: { locale: string; timeZone: string; now?: number }): Formats => {
  const locale = knownLocale(setting.locale);
  const zone = knownZone(setting.timeZone);
  const now = setting.now ?? Date.now();
  const numberWith = (key: string, options: Intl.NumberFormatOptions) =>
    remember(`number ${locale} ${key}`, () => new Intl.NumberFormat(locale, options));
  const dateWith = (key: string, options: Intl.DateTimeFormatOptions, timeZone = 'UTC') =>
    remember(`date ${locale} ${timeZone} ${key}`, () => new Intl.DateTimeFormat(locale, { ...options, timeZone }));
  const relative = () =>
    remember(`relative ${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'always' }));
  const near = () => remember(`near ${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const dayOf = (ms: number) => remember(`day ${zone}`, () => isoDay(zone)).format(ms);
  const today = dayOf(now);
  const thisYear = (day: string) => day.slice(0, 4) === today.slice(0, 4);

  const wholePercent = (percent: number) =>
    trueMinus(numberWith('percent', { style: 'percent', maximumFractionDigits: 0 }).format(percent / 100));
  const plain = (value: number, decimals: number | null | undefined) =>
    trueMinus(numberWith(`plain ${decimals}`, exactly(decimals) ?? readable).format(value));
  const number = (value: number) => plain(value, null);
  const day = (iso: string, style: DayStyle = 'short') => {
    const year = thisYear(iso) ? undefined : 'numeric';
    return dateWith(`${style} ${year}`, { ...dayStyles[style], year }).format(atNoon(iso));
  };
  const time = (ms: number) => dateWith('time', { hour: '2-digit', minute: '2-digit' }, zone).format(ms);

  return {
    number,
    percent: (progress) => {
      const shown = shownPercent(progress);
      if (shown === null) return '–';
      return shown === '<1' ? `<${wholePercent(1)}` : wholePercent(shown);
    },
    metricValue: (value, unit, decimals) => {
      if (!unit) return plain(value, decimals);
      if (unit === '%') {
        const digits = exactly(decimals) ?? { maximumFractionDigits: 2 };
        return trueMinus(numberWith(`share ${decimals}`, { style: 'percent', ...digits }).format(value / 100));
      }
      const currency = currencyOf(unit);
      if (!currency) return `${plain(value, decimals)} ${unit}`;
      const fraction = exactly(decimals) ?? (Number.isInteger(value) ? { minimumFractionDigits: 0 } : {});
      const key = `${currency} ${decimals ?? Number.isInteger(value)}`;
      const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
      return trueMinus(numberWith(key, { ...style, ...fraction }).format(value));
    },
    largeValue: (value, unit) => {
      const currency = unit ? currencyOf(unit) : null;
      const money = currency ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : {};
      const options = { notation: 'compact', maximumSignificantDigits: 3, ...money } as Intl.NumberFormatOptions;
      const short = trueMinus(numberWith(`large ${currency}`, options).format(value));
      return unit && !currency ? `${short} ${unit}` : short;
    },
    score: (score) => numberWith('score', { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(score),
    points: (gap) => {
      const points = Math.round(Math.abs(gap) * 100);
      if (points === 0 && gap !== 0) return 'less than 1 point';
      return `${number(points)} ${points === 1 ? 'point' : 'points'}`;
    },
    day,
    month: (iso) => dateWith('month', { month: 'short' }).format(atNoon(iso)),
    dayRange: (from, to) =>
      dateWith('range', { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(atNoon(from), atNoon(to)),
    time,
    moment: (ms) => {
      const iso = dayOf(ms);
      const back = daysBetween(iso, today);
      return Math.abs(back) <= 1 ? `${near().format(-back || 0, 'day')} ${time(ms)}` : day(iso);
    },
    ago: (ms) => {
      const seconds = Math.round((ms - now) / 1000);
      const [unit, size] = ladder.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
      return relative().format(Math.trunc(seconds / size), unit);
    },
    list: (items) =>
      remember(`list ${locale}`, () => new Intl.ListFormat(locale, { type: 'conjunction' })).format(items),
    dayOf,
  };
};

/** What people read of a number: two decimals, or three digits where those say more. */
export const readable = {
  maximumFractionDigits: 2,
  maximumSignificantDigits: 3,
  roundingPriority: 'morePrecision',
} as Intl.NumberFormatOptions;

/** A set number of decimals; null where none is set. */
export const exactly = (decimals: number | null | undefined): Intl.NumberFormatOptions | null =>
  decimals == null ? null : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };

const dayStyles: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { day: 'numeric', month: 'short' },
  long: { day: 'numeric', month: 'long' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long' },
};

const ladder = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const signs: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR' };

const currencyOf = (unit: string): string | null =>
  signs[unit] ?? (remember('currencies', () => new Set(Intl.supportedValuesOf('currency'))).has(unit) ? unit : null);

const isoDay = (timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });

const atNoon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

const daysBetween = (from: string, to: string): number => Math.round((atNoon(to) - atNoon(from)) / 86_400_000);

const trueMinus = (text: string): string => text.replace('-', '−');
