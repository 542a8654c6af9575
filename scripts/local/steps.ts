import type { Ended } from './command.ts';

export type Step = { title: string; run: () => Promise<Ended> };

/** Runs all steps at once and prints, in their order, one line for each and the output of those that failed. */
export async function runSteps(steps: Step[]): Promise<{ passed: number; failed: number }> {
  const started = Date.now();
  const running = steps.map(async ({ title, run }) => ({ title, ...(await run()), ended: Date.now() }));
  let failed = 0;
  for (const step of running) {
    const { title, ok, output, ended } = await step;
    process.stdout.write(`  ${ok ? 'ok    ' : 'failed'}  ${title}  ${seconds(ended - started)}\n`);
    if (!ok) process.stdout.write(`\n${output}\n\n`);
    if (!ok) failed++;
  }
  return { passed: steps.length - failed, failed };
}

export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
