import type { MemberId } from '../../db/ids.ts';

const WORD = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}.'’-]*[\\p{L}\\p{N}\\p{M}])?";

/**
 * A mention as it is kept, or an @ with up to six words after it, of which the first ones may be a name. What stands
 * right behind a letter, a digit or a slash is an address and no mention.
 */
const CANDIDATE = new RegExp(
  `@\\[[^\\]\\n]{1,200}\\]\\((mem_[0-9A-Z]{26})\\)|(?<![\\p{L}\\p{N}_.@/])@(${WORD}(?: ${WORD}){0,5})`,
  'gu',
);

const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/;

const MOST = 20;

/** A place in a text that may be a mention: an id, or words of which the first ones may be a name. */
export type Candidate = { id: MemberId } | { words: string[] };

/** Replaces the first twenty candidates of a text, code aside; what `replace` gives null for stays. */
export function replaceCandidates(
  text: string,
  replace: (candidate: Candidate, whole: string) => string | null,
): string {
  let seen = 0;
  return text
    .split(CODE)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part.replace(CANDIDATE, (whole: string, id: MemberId | undefined, words: string | undefined) =>
            ++seen > MOST ? whole : (replace(id ? { id } : { words: words!.split(' ') }, whole) ?? whole),
          ),
    )
    .join('');
}

/** The candidates of a text. */
export function candidatesIn(text: string): Candidate[] {
  const found: Candidate[] = [];
  replaceCandidates(text, (candidate) => {
    found.push(candidate);
    return null;
  });
  return found;
}

/** What two writings of a name have in common. */
export const folded = (name: string): string => name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();

/** The ways in which a name that begins with these letters may be stored: as typed, in small letters, with capitals. */
export const writings = (start: string): string[] => {
  const small = start.normalize('NFC').toLowerCase();
  const capital = small.replace(
    /(^|[\s'’-])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
  return [...new Set([start, small, capital])];
};
