import { remember } from '../intl.ts';

const word = /^[\p{L}\p{N}]/u;
const cased = /^[\p{Lu}\p{Ll}\p{Lt}]/u;

/** One or two letters for a name: first and last word; one sign for a single name and for scripts without capitals,
 * whose letters would join or stack into something else. */
export const initials = (name: string): string => {
  const words = name
    .normalize('NFC')
    .split(/[\s.·・_@]+/u)
    .filter((part) => word.test(part));
  const first = words[0];
  if (first === undefined) return '?';
  const last = words.at(-1)!;
  const ends = words.length > 1 && cased.test(first) ? [first, last] : [first];
  return ends.map(firstSign).join('').toLocaleUpperCase();
};

/** A person as a pebble with initials. `silent` when the name stands beside it. */
export const Avatar = ({ name, silent }: { name: string; silent?: boolean }) => (
  <span class="avatar" {...(silent ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': name, title: name })}>
    {initials(name)}
  </span>
);

const firstSign = (text: string): string => {
  if (cased.test(text)) return /^.\p{M}*/u.exec(text)?.[0] ?? '';
  const signs = remember('graphemes', () => new Intl.Segmenter(undefined, { granularity: 'grapheme' })).segment(text);
  return signs[Symbol.iterator]().next().value?.segment ?? '';
};
