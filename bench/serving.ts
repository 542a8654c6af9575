import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getPlatformProxy } from 'wrangler';
import { Obstacle } from '../scripts/local/obstacle.ts';
import { anyPort } from '../scripts/local/ports.ts';
import { newSecrets } from '../scripts/local/settings.ts';
import { runWorker } from '../scripts/local/worker.ts';
import { declaredSettings, wrangler } from '../scripts/local/wrangler.ts';
import { bareConfig, serveBare } from './baseline/serving.ts';
import { type Company, found } from './company/founding.ts';
import { large, small } from './company/size.ts';
import { processorOf, runtimesUnder } from './processor.ts';
import { readSwarms, type Swarm } from './readings.ts';

/** Cairn with both companies in its database, and the bare page with a copy of that database. */
export type Ground = {
  cairn: string;
  bare: string;
  /** Processor time (ms) that each of the two has used, its database included. */
  used: { cairn: () => number; bare: () => number };
  small: Company;
  large: Company;
  /** What a thousand readings cost in this database before anything else was asked of it. */
  swarms: Swarm[];
  stop: () => Promise<void>;
};

/**
 * Builds everything afresh in a folder of its own, which goes when this process ends. `progress` hears one line per step;
 * `withSwarms` says whether the thousand readings are wanted, which take as long as all the rest.
 */
export async function prepare(progress: (step: string) => void, withSwarms: boolean): Promise<Ground> {
  const state = mkdtempSync(path.join(tmpdir(), 'cairn-bench-'));
  process.once('exit', () => rmSync(state, { recursive: true, force: true }));
  progress('Building the Worker and an empty database');
  const bundle = path.join(state, 'bundle');
  await Promise.all([
    run(state, 'deploy', '--dry-run', '--outdir', bundle),
    run(state, 'd1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state),
  ]);
  progress(`${withSwarms ? 'Reading a thousand data links, and founding' : 'Founding'} a small and a large company`);
  const companies = await foundBoth(state, withSwarms);
  progress('Starting Cairn and the bare page');
  const other = path.join(state, 'bare');
  cpSync(path.join(state, 'v3'), path.join(other, 'v3'), { recursive: true });
  // Answers tell of the rows they read in development alone.
  const settings = { ...declaredSettings(), ...newSecrets(), ENVIRONMENT: 'development' };
  const say = (_: string, text: string) => process.stderr.write(`${text}\n`);
  const cairn = await runWorker({ port: await anyPort(), bundle, state, settings, say });
  const its = runtimesUnder(process.pid);
  const bare = await serveBare(other);
  const others = runtimesUnder(process.pid).filter((pid) => !its.includes(pid));
  const used = { cairn: () => processorOf(its), bare: () => processorOf(others) };
  const stop = async () => {
    await Promise.all([cairn.stop(), bare.stop()]);
  };
  return { cairn: cairn.url, bare: bare.url, used, ...companies, stop };
}

async function run(state: string, ...command: string[]) {
  const { ok, output } = await wrangler(state, ...command);
  if (!ok) throw new Obstacle(`wrangler ${command[0]} failed; the reason is above.`, output);
}

/** Through the bare page's settings: they know the same database, and nothing that needs Cairn to be running. */
async function foundBoth(state: string, withSwarms: boolean) {
  const proxy = await getPlatformProxy<{ DB: D1Database }>({
    configPath: bareConfig,
    persist: { path: path.join(state, 'v3') },
  });
  try {
    const now = Date.now();
    return {
      swarms: withSwarms ? await readSwarms(proxy.env.DB, now) : [],
      small: await found(proxy.env.DB, small, now),
      large: await found(proxy.env.DB, large, now),
    };
  } finally {
    await proxy.dispose();
  }
}
