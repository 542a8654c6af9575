import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { demoConnection, demoWebhookSecret } from '../demo/names.ts';
import { collect, end, startNode } from './command.ts';
import { Obstacle } from './obstacle.ts';
import { freePort, isFree } from './ports.ts';
import { answers } from './waiting.ts';

export type StandIn = { url: string; stop: () => Promise<void> };

/**
 * The port of the Jira stand-in that belongs to the data in `state`. Chosen once, near `wish`, and kept from then on,
 * because the demo's connection holds the address.
 */
export async function jiraPort(state: string, wish: number): Promise<number> {
  const kept = path.join(state, 'stand-ins', 'jira.port');
  if (!existsSync(kept)) {
    mkdirSync(path.dirname(kept), { recursive: true });
    writeFileSync(kept, String(await freePort(wish)));
  }
  const port = Number(readFileSync(kept, 'utf8'));
  if (await isFree(port)) return port;
  throw new Obstacle(
    `Port ${port} is taken, and the demo data in ${state} expects the Jira stand-in there. ` +
      'Stop the program that uses it, or start with other data: STATE_DIR=.wrangler/other npm start',
  );
}

/**
 * Starts the Jira stand-in and waits until it answers. It pushes its changes to the demo connection of the Cairn at
 * `cairn`. What it complains about goes to `say`.
 */
export async function startJira(
  port: number,
  state: string,
  cairn: string,
  say: (level: string, text: string) => void,
): Promise<StandIn> {
  const file = path.join(state, 'stand-ins', 'jira.json');
  const webhook = `${cairn}/hooks/jira/${demoConnection}`;
  const child = startNode('test/stand-ins/jira/serve.ts', [
    `--port=${port}`,
    `--state=${file}`,
    `--webhook=${webhook}`,
    `--secret=${demoWebhookSecret}`,
  ]);
  const output = collect(child);
  const url = `http://localhost:${port}`;
  if (!(await answers(url, 20_000, () => child.exitCode !== null))) {
    await end(child);
    throw new Obstacle(
      `The Jira stand-in did not start on ${url}; its reason is above. STAND_INS=off starts Cairn without it.`,
      output(),
    );
  }
  child.stderr?.on('data', (text: string) => say('error', text.trimEnd()));
  return { url, stop: () => end(child) };
}
