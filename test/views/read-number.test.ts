import { describe, expect, it } from 'vitest';
import { formats, readNumber } from '../../src/views/format.ts';

describe('a number that a person typed', () => {
  it.each([
    ['712', 'en', 712],
    ['1,384', 'en', 1384],
    ['1.384', 'en', 1.384],
    ['1,384', 'de-DE', 1.384],
    ['1.384', 'de-DE', 1384],
    ['1 384,5', 'fr-FR', 1384.5],
    ['1\u202F384,5', 'fr-FR', 1384.5],
    ['1 384,5', 'de-DE', 1384.5],
    ['1’384.50', 'de-CH', 1384.5],
    ['12,34,567', 'hi-IN', 1_234_567],
    ['१,३८४', 'hi-IN', 1384],
    ['١٬٣٨٤٫٥', 'ar-EG', 1384.5],
    ['۱۲۳', 'fa', 123],
    ['７１２', 'ja', 712],
    ['27 %', 'de-DE', 27],
    ['٢٧٪', 'ar-EG', 27],
    ['$1,200', 'en', 1200],
    ['−3', 'en', -3],
    ['-3', 'en', -3],
    ['+4', 'en', 4],
    ['.5', 'en', 0.5],
    ['5.', 'en', 5],
    ['-0', 'en', 0],
  ])('%s in %s is %d', (text, locale, value) => {
    expect(readNumber(text, locale)).toBe(value);
  });

  it.each([
    ['712.5', 'de-DE', 712.5],
    ['0,5', 'en', 0.5],
    ['1,384.5', 'de-DE', 1384.5],
    ['1.384,5', 'en', 1384.5],
  ])('%s in %s is understood although it follows the other convention', (text, locale, value) => {
    expect(readNumber(text, locale)).toBe(value);
  });

  it.each(['', ' ', 'seven', '712 downloads', '12 34', '1,2,3', '1e5', '-', ',', '--3', '1.2.3', 'NaN', 'Infinity'])(
    '“%s” is none',
    (text) => {
      expect(readNumber(text, 'en')).toBeNull();
    },
  );

  it('comes back as it was shown, in every locale', () => {
    for (const locale of ['en-GB', 'en-US', 'de-DE', 'de-CH', 'fr-FR', 'ar-EG', 'fa', 'hi-IN', 'ja', 'sv-SE', 'pl']) {
      const { number } = formats({ locale, timeZone: 'UTC', now: 0 });
      for (const value of [0, 7, -3.5, 45.2, 1384, -1384, 1_234_567.89]) {
        expect(readNumber(number(value), locale), `${number(value)} in ${locale}`).toBe(value);
      }
    }
  });
});
