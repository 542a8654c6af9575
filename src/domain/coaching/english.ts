import { isVerbForm } from './verbs.ts';

const set = (words: string) => new Set(words.split(' '));

const english = set(
  'the of to from our us we and or by per for with without that so is are be will at into within than more less every ' +
    'each all new as it its their who which below above under over before after through your you this these those not ' +
    'customer customers user users revenue churn sales team teams people employees quality better best faster weekly ' +
    'monthly daily average number rate first top',
);

const foreign = set(
  'der die das den dem des und von auf für mit im zu zum zur ein eine einen um bis le la les du et de à pour avec est ' +
    'dans une un sur aux el los las del y para con por una e em da dos com os il di che gli och att av på det en ett ' +
    'het een van voor op naar met og til som jest na do z w i się oraz',
);

/** The words of a sentence as written, without punctuation around them. */
export const tokens = (text: string): string[] =>
  text
    .slice(0, 400)
    .normalize('NFC')
    .match(/[\p{L}\p{N}][\p{L}\p{N}’'/&%-]*/gu)
    ?.map((word) => word.replace(/[’'/&-]+$/, '')) ?? [];

/** The same in lower case. */
export const lowered = (text: string): string[] => tokens(text).map((word) => word.toLowerCase());

/** True for a sentence that is quite surely English. A sentence without any word that tells is not. */
export function readsEnglish(text: string): boolean {
  if (/[^\p{Script=Latin}\P{L}]/u.test(text)) return false;
  const words = lowered(text);
  const count = (known: Set<string>) => words.filter((word) => known.has(word)).length;
  const verb = words[0] !== undefined && isVerbForm(words[0]) ? 2 : 0;
  return verb + count(english) > count(foreign);
}
