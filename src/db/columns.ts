import { type SQL, sql } from 'drizzle-orm';
import { check, integer, type SQLiteColumn, text } from 'drizzle-orm/sqlite-core';

/** The tenant of a row. On every table, and first in every index. */
export const orgId = <T extends string>() => text('org_id').$type<T>().notNull();

/** A moment, as integer milliseconds since 1970 UTC. */
export const moment = (name: string) => integer(name);

/** A calendar day, `YYYY-MM-DD`, in the organization's time zone. */
export const day = (name: string) => text(name);

export const flag = (name: string) => integer(name, { mode: 'boolean' });

export const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>();

/** One of a closed list of words. */
export const word = <const W extends readonly [string, ...string[]]>(name: string, words: W) =>
  text(name, { enum: words as unknown as [W[number], ...W[number][]] });

/**
 * Makes the database itself refuse a word outside the list. Only for lists that will not grow:
 * changing a constraint means rebuilding the table, which D1 makes dangerous.
 */
export const oneOf = (name: string, column: SQLiteColumn, words: readonly string[]) =>
  check(name, sql`${column} in (${literals(words)})`);

const literals = (words: readonly string[]): SQL => sql.raw(words.map((each) => `'${each}'`).join(', '));
