import { deliveryWordIn } from './delivery-words.ts';
import type { Draft } from './draft.ts';
import { readsEnglish, tokens } from './english.ts';
import { saysWay } from './from-to-stated.ts';
import { purposeIn } from './outcome-stated.ts';
import { leadingVerb } from './verb-first.ts';

/** One part of the formula of a good title; `open` while it is missing or cannot be told. */
export type FormulaPart = { words: string; state: 'good' | 'warn' | 'open' };

/**
 * An objective is a verb, what, and so that; a key result a verb, what is measured, from x to y; a project a verb and
 * what. Each part as far as the draft has it.
 */
export function formulaOf(draft: Draft): FormulaPart[] {
  if (draft.kind === 'key_result') return [verbPart(draft), measuredPart(draft), part('from x to y', saysWay(draft))];
  const what = [verbPart(draft), part('what', isAbout(draft.title))];
  return draft.kind === 'project' ? what : [...what, part('so that', isEnglishPurpose(draft.title))];
}

const part = (words: string, there: boolean): FormulaPart => ({ words, state: there ? 'good' : 'open' });

function verbPart({ kind, title }: Draft): FormulaPart {
  const work = kind === 'key_result' ? deliveryWordIn(title) : null;
  const verb = leadingVerb(title);
  if (work !== null && (verb === null || work.startsWith(verb))) return { words: `Verb: ${work}`, state: 'warn' };
  return verb ? { words: `Verb: ${verb}`, state: 'good' } : { words: 'verb', state: 'open' };
}

function measuredPart({ title, measure }: Draft): FormulaPart {
  if (measure && measure.name !== '')
    return { words: measure.name.length > SHORT ? 'what you measure' : `Measured: ${measure.name}`, state: 'good' };
  return part('what you measure', isAbout(title) && /\p{Nd}/u.test(title) && deliveryWordIn(title) === null);
}

/** A longer name would not fit beside the other parts. */
const SHORT = 32;

const isAbout = (title: string) => leadingVerb(title) !== null && tokens(title).length > 2;

const isEnglishPurpose = (title: string) => readsEnglish(title) && purposeIn(title);
