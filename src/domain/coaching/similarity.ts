import { lowered } from './english.ts';
import { isVerbForm } from './verbs.ts';

const fillers = new Set(
  (
    'the of to from our us we and or by per for with without that so is are be will at into within than more less every ' +
    'each all new in on as it its their a an who which score scores rate rates number numbers total average overall ' +
    'percent percentage least most up down quarter year month week end day days in-order order'
  ).split(' '),
);

/**
 * The words that say what a title is about: without accents, endings of plurals, numbers, verbs and filling words. At
 * most 12, each once, in their order.
 */
export function topicOf(title: string): string[] {
  const words = lowered(title.normalize('NFKD').replace(/\p{M}+/gu, ''))
    .flatMap((word) => word.split(/[’'/&-]+/))
    .filter((word, at) => /\p{L}/u.test(word) && !fillers.has(word) && !(at === 0 && isVerbForm(word)))
    .map(singular);
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/** How much two titles are about the same, 0..1: shared words over all (Dice's coefficient). 0 when one has no topic. */
export function similarity(a: string, b: string): number {
  const [one, other] = [topicOf(a), topicOf(b)];
  if (one.length === 0 || other.length === 0) return 0;
  return (2 * one.filter((word) => other.includes(word)).length) / (one.length + other.length);
}

const MOST_WORDS = 12;

const singular = (word: string) => (/[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word);
