import { env } from 'cloudflare:workers';
import { vi } from 'vitest';

/** A statement that the app sent to the database, with the values of one time it was sent. */
export type Sent = { sql: string; values: unknown[] };

/** Keeps each distinct statement that anybody prepares from now on, Durable Objects and jobs included. */
export function recordStatements(): Map<string, Sent> {
  const sent = new Map<string, Sent>();
  const prototype = Object.getPrototypeOf(env.DB) as D1Database;
  const prepare = prototype.prepare;
  vi.spyOn(prototype, 'prepare').mockImplementation(function (this: D1Database, sql: string) {
    const statement = prepare.call(this, sql);
    const bind = statement.bind.bind(statement);
    sent.set(sql, { sql, values: [] });
    statement.bind = (...values) => {
      sent.set(sql, { sql, values });
      return bind(...values);
    };
    return statement;
  });
  return sent;
}

/** One line of how SQLite would run a statement; lines with one parent belong to one select. */
type Line = { parent: number; detail: string };

/** A statement and how SQLite would run it. */
export type Plan = { sql: string; lines: Line[] };

export async function explain(statements: Iterable<Sent>): Promise<Plan[]> {
  const all = [...statements];
  const answers = await env.DB.batch<Line>(
    all.map(({ sql, values }) => env.DB.prepare(`explain query plan ${sql}`).bind(...values)),
  );
  return all.map(({ sql }, i) => ({ sql, lines: answers[i]!.results }));
}

/**
 * The lines that read a whole table or a whole index of one, or build an index over it first. What a statement makes up
 * itself (common table expressions, subqueries, JSON, constant rows) and full-text matches may be read from end to end.
 */
export function scansIn({ sql, lines }: Plan): string[] {
  const own = madeUpIn(sql);
  return details(lines).filter((line) => {
    const [, verb, name = '', rest = ''] = /^(SCAN|SEARCH) (\S+)(.*)/.exec(line) ?? [];
    if (verb === 'SEARCH') return rest.includes('USING AUTOMATIC') && !own.has(name);
    if (verb === undefined || /^(CONSTANT ROW|\(subquery-\d+\)|\d+-ROW VALUES)/.test(name + rest)) return false;
    return !own.has(name) && !/^ VIRTUAL TABLE INDEX \d+:\S*M/.test(rest);
  });
}

/** The lines that read all that an organization has in a table, unless they may stop early: in order, up to a limit. */
export function sweepsIn({ sql, lines }: Plan): string[] {
  const isSorted = ({ parent }: Line) =>
    lines.some((line) => line.parent === parent && /TEMP B-TREE FOR (ORDER|GROUP) BY/.test(line.detail));
  const mayStop = (line: Line) => /\blimit\b/i.test(sql) && !isSorted(line);
  return details(lines.filter((line) => /^SEARCH .*\(org_id=\?\)/.test(line.detail) && !mayStop(line)));
}

const details = (lines: Line[]) => lines.map(({ detail }) => detail);

const clauses = 'on|where|cross|left|inner|join|set|order|group|limit|union|using|values';
const sources = new RegExp(
  `\\b(?:from|join|update|into)\\s+"?(\\w+)"?(?:\\s+(?:as\\s+)?"?(?!(?:${clauses})\\b)(\\w+)"?)?`,
  'gi',
);
const expressions =
  /(?:\bwith(?:\s+recursive)?|,)\s+(\w+)\s*(?:\([^()]*\))?\s+as\s+(?:(?:not\s+)?materialized\s+)?\(/gi;
const subqueries = /\)\s+(?:as\s+"?|")(\w+)"?/gi;

/** Names that a statement gives to rows which are in no table. A name that also stands for a table is not among them. */
function madeUpIn(sql: string): Set<string> {
  const named = [...sql.matchAll(sources)].map(([, table, alias]) => ({ name: alias ?? table!, table: table! }));
  const made = new Set([
    'json_each',
    ...[...sql.matchAll(expressions), ...sql.matchAll(subqueries)].map((match) => match[1]!),
  ]);
  const tables = new Set(named.filter(({ table }) => !made.has(table)).map(({ name }) => name));
  return new Set([...made, ...named.map(({ name }) => name)].filter((name) => !tables.has(name)));
}
