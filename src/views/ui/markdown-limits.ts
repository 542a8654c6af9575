/** Characters that are read as Markdown; what comes after them is left out of no text, but shown as it was typed. */
const MOST_CHARACTERS = 10_000;
/** Signs that Markdown gives a meaning to. Reading a text costs up to their number times its length. */
const MOST_SIGNS = 1_000;
/** Quotes and lists inside one another on one line; each costs another reading of what is inside. */
const DEEPEST = 8;

const sign = /[*_~`[\]()<>!|\\#@:]/g;
/** What gives lines a meaning without any of these: list items, underlines, indents, empty lines, addresses. */
const block = /^ {0,3}(?:[-+]|\d{1,9}\.)[ \t]|^(?: {4}|\t)|^ {0,3}[-=]+[ \t]*$|\n[ \t]*\n|www\./m;
const deeper = new RegExp(
  `^((?:[ \\t]*(?:>|[-*+][ \\t]|\\d{1,9}[.)][ \\t])){${DEEPEST}})(?:[ \\t]*(?:>|[-*+][ \\t]|\\d{1,9}[.)][ \\t]))+`,
  'gm',
);

/**
 * A text as the lexer may have it, which bounds what reading it can cost: what is too long or made of signs is not read as
 * Markdown at all (`marked` is false), and what is nested deeper than eight on a line loses the marks beyond.
 */
export function tamed(text: string): { text: string; marked: boolean } {
  if (text.length > MOST_CHARACTERS) return { text, marked: false };
  const signs = text.match(sign)?.length ?? 0;
  const marked = signs <= MOST_SIGNS && (signs > 0 || block.test(text));
  return { text: marked ? text.replace(deeper, '$1') : text, marked };
}
