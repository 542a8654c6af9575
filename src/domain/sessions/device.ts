/** The first pattern that is found names it: many browsers also claim to be the ones below them. */
const browsers = [
  [/\bEdgA?\/|EdgiOS\//, 'Edge'],
  [/\bOPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Vivaldi\//, 'Vivaldi'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;

const systems = [
  [/iPad/, 'iPad'],
  [/iPhone|iPod/, 'iPhone'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
] as const;

/**
 * A browser in words, as far as it tells: "Firefox on macOS", "Safari on iPhone". An iPad that asks for desktop pages says
 * that it is a Mac.
 */
export function deviceWords(userAgent: string | null): string {
  const browser = named(browsers, userAgent) ?? 'A browser';
  const system = named(systems, userAgent);
  return system ? `${browser} on ${system}` : browser;
}

const named = (patterns: readonly (readonly [RegExp, string])[], text: string | null): string | undefined =>
  text === null ? undefined : patterns.find(([pattern]) => pattern.test(text))?.[1];
