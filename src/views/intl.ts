const remembered = new Map<string, unknown>();
const mostRemembered = 200;

/** `make()`, once per key: Intl objects are slow to construct. Bounded, because locales come from people's settings. */
export const remember = <T>(key: string, make: () => T): T => {
  const known = remembered.get(key) as T | undefined;
  if (known !== undefined) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  const made = make();
  remembered.set(key, made);
  return made;
};

/** The locale if the runtime knows it, else `en`. */
export const knownLocale = (locale: string): string =>
  remember(`locale ${locale}`, () => {
    try {
      return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? 'en';
    } catch {
      return 'en';
    }
  });

/** The time zone if the runtime knows it, else `UTC`. */
export const knownZone = (zone: string): string =>
  remember(`zone ${zone}`, () => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
    } catch {
      return 'UTC';
    }
  });

const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

export const direction = (locale: string): 'ltr' | 'rtl' =>
  rightToLeft.has(knownLocale(locale).split('-')[0] ?? '') ? 'rtl' : 'ltr';
