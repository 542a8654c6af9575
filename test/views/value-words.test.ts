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
