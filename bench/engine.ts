import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Obstacle } from '../scripts/local/obstacle.ts';
import type { Soaked } from './engine/soaking.ts';
import { processorOf, runtimesUnder } from './processor.ts';
import type { Column } from './table.ts';

/** What one hour of reading cost: of D1 trips, statements and rows; calls of objects; messages; requests; processor ms. */
export type Hour = {
  name: string;
  hour: string;
  links: number;
  changed: number;
  recomputed: number;
  trips: number;
  statements: number;
  read: number;
  written: number;
  calls: number;
  messages: number;
  requests: number;
  least: number;
  /** Processor time (ms) of the whole runtime, and what of it the stand-ins take that give the same answers to nobody. */
  processor: number;
  standIns: number;
  scans: number;
};

export type OneObjective = { readings: number; recomputed: number };

/** How reading goes: three hours of a company of 1,000 links, 1,000 readings under one objective, and a soak. */
export type Engine = { hours: Hour[]; objective: OneObjective | null; soaked: Soaked | null };

/** Runs bench/engine in the runtime of the tests and gathers what it tells. */
export async function runEngine(): Promise<Engine> {
  const engine: Engine = { hours: [], objective: null, soaked: null };
  const server = createServer(async (request, response) => {
    const { name, found } = JSON.parse(Buffer.concat(await request.toArray()).toString());
    if (name === 'hour') engine.hours.push({ name: `Reading, ${found.hour}`, ...found });
    if (name === 'one objective') engine.objective = found;
    if (name === 'soak') engine.soaked = found;
    response.end(String(child.pid ? processorOf(runtimesUnder(child.pid)) : 0));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tell = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = spawn('vitest', ['run', '--config', path.join(import.meta.dirname, 'engine', 'vitest.config.ts')], {
    cwd: path.dirname(import.meta.dirname),
    env: { ...process.env, TELL: tell },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said = `${said}${text}`.slice(-20_000);
    });
  const [code] = await once(child, 'exit');
  server.close();
  if (code !== 0) throw new Obstacle('The engine could not be tried; the reason is above.', said);
  return engine;
}

const each = (of: (hour: Hour) => number) => (hour: Hour) => (of(hour) / hour.links).toFixed(2);

export const hourColumns: Column<Hour>[] = [
  ['', ({ name }) => name],
  ['links', ({ links }) => String(links)],
  ['changed', ({ changed }) => String(changed)],
  ['recomputed', ({ recomputed }) => String(recomputed)],
  ['requests', ({ requests }) => String(requests)],
  ['least', ({ least }) => String(least)],
  ['x least', ({ requests, least }) => (requests / least).toFixed(2)],
  ['queries/link', each(({ statements }) => statements)],
  ['rows read', each(({ read }) => read)],
  ['written', each(({ written }) => written)],
  ['object calls', each(({ calls }) => calls)],
  ['messages', each(({ messages }) => messages)],
  ['CPU ms', each(({ processor }) => processor)],
  ['stand-ins', each(({ standIns }) => standIns)],
  ['rest/scan', ({ processor, standIns, scans }) => ((processor - standIns) / scans).toFixed(1)],
];

export const objectiveColumns: Column<OneObjective & { name: string }>[] = [
  ['', ({ name }) => name],
  ['readings', ({ readings }) => String(readings)],
  ['recomputed', ({ recomputed }) => String(recomputed)],
];

export const soakColumns: Column<Soaked & { name: string }>[] = (
  [
    'links',
    'requests',
    'faults',
    'crashes',
    'restarts',
    'delivered',
    'gaveUp',
    'readings',
    'untrue',
    'unsettled',
    'repeated',
    'unmatched',
    'leaks',
  ] as const
).map((what) => [what, (row) => String(row[what])]);

/** Requests may be a fifth more than the pages that nobody can do without. */
export const brokenByHour = ({ requests, least }: Hour): string[] =>
  requests > 1.2 * least ? [`asks ${requests} times for ${least} pages; at most 1.2 times as often is allowed`] : [];

export const brokenByObjective = ({ recomputed }: OneObjective): string[] =>
  recomputed > 3 ? [`recomputes one objective ${recomputed} times for one read; at most 3 are allowed`] : [];

export const brokenBySoak = (soaked: Soaked): string[] =>
  (['untrue', 'unsettled', 'repeated', 'unmatched', 'leaks'] as const)
    .filter((what) => soaked[what] > 0)
    .map((what) => `leaves ${soaked[what]} ${what}; none is allowed`);
