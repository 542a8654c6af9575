// Quoted text with its escapes (an unclosed quote runs to the end), a word with its escapes, or one other character.
const TOKEN = /"(?:\\[\s\S]|[^"\\])*"?|'(?:\\[\s\S]|[^'\\])*'?|(?:\\[\s\S]|[^\s"'\\()[\],=!<>~|&])+|[\s\S]/g;

type Token = { text: string; start: number };

/** The query without its ORDER BY clause and outer white space. Those words within quotes are left alone. */
export function withoutOrderBy(jql: string): string {
  const words = tokens(jql);
  const at = words.findIndex(({ text }, i) => /^order$/i.test(text) && /^by$/i.test(words[i + 1]?.text ?? ''));
  return (at < 0 ? jql : jql.slice(0, words[at]?.start)).trim();
}

/** Both must hold. `jql` must have no ORDER BY; an empty one leaves the clause alone. */
export const and = (jql: string, clause: string): string => (jql === '' ? clause : `(${jql}) AND ${clause}`);

const tokens = (jql: string): Token[] =>
  Array.from(jql.matchAll(TOKEN), (match) => ({ text: match[0], start: match.index })).filter(
    ({ text }) => text.trim() !== '',
  );
