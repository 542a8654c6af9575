import { knownLocale } from '../intl.ts';

/** Languages and regions offered to choose from; any other that the runtime knows can be written. */
const offered = [
  'ar-EG',
  'cs-CZ',
  'da-DK',
  'de-AT',
  'de-CH',
  'de-DE',
  'el-GR',
  'en-AU',
  'en-CA',
  'en-GB',
  'en-IE',
  'en-IN',
  'en-US',
  'es-ES',
  'es-MX',
  'et-EE',
  'fi-FI',
  'fr-BE',
  'fr-CA',
  'fr-CH',
  'fr-FR',
  'he-IL',
  'hi-IN',
  'hu-HU',
  'id-ID',
  'it-IT',
  'ja-JP',
  'ko-KR',
  'lt-LT',
  'lv-LV',
  'nb-NO',
  'nl-BE',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'pt-PT',
  'ro-RO',
  'sk-SK',
  'sl-SI',
  'sv-SE',
  'th-TH',
  'tr-TR',
  'uk-UA',
  'vi-VN',
  'zh-CN',
  'zh-TW',
];

/** What is offered, with its name in the reader's language. */
export function localesOffered(locale: string): { tag: string; name: string }[] {
  const names = new Intl.DisplayNames(knownLocale(locale), { type: 'language' });
  return offered.map((tag) => ({ tag, name: names.of(tag) ?? tag }));
}

/** The names of the twelve months. */
export function monthsIn(locale: string): string[] {
  const name = new Intl.DateTimeFormat(knownLocale(locale), { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => name.format(Date.UTC(2026, month, 15)));
}
