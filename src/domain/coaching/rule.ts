import type { OkrId } from '../../db/ids.ts';
import type { Kind } from '../words.ts';
import type { Draft, Neighbours } from './draft.ts';

/** `good` is praise, a `hint` names what is still missing, a `warn` what would better be different. Nothing forbids. */
export type Tone = 'good' | 'hint' | 'warn';

export type RuleName =
  | 'verb-first'
  | 'outcome-stated'
  | 'number-stated'
  | 'from-to-stated'
  | 'delivery-words'
  | 'no-number'
  | 'key-result-count'
  | 'objective-count'
  | 'duplicate'
  | 'reachable-pace';

/** What the coach says of a draft: the rule, a sentence, and a sentence why. */
export type Finding = {
  rule: RuleName;
  tone: Tone;
  says: string;
  why: string;
  /** A sentence to take instead. */
  suggestion?: string;
  /** What it would rather be; taking it keeps the words. */
  turn?: Kind;
  /** The OKR that it speaks of. */
  about?: { id: OkrId; title: string };
};

/** How numbers and days are written for whoever reads the finding. */
export type Saying = { number(value: number): string; day(day: string): string };

/** One thing that the coach looks at; null when it has nothing to say. Pure, and never throws. */
export type Rule = (draft: Draft, neighbours: Neighbours, saying: Saying) => Finding | null;
