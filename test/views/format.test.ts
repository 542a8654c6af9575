import { describe, expect, it } from 'vitest';
import { shownPercent } from '../../src/domain/okrs/percent.ts';
import { formats } from '../../src/views/format.ts';

const now = Date.parse('2026-11-20T09:30:00Z');
const day = 86_400_000;
const to = (locale: string, timeZone = 'UTC') => formats({ locale, timeZone, now });
/** Without the marks that only steer the direction of writing, and with ordinary spaces. */
const plain = (text: string) => text.replace(/[\u200E\u200F\u061C]/g, '').replace(/[\u00A0\u202F\u2009]/g, ' ');

describe('the shown percent', () => {
  it.each([
    [null, null],
    [0, 0],
    [0.004, '<1'],
    [0.0099, '<1'],
    [0.01, 1],
    [0.2727, 27],
    [0.345, 35],
    [0.996, 99],
    [0.999999, 99],
    [1 - 1e-12, 100],
    [1, 100],
    [1.004, 100],
    [1.4, 140],
    [-0.001, 0],
    [-0.1, -10],
  ] as const)('of %s is %s', (progress, shown) => {
    expect(shownPercent(progress)).toBe(shown);
  });

  it.each([
    ['en-GB', ['27%', '<1%', '−10%', '140%']],
    ['de-DE', ['27 %', '<1 %', '−10 %', '140 %']],
    ['ar-EG', ['٢٧٪', '<١٪', '−١٠٪', '١٤٠٪']],
    ['hi-IN', ['27%', '<1%', '−10%', '140%']],
    ['ja', ['27%', '<1%', '−10%', '140%']],
  ])('is written as people of %s write it', (locale, written) => {
    expect([0.2727, 0.004, -0.1, 1.4].map(to(locale).percent).map(plain)).toEqual(written);
  });

  it('is a dash without progress', () => {
    expect(to('en').percent(null)).toBe('–');
  });
});

describe('numbers', () => {
  it.each([
    ['en-GB', '1,234,567.89', '45.2', '−3.5'],
    ['de-DE', '1.234.567,89', '45,2', '−3,5'],
    ['ar-EG', '١٬٢٣٤٬٥٦٧٫٨٩', '٤٥٫٢', '−٣٫٥'],
    ['hi-IN', '12,34,567.89', '45.2', '−3.5'],
    ['ja', '1,234,567.89', '45.2', '−3.5'],
  ])('follow the habits of %s, with a true minus', (locale, ...written) => {
    expect([1_234_567.891, 45.2, -3.5].map(to(locale).number).map(plain)).toEqual(written);
  });

  it('keep three digits that matter when they are small', () => {
    expect(to('en').number(0.012_34)).toBe('0.0123');
  });

  it.each([
    [15, '%', '15%'],
    [12.345, '%', '12.35%'],
    [400, 'USD', '$400'],
    [-400.5, '€', '−€400.50'],
    [22, 'min', '22 min'],
    [7, null, '7'],
    [7, '', '7'],
  ])('carry their unit: %s in %s', (value, unit, written) => {
    expect(to('en-GB').metricValue(value, unit)).toBe(written);
  });

  it('put the currency where the locale wants it', () => {
    expect(plain(to('de-DE').metricValue(1400, 'EUR'))).toBe('1.400 €');
  });

  it.each([
    [0.28, '28 points'],
    [-0.01, '1 point'],
    [0.001, 'less than 1 point'],
    [0, '0 points'],
  ])('say a gap of %s in points', (gap, written) => {
    expect(to('en').points(gap)).toBe(written);
  });
});

describe('days and times', () => {
  it.each([
    ['en-GB', '11 Nov', '20 November', 'Friday 20 November', '11 Nov 2025'],
    ['de-DE', '11. Nov.', '20. November', 'Freitag, 20. November', '11. Nov. 2025'],
    ['ar-EG', '١١ نوفمبر', '٢٠ نوفمبر', 'الجمعة، ٢٠ نوفمبر', '١١ نوفمبر ٢٠٢٥'],
    ['hi-IN', '11 नव॰', '20 नवंबर', 'शुक्रवार, 20 नवंबर', '11 नव॰ 2025'],
    ['ja', '11月11日', '11月20日', '11月20日金曜日', '2025年11月11日'],
  ])('are written in %s, the year only when it is another', (locale, ...written) => {
    const f = to(locale);
    expect([
      f.day('2026-11-11'),
      f.day('2026-11-20', 'long'),
      f.day('2026-11-20', 'weekday'),
      f.day('2025-11-11'),
    ]).toEqual(written);
  });

  it('do not move with the time zone when they are days', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      expect(to('en-GB', zone).day('2026-11-20')).toBe('20 Nov');
    }
  });

  it('say when something happened from where the person is', () => {
    const f = to('en-GB', 'Europe/Berlin');
    expect(f.moment(now)).toBe('today 10:30');
    expect(f.moment(now - day)).toBe('yesterday 10:30');
    expect(f.moment(now + day)).toBe('tomorrow 10:30');
    expect(f.moment(now - 9 * day)).toBe('11 Nov');
    expect(f.moment(now - 374 * day)).toBe('11 Nov 2025');
  });

  it('draw the line between days in the time zone of the person', () => {
    const lateEvening = Date.parse('2026-11-19T23:30:00Z');
    expect(to('en-GB', 'Europe/Berlin').moment(lateEvening)).toBe('today 00:30');
    expect(to('en-GB', 'UTC').moment(lateEvening)).toBe('yesterday 23:30');
    expect(to('en-GB', 'Europe/Berlin').dayOf(lateEvening)).toBe('2026-11-20');
  });

  it.each([
    [9 * day, '9 days ago'],
    [3 * 3_600_000, '3 hours ago'],
    [50_000, '50 seconds ago'],
    [45 * day, '1 month ago'],
    [-600_000, 'in 10 minutes'],
  ])('say how long ago %i ms are', (back, written) => {
    expect(to('en-GB').ago(now - back)).toBe(written);
  });

  it('write a range of days and a list once', () => {
    expect(plain(to('en-GB').dayRange('2026-10-01', '2026-12-31'))).toBe('1 Oct – 31 Dec 2026');
    expect(to('en-GB').list(['Ada', 'Amir', 'Dana'])).toBe('Ada, Amir and Dana');
  });
});

it('a locale or a zone that nobody knows falls back to English and UTC', () => {
  const f = formats({ locale: 'not a locale', timeZone: 'Mars/Base', now });
  expect(f.number(1384)).toBe('1,384');
  expect(f.dayOf(Date.parse('2026-11-20T23:59:00Z'))).toBe('2026-11-20');
});
