import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import drizzle from '../../drizzle.config.ts';
import { type Ended, root, runNode } from './command.ts';

/** What a migration may not say: on D1 a rebuilt table silently loses the rows that refer to it. */
const forbidden = [/\bDROP\s+TABLE\b/i, /\bforeign_keys\s*=\s*(off|0|false)\b/i];

/** Whether the migrations lead to the schema as it stands, and whether each of them keeps every row. */
export async function checkMigrations(): Promise<Ended> {
  const folder = path.join(root, drizzle.out ?? 'migrations');
  const harmful = harmfulIn(folder);
  return harmful.length > 0 ? { ok: false, output: harmful.join('\n') } : leadsToSchema(folder);
}

const harmfulIn = (folder: string) =>
  sqlIn(folder).flatMap((name) => {
    const sql = readFileSync(path.join(folder, name), 'utf8');
    return forbidden
      .filter((rule) => rule.test(sql))
      .map((rule) => `${name} contains ${sql.match(rule)?.[0]}, which loses rows on D1.`);
  });

async function leadsToSchema(folder: string): Promise<Ended> {
  const copy = mkdtempSync(path.join(root, 'node_modules', '.migrations-'));
  try {
    cpSync(folder, copy, { recursive: true });
    const { ok, output } = await runNode('node_modules/drizzle-kit/bin.cjs', [
      'generate',
      `--dialect=${drizzle.dialect}`,
      `--schema=${drizzle.schema}`,
      `--out=${path.relative(root, copy)}`,
    ]);
    const missing = sqlIn(copy).filter((name) => !sqlIn(folder).includes(name));
    if (ok && missing.length === 0) return { ok: true, output };
    return {
      ok: false,
      output: `${output}\nThe schema has changes without a migration: run npm run migration and read what it wrote.`,
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const sqlIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.sql'));
