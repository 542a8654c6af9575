import { type SQL, sql } from 'drizzle-orm';

/** Words looked for at once; more say nothing new about a name of 120 characters. */
const MOST_WORDS = 8;

/**
 * The rest of a WHERE: whether the team's name has a word that begins with each word of `q`, in small letters or capitals.
 * Nothing for a `q` without words. SQLite folds the case of ASCII alone, so other letters are looked for in both.
 */
export function namedLike(q: string, name: SQL = sql`name`): SQL {
  const words = (q.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
  const hay = sql`' ' || lower(${separators.reduce((text, sign) => sql`replace(${text}, ${sign}, ' ')`, name)})`;
  return sql.join(
    words.map(
      (word) =>
        sql` and (${sql.join(
          spellings(word).map((each) => sql`instr(${hay}, ${` ${each}`}) > 0`),
          sql` or `,
        )})`,
    ),
  );
}

const separators = ['-', '/', '&', '(', '.', '_'];

const spellings = (word: string): string[] => {
  const small = word.toLowerCase();
  const [first = ''] = small;
  const capital = first.toUpperCase() + small.slice(first.length);
  return [...new Set([small, capital, word.toUpperCase()].map(asciiSmall))];
};

const asciiSmall = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
