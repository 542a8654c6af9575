import { knownLocale, remember } from './intl.ts';

const noise = /[\p{Sc}%\u066A\u200E\u200F\u061C+]/gu;
const minus = /^[-\u2010-\u2013\u2212]/;
const grouped = /^\d{1,3}(?:[ ']\d{2,3})*[ ']\d{3}$/;

/**
 * The number that a person typed, or null. Understands every script's digits, the locale's separators, currency and
 * percent signs, and a true minus. A lone separator of the other convention counts as the decimal one where grouping is
 * impossible.
 */
export const readNumber = (text: string, locale: string): number | null => {
  const decimal = decimalSign(knownLocale(locale));
  const plain = text
    .normalize('NFKC')
    .replace(noise, '')
    .replace(/\p{Nd}/gu, digitOf)
    .replace(/٫/g, decimal)
    .replace(/٬/g, decimal === ',' ? '.' : ',')
    .replace(/\s+/g, ' ')
    .replace(/’/g, "'")
    .trim();
  const [whole, fraction] = split(plain.replace(minus, '').trim(), decimal);
  const joined = ungroup(whole);
  if (joined === null || !/^\d*$/.test(fraction) || joined + fraction === '') return null;
  const value = Number(`${joined || '0'}.${fraction || '0'}`);
  if (!Number.isFinite(value)) return null;
  return minus.test(plain) && value !== 0 ? -value : value;
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

// Unicode keeps the ten digits of a script together and starts them at a code point that ends in 0 or 6.
const digitOf = (sign: string): string => {
  const point = sign.codePointAt(0)!;
  const low = point & 15;
  return String(/\p{Nd}/u.test(String.fromCodePoint(point - low)) ? low : low - 6);
};

/** The sign before the fraction, as `.` or `,`. */
const decimalSign = (locale: string): '.' | ',' =>
  remember(`decimal ${locale}`, () => {
    const parts = new Intl.NumberFormat(locale, { useGrouping: false }).formatToParts(1.5);
    return parts.find((part) => part.type === 'decimal')?.value === ',' ? ',' : '.';
  });
