import { and, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/**
 * True of the row that still is exactly what was read. For tables without a version: an UPDATE under this condition,
 * followed by `guard`, writes nothing over somebody else's change.
 */
export const unchanged = <T extends SQLiteTable>(table: T, row: T['$inferSelect']): SQL =>
  and(
    ...Object.entries(getTableColumns(table)).map(
      ([name, column]) => sql`${column} is ${sql.param(row[name as keyof T['$inferSelect']], column)}`,
    ),
  )!;
