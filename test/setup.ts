import { reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, vi } from 'vitest';

/** What the migrations lead to: each table, index and trigger in one statement. */
let schema: { name: string; type: string; sql: string }[] = [];

beforeEach(async () => {
  if (schema.length > 0 && (await isEmpty())) return;
  await reset();
  if (schema.length > 0) await runAll(schema.map(({ sql }) => sql));
  else {
    await runAll(env.TEST_MIGRATIONS.flatMap(({ queries }) => queries));
    schema = await readSchema();
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const runAll = (statements: string[]) => env.DB.batch(statements.map((statement) => env.DB.prepare(statement)));

/** Migrations alter tables, and each time SQLite reads all it has: with what they lead to, a database is built at once. */
async function readSchema() {
  const { results } = await env.DB.prepare(
    `select name, type, sql from sqlite_schema where sql is not null and name not like 'sqlite\\_%' escape '\\'
      and name not like '\\_cf\\_%' escape '\\' order by type = 'trigger', type = 'index'`,
  ).all<{ name: string; type: string; sql: string }>();
  const virtual = results.filter(({ sql }) => sql.startsWith('CREATE VIRTUAL'));
  // A virtual table makes the tables that it keeps its words in.
  return results.filter(
    ({ name, type }) => type !== 'table' || !virtual.some((each) => name.startsWith(`${each.name}_`)),
  );
}

/** Whether the test before left the database as it was built: many test pure rules and touch nothing. */
async function isEmpty(): Promise<boolean> {
  const tables = schema.filter(({ type, sql }) => type === 'table' && sql.startsWith('CREATE TABLE'));
  const filled = tables.map(({ name }) => `exists (select 1 from ${name})`).join(' or ');
  const answer = env.DB.prepare(`select ${filled} as filled`).first('filled');
  // A test may also have taken tables away, to see what is said then.
  return (await answer.catch(() => 1)) === 0;
}
