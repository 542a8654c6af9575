import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
 * Starts the Jira stand-in and waits until it answers. Its changes are pushed to the Cairn at `cairn` when the seed
 * left the demo connection's webhook, `{ path, secret }`. What the stand-in complains about goes to `say`.
 */
export async function startJira(
  port: number,
  state: string,
  cairn: string,
  say: (level: string, text: string) => void,
): Promise<StandIn> {
  const args = ['--port', String(port), '--state', path.join(state, 'stand-ins', 'jira.json')];
  const child = startNode('test/stand-ins/jira/serve.ts', [...args, ...webhookArgs(state, cairn)]);
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

function webhookArgs(state: string, cairn: string): string[] {
  const file = path.join(state, 'stand-ins', 'jira.webhook.json');
  if (!existsSync(file)) return [];
  const webhook: { path: string; secret: string } = JSON.parse(readFileSync(file, 'utf8'));
  return ['--webhook', new URL(webhook.path, cairn).href, '--secret', webhook.secret];
}
