import { knownLocale, remember } from './intl.ts';

const noise = /[\p{Sc}%\u066A\u200E\u200F\u061C+]/gu;
const minus = /^[-\u2010-\u2013\u2212]/;
const grouped = /^\d{1,3}(?:[ ']\d{2,3})*[ ']\d{3}$/;

/**
 * The number that a person typed, or null. Understands the locale's digits and separators, currency and percent signs,
 * and a true minus. A lone separator of the other convention counts as the decimal one where grouping is impossible.
 */
export const readNumber = (text: string, locale: string): number | null => {
  const { decimal, digits } = habits(knownLocale(locale));
  const plain = Array.from(text.normalize('NFKC').replace(noise, '').trim(), (c) => digits.get(c) ?? c)
    .join('')
    .replace(/٫/g, decimal === ',' ? ',' : '.')
    .replace(/٬/g, decimal === ',' ? '.' : ',')
    .replace(/\s+/g, ' ')
    .replace(/’/g, "'");
  const unsigned = plain.replace(minus, '').trim();
  const [whole, fraction] = split(unsigned, decimal);
  const joined = ungroup(whole);
  if (joined === null || !/^\d*$/.test(fraction) || joined + fraction === '') return null;
  const value = Number(`${joined || '0'}.${fraction || '0'}`);
  return Number.isFinite(value) ? (minus.test(plain) && value !== 0 ? -value : value) : null;
};

const split = (text: string, decimal: string): [whole: string, fraction: string] => {
  const at = decimalAt(text, decimal);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};

const decimalAt = (text: string, decimal: string): number => {
  const dot = text.lastIndexOf('.');
  const comma = text.lastIndexOf(',');
  if (dot >= 0 && comma >= 0) return Math.max(dot, comma);
  const last = Math.max(dot, comma);
  if (last < 0 || text.indexOf(text[last]!) !== last) return -1;
  if (text[last] === decimal) return last;
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? -1 : last;
};

const ungroup = (whole: string): string | null => {
  if (/^\d*$/.test(whole)) return whole;
  const separators = new Set(whole.replace(/\d/g, ''));
  const even = whole.replace(/[.,]/g, ' ');
  return separators.size === 1 && grouped.test(even) ? even.replace(/[ ']/g, '') : null;
};

const habits = (locale: string) =>
  remember(`typing ${locale}`, () => {
    const format = new Intl.NumberFormat(locale, { useGrouping: false });
    const decimal = format.formatToParts(1.5).find((part) => part.type === 'decimal')?.value;
    const written = Array.from({ length: 10 }, (_, n) => [format.format(n), String(n)] as const);
    return { decimal: decimal === ',' || decimal === '٫' ? decimal.replace('٫', '.') : '.', digits: new Map(written) };
  });
