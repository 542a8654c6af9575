import { describe, expect, it } from 'vitest';
import { formats } from '../../src/views/format.ts';
import { changeWords, targetWords, valueInShort, valueWords } from '../../src/views/okrs/value-words.ts';
import { metric } from '../support/world.ts';

const f = formats({ locale: 'en-US', timeZone: 'UTC', now: 0 });
const percent = { type: 'percent' } as const;
const downloads = metric(0, 1000, { unit: 'downloads' });
const revenue = metric(1_200_000, 1_800_000, { unit: 'USD' });

describe('a value', () => {
  it('is told in its unit, and says when there is none', () => {
    expect(valueWords(downloads, 640, f)).toBe('640 downloads');
    expect(valueWords(percent, 54.694444, f)).toBe('55%');
    expect(valueWords(percent, null, f)).toBe('None yet');
  });

  it('leaves long units out of a narrow column and shortens millions', () => {
    expect(valueInShort(downloads, 640, f)).toBe('640');
    expect(valueInShort(metric(40, 10, { unit: 'min' }), 22, f)).toBe('22 min');
    expect(valueInShort(revenue, 1_560_000, f)).toBe('$1.56M');
    expect(valueInShort(revenue, 158_000, f)).toBe('$158,000');
    expect(targetWords(revenue, f, valueInShort)).toBe('of $1.8M');
  });
});

describe('decimals', () => {
  const de = formats({ locale: 'de-DE', timeZone: 'UTC', now: 0 });

  it.each([
    [metric(0, 10, { unit: 'EUR', decimals: 2 }), 1234.5, f, '€1,234.50'],
    [metric(0, 10, { unit: 'EUR', decimals: 2 }), 1234.5, de, '1.234,50\u00A0€'],
    [metric(0, 10, { unit: 'JPY', decimals: null }), 1234, f, '¥1,234'],
    [metric(0, 10, { unit: 'USD', decimals: 0 }), 399.6, f, '$400'],
    [metric(0, 10, { unit: '%', decimals: 1 }), 27, f, '27.0%'],
    [metric(0, 10, { unit: 'points', decimals: 3 }), 4.2, f, '4.200 points'],
    [metric(0, 10, { decimals: 6 }), 0.1234567, f, '0.123457'],
    [metric(0, 10, { unit: 'cup', decimals: null }), 3, f, '3 cup'],
    [metric(0, 10, { unit: 'CUP', decimals: 0 }), 3, f, '$3'],
  ])('of %j write %d as asked', (measure, value, words, written) => {
    expect(valueWords(measure, value, words)).toBe(written);
  });

  it('are those of both values of a change, and of the target', () => {
    const price = metric(0, 10, { unit: 'EUR', decimals: 2 });
    expect(changeWords(price, 1, 2.5, f)).toEqual({ from: '€1.00', to: '€2.50' });
    expect(targetWords(price, f)).toBe('of €10.00');
  });
});

describe('a change', () => {
  it('says a unit that is a word once, a sign both times', () => {
    expect(changeWords(downloads, 540, 640, f)).toEqual({ from: '540', to: '640 downloads' });
    expect(changeWords(revenue, 1_230_000, 1_340_000, f)).toEqual({ from: '$1,230,000', to: '$1,340,000' });
    expect(changeWords(percent, null, 10, f)).toEqual({ from: 'None yet', to: '10%' });
  });

  it('looks like one also where both percents round to the same', () => {
    expect(changeWords(percent, 22.59, 23.33, f)).toEqual({ from: '22.59%', to: '23.33%' });
    expect(changeWords(percent, 20, 23.33, f)).toEqual({ from: '20%', to: '23%' });
  });
});
