import { deliveryWords } from './delivery-words.ts';
import { alone, type Draft, type Neighbours } from './draft.ts';
import { duplicate } from './duplicate.ts';
import { fromToStated } from './from-to-stated.ts';
import { keyResultCount } from './key-result-count.ts';
import { noNumber } from './no-number.ts';
import { numberStated } from './number-stated.ts';
import { objectiveCount } from './objective-count.ts';
import { outcomeStated } from './outcome-stated.ts';
import { reachablePace } from './reachable-pace.ts';
import type { Finding, Rule, Saying } from './rule.ts';
import { verbFirst } from './verb-first.ts';

const rules: readonly Rule[] = [
  verbFirst,
  deliveryWords,
  outcomeStated,
  noNumber,
  numberStated,
  fromToStated,
  keyResultCount,
  objectiveCount,
  duplicate,
  reachablePace,
];

const plain: Saying = { number: (value) => String(Math.round(value * 100) / 100), day: (day) => day };

/**
 * What the rules of good writing say of a draft, always in the same order. Rules about words know English and are
 * silent about anything else. Empty while nothing is written.
 */
export const coach = (draft: Draft, neighbours: Neighbours = alone, saying: Saying = plain): Finding[] =>
  draft.title.trim() === '' ? [] : rules.flatMap((rule) => rule(draft, neighbours, saying) ?? []);
