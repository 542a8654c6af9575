import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';

/** What a request has cost so far. `trips` are round trips to D1, rows as D1 counts them. */
export type Cost = { trips: number; rows: number; written: number };

export type Database = DrizzleD1Database & { readonly cost: Cost; readonly $client: D1Database };

/**
 * Opens D1 so that reads asked for at the same time travel together: statements awaited side by side
 * (`Promise.all`) leave as one batch, which is one round trip. Statements awaited one after another cost a trip each.
 */
export function openDatabase(d1: D1Database): Database {
  const cost: Cost = { trips: 0, rows: 0, written: 0 };
  return Object.assign(drizzle(gathering(d1, cost)), { cost });
}

type Waiting = {
  statement: D1PreparedStatement;
  settle: (result: D1Result) => void;
  fail: (reason: unknown) => void;
};

function gathering(d1: D1Database, cost: Cost): D1Database {
  let waiting: Waiting[] = [];

  const flush = async () => {
    const group = waiting;
    waiting = [];
    try {
      const results = await d1.batch(group.map((each) => each.statement));
      count(cost, results);
      group.forEach((each, i) => {
        each.settle(results[i]!);
      });
    } catch (reason) {
      for (const each of group) each.fail(reason);
    }
  };

  const join = (statement: D1PreparedStatement) =>
    new Promise<D1Result>((settle, fail) => {
      // A timer of zero runs after every promise that is already settled, so all that one `Promise.all` asks has joined.
      if (waiting.length === 0) setTimeout(flush, 0);
      waiting.push({ statement, settle, fail });
    });

  const wrap = (statement: D1PreparedStatement): Gathered => ({
    real: statement,
    bind: (...values: unknown[]) => wrap(statement.bind(...values)),
    all: () => join(statement),
    run: () => join(statement),
    raw: async () => (await join(statement)).results.map((row) => Object.values(row as object)),
    first: async () => (await join(statement)).results[0] ?? null,
  });

  return {
    prepare: (query: string) => wrap(d1.prepare(withDistinctColumns(query))),
    batch: async (statements: Gathered[]) => {
      const results = await d1.batch(statements.map((each) => each.real));
      count(cost, results);
      return results;
    },
  } as unknown as D1Database;
}

type Gathered = {
  real: D1PreparedStatement;
  bind(...values: unknown[]): Gathered;
  all(): Promise<D1Result>;
  run(): Promise<D1Result>;
  raw(): Promise<unknown[][]>;
  first(): Promise<unknown>;
};

/**
 * D1 answers a batch with rows as objects, so two columns of one name (`a.id`, `b.id`) would become one.
 * SQLite numbers such columns when they come out of a subquery.
 */
const withDistinctColumns = (query: string) =>
  /^\s*select\b/i.test(query) && / join /i.test(query) ? `select * from (${query})` : query;

function count(cost: Cost, results: D1Result[]) {
  cost.trips += 1;
  for (const { meta } of results) {
    cost.rows += meta.rows_read ?? 0;
    cost.written += meta.rows_written ?? 0;
  }
}
