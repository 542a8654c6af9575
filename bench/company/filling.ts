import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';

/** Rows in one statement, and statements in one batch: each stays well below what D1 takes. */
const ROWS = 1_000;
const STATEMENTS = 10;

/** Inserts rows of one table, all with the same columns. They travel as JSON: one parameter, however many rows. */
export async function fill<T extends SQLiteTable>(
  d1: D1Database,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const { name } = getTableConfig(table);
  const columns = Object.keys(first).map((key) => ({ key, column: table[key as keyof T] as unknown as Column }));
  const into = columns.map(({ column }) => `"${column.name}"`).join(', ');
  const from = columns.map((_, i) => `value ->> ${i}`).join(', ');
  const insert = d1.prepare(`insert into "${name}" (${into}) select ${from} from json_each(?)`);
  const statements = chunks(rows, ROWS).map((some) =>
    insert.bind(
      JSON.stringify(some.map((row) => columns.map(({ key, column }) => stored(column, row[key as keyof typeof row])))),
    ),
  );
  for (const some of chunks(statements, STATEMENTS)) await d1.batch(some);
}

type Column = { name: string; mapToDriverValue(value: unknown): unknown };

const stored = (column: Column, value: unknown) =>
  value === null || value === undefined ? null : column.mapToDriverValue(value);

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
