import { lowered, readsEnglish, tokens } from './english.ts';
import { metricSentence } from './metric-sentence.ts';
import type { Rule } from './rule.ts';
import { verbOf } from './verbs.ts';

const set = (words: string) => new Set(words.split(' '));

/** These are work whatever follows. */
const always = set(
  'ship deliver implement develop deploy migrate create introduce publish install configure integrate execute conduct ' +
    'organise organize prepare write finish rebuild',
);

/** These are work unless they belong to a thing that is measured: build time, release frequency. */
const beforeThings = set('build launch release');
const measured = set(
  'time times frequency rate rates duration coverage cycle cycles size success failures stability adherence adoption ' +
    'quality velocity count notes delay delays minutes cost costs day days',
);

/** These are work only when what is worked on follows: design the, test every, plan 3. */
const beforeArticles = set('design plan test document draft run complete');
const articles = set('a an the our new all every each this that its their two three four five another');

const pairs: Record<string, string> = { roll: 'out', set: 'up', kick: 'off', carry: 'out', go: 'live' };

/** Nouns of work, when they say of what: implementation of, delivery of. */
const nouns = set('delivery implementation launch rollout roll-out release migration creation development completion');

const before = set('to we will successfully and then also');

/** A key result says what changes; words of delivery say what is worked on. */
export const deliveryWords: Rule = ({ kind, title, measure }) => {
  const word = kind === 'key_result' ? deliveryWordIn(title) : null;
  if (word === null) return null;
  const suggestion = metricSentence(measure);
  return {
    rule: 'delivery-words',
    tone: 'warn',
    says: `“${word}” describes work, and work belongs in a project.`,
    why: 'Here, say what the work should change. What would be different once it is done?',
    turn: 'project',
    ...(suggestion && { suggestion }),
  };
};

/** The word by which a title tells of work rather than of what it changes, as written; null when there is none. */
export function deliveryWordIn(title: string): string | null {
  if (!readsEnglish(title)) return null;
  const [words, written] = [lowered(title), tokens(title)];
  const start = words.findIndex((word) => !before.has(word));
  // “Design and launch the app”: the second verb counts as well.
  const second = words[start + 1] === 'and' ? [start + 2] : [];
  for (const at of start < 0 ? [] : [start, ...second]) {
    if (isNounOfWork(words, at)) return written[at]!;
    if (isPair(words, at)) return `${written[at]} ${written[at + 1]}`;
    if (isWork(words, at)) return written[at]!;
  }
  return null;
}

const isNounOfWork = (words: string[], at: number) => nouns.has(words[at]!) && words[at + 1] === 'of';

const isPair = (words: string[], at: number) => {
  const second = pairs[verbOf(words[at] ?? '') ?? ''];
  return second !== undefined && second === words[at + 1];
};

function isWork(words: string[], at: number): boolean {
  const base = verbOf(words[at] ?? '');
  const next = words[at + 1] ?? '';
  if (base === null) return false;
  if (always.has(base)) return true;
  if (beforeThings.has(base)) return !measured.has(next) && !measured.has(words[at + 2] ?? '');
  return beforeArticles.has(base) && (articles.has(next) || /^\p{Nd}+$/u.test(next));
}
