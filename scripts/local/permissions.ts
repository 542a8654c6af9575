import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canBeTied, has, type Rule, rules, type Tie, ties, ways } from '../../src/domain/permission-rules.ts';
import { type Role, roles } from '../../src/domain/words.ts';
import { type Ended, root } from './command.ts';

const page = path.join(root, 'docs/permissions.md');

/** Puts the tables of src/domain/permission-rules.ts into docs/permissions.md. */
export function writePermissions(): void {
  writeFileSync(page, withTables(readFileSync(page, 'utf8')));
}

/** Whether docs/permissions.md says what src/domain/permission-rules.ts does. */
export async function checkPermissions(): Promise<Ended> {
  const text = readFileSync(page, 'utf8');
  const ok = withTables(text) === text;
  return { ok, output: ok ? '' : 'docs/permissions.md is older than the rules: run npm run permissions.' };
}

/** The page with each of its tables written anew between their marks. @throws Error when a mark is missing */
function withTables(text: string): string {
  return Object.entries({ okr: okrTable(), all: wholeTable() }).reduce((page, [name, table]) => {
    const [from, to] = [`<!-- table ${name} -->`, `<!-- end of table ${name} -->`];
    const [before, after] = [page.indexOf(from), page.indexOf(to)];
    if (before < 0 || after < before) throw new Error(`docs/permissions.md has no ${from} before ${to}.`);
    return `${page.slice(0, before)}${from}\n\n${table}\n\n${page.slice(after)}`;
  }, text);
}

/** What each way of standing to an OKR lets a member do. */
function okrTable(): string {
  const known: Tie[] = [...rules.seePrivateOkr.ties, ...rules.changeOkr.ties];
  const rows = [...new Set(known)].map((tie) => {
    const sees = includes(rules.seePrivateOkr, tie);
    const changes = includes(rules.changeOkr, tie);
    return [ties[tie], sees ? 'yes' : 'no', changes ? (sees ? 'yes' : 'yes, when they see it') : 'no'];
  });
  return tableOf([['somebody who is ...', 'sees it while private', 'changes it'], ...rows]);
}

const includes = (rule: Rule, tie: Tie) => rule.ties?.includes(tie) ?? false;

/** Every rule with what it means for each role. */
function wholeTable(): string {
  const rows = Object.values<Rule>(rules).map((rule) => [
    rule.says,
    ...roles.map((role) => answerFor(rule, role)),
    (rule.ties ?? []).map((tie) => ties[tie]).join(', '),
    rule.way ? ways[rule.way].says : '',
  ]);
  return tableOf([['what', ...roles, 'if they are', 'and'], ...rows]);
}

const answerFor = (rule: Rule, role: Role) => (has(role, rule) ? 'yes' : canBeTied(rule, role) ? 'if' : 'no');

/** A table whose columns stand straight. The first row is its head. */
function tableOf(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lineOf = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [head, ...body] = rows.map(lineOf);
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
}
