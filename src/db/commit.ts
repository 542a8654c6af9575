import { type SQL, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import type { Database } from './database.ts';

export type Statement = BatchItem<'sqlite'>;

/** Thrown when a guarded statement of a commit touched no row: somebody else was faster. Nothing was written. */
export class LostRace extends Error {
  override name = 'LostRace';
}

/**
 * Writes all statements in one D1 batch, which is one transaction: all of them or none.
 * @throws LostRace when a `guard` found that the statement before it changed no row
 */
export async function commit(db: Database, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements;
  if (!first) return;
  try {
    await db.batch([first, ...rest]);
  } catch (reason) {
    if (mentions(reason, 'malformed JSON')) throw new LostRace('another change came first', { cause: reason });
    throw reason;
  }
}

/** Placed right after an UPDATE ... WHERE version = ?, rolls the whole commit back unless exactly that many rows changed. */
export const guard = (db: Database, rows = 1): Statement => guardThat(db, sql`changes() = ${rows}`);

/** Rolls the whole commit back unless the condition holds where it stands. */
export const guardThat = (db: Database, condition: SQL): Statement =>
  written(db, sql`select case when ${condition} then 1 else json('conflict') end`);

/** A statement written in SQL. Drizzle lets such a one into a batch with values only when it is prepared already. */
export function written(db: Database, query: SQL): Statement {
  const raw = db.all(query);
  return Object.assign(raw, { stmt: db.$client.prepare(raw.getQuery().sql) });
}

/** True when the database refused a duplicate of `columns` (`table.column`, as SQLite names them). */
export const isDuplicate = (reason: unknown, ...columns: string[]): boolean =>
  mentions(reason, 'UNIQUE constraint failed') && columns.every((column) => mentions(reason, column));

function mentions(reason: unknown, words: string): boolean {
  for (let error = reason; error instanceof Error; error = error.cause) if (error.message.includes(words)) return true;
  return false;
}
