import { buildAssets } from '../assets.mjs';
import { runNode } from './command.ts';
import { checkMigrations } from './migrations.ts';
import { checkPermissions } from './permissions.ts';
import { runSteps, type Step } from './steps.ts';

const checks: Step[] = [
  { title: 'Types', run: () => runNode('node_modules/typescript/bin/tsc', ['--project', '.']) },
  {
    title: 'Types of browser scripts',
    run: () => runNode('node_modules/typescript/bin/tsc', ['--project', 'src/browser']),
  },
  {
    title: 'Format and lint',
    run: () => runNode('node_modules/@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '--colors=off', '.']),
  },
  { title: 'Migrations match the schema and keep rows', run: checkMigrations },
  { title: 'The page of permissions says what the rules do', run: checkPermissions },
];

/** Everything that can be told without running Cairn. Builds the generated files first. */
export async function runChecks() {
  buildAssets();
  return runSteps(checks);
}
