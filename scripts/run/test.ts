import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runChecks } from '../local/checks.ts';
import { root } from '../local/command.ts';
import { seconds } from '../local/steps.ts';

type Count = { passed: number; failed: number; skipped: number };

const title = (text: string) => process.stdout.write(`\n== ${text}\n`);

title('Checks');
const counts: Count[] = [{ ...(await runChecks()), skipped: 0 }];
title('Tests in the Workers runtime');
counts.push(await runProject('worker'));
title('Browser journeys');
counts.push(await runProject('journeys'));

const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
const skipped = sum('skipped');
process.stdout.write(
  `\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
);
process.exitCode = sum('failed') > 0 ? 1 : 0;

/** Runs one project of vitest.config.ts. A run that goes wrong without a failing test counts as one failure. */
async function runProject(name: string): Promise<Count> {
  const started = Date.now();
  const report = path.join(root, 'node_modules/.cache/cairn', `${name}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(process.execPath, [vitest, 'run', '--project', name, ...reporters], {
    cwd: root,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  process.stdout.write(`${seconds(Date.now() - started)}\n`);
  const count = countIn(report);
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function countIn(report: string): Count {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
