import type { Formats } from '../format.ts';

/** Tells a writer who was not mentioned because they may not see the OKR; null when all were. */
export const outsiderWords = (names: readonly string[], formats: Formats): string | null =>
  names.length === 0
    ? null
    : `${formats.list(names)} cannot see this OKR, so ${names.length === 1 ? 'the name stays' : 'the names stay'} plain text.`;
