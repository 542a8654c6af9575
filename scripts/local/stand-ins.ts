import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { demoAccount } from '../../test/stand-ins/asana/demo.ts';
import { demoApp } from '../../test/stand-ins/jira/demo.ts';
import { demoAccount as demoTrello } from '../../test/stand-ins/trello/demo.ts';
import { demoConnection, demoWebhookSecret } from '../demo/names.ts';
import { collect, end, startNode } from './command.ts';
import { Obstacle } from './obstacle.ts';
import { freePort, isFree } from './ports.ts';
import { answers } from './waiting.ts';

/**
 * What stands in for each provider: its name, how far from Cairn's port it would like to listen, the arguments it takes
 * besides its own port and state, and the settings that lead Cairn to it at `url`.
 */
const standIns = {
  jira: {
    title: 'Jira',
    offset: 14,
    args: (cairn: string) => [`--webhook=${cairn}/hooks/jira/${demoConnection}`, `--secret=${demoWebhookSecret}`],
    settings: (url: string): Record<string, string> => ({
      JIRA_GATEWAY_URL: url,
      ATLASSIAN_AUTH_URL: url,
      ATLASSIAN_CLIENT_ID: demoApp.id,
      ATLASSIAN_CLIENT_SECRET: demoApp.secret,
    }),
  },
  asana: {
    title: 'Asana',
    offset: 15,
    args: (_cairn: string): string[] => [],
    settings: (url: string): Record<string, string> => ({
      ASANA_API_URL: `${url}/api/1.0`,
      ASANA_OAUTH_URL: `${url}/-`,
      ASANA_CLIENT_ID: demoAccount.clientId,
      ASANA_CLIENT_SECRET: demoAccount.clientSecret,
    }),
  },
  trello: {
    title: 'Trello',
    offset: 16,
    args: (cairn: string) => [`--cairn=${cairn}`],
    settings: (url: string): Record<string, string> => ({
      TRELLO_API_URL: `${url}/1`,
      TRELLO_AUTHORIZE_URL: `${url}/1/authorize`,
      TRELLO_KEY: demoTrello.key,
      TRELLO_SECRET: demoTrello.secret,
    }),
  },
  google: {
    title: 'Google',
    offset: 17,
    args: (_cairn: string): string[] => [],
    settings: (url: string): Record<string, string> => ({
      BIGQUERY_API_URL: `${url}/bigquery/v2`,
      GOOGLE_TOKEN_URL: `${url}/token`,
    }),
  },
};

export type StandInName = keyof typeof standIns;
export type Ports = Record<StandInName, number>;
export type StandIn = { url: string; stop: () => Promise<void> };

export const standInNames = Object.keys(standIns) as StandInName[];
export const standInTitle = (name: StandInName): string => standIns[name].title;
export const standInUrl = (port: number): string => `http://localhost:${port}`;

/**
 * The ports of the stand-ins that belong to the data in `state`, near Cairn's own. Chosen once and kept from then on,
 * because what is stored about a provider may hold its address.
 */
export async function standInPorts(state: string, cairn: number): Promise<Ports> {
  const ports: Partial<Ports> = {};
  for (const name of standInNames) ports[name] = await portOf(state, name, cairn + standIns[name].offset, ports);
  return ports as Ports;
}

/** Where Cairn finds the stand-ins: the places it may reach, and the settings that name them. */
export function leadingTo(ports: Ports): { places: string[]; settings: Record<string, string> } {
  return {
    places: Object.values(ports).flatMap((port) => [`localhost:${port}`, `127.0.0.1:${port}`]),
    settings: Object.assign({}, ...standInNames.map((name) => standIns[name].settings(standInUrl(ports[name])))),
  };
}

/**
 * Starts a stand-in and waits until it answers. It may push its changes to the Cairn at `cairn`, and finds in its
 * environment what it has to know of the `settings`. What it complains about goes to `say`.
 */
export async function startStandIn(
  name: StandInName,
  port: number,
  state: string,
  cairn: string,
  settings: Record<string, string>,
  say: (level: string, text: string) => void,
): Promise<StandIn> {
  const { title, args } = standIns[name];
  const file = path.join(state, 'stand-ins', `${name}.json`);
  const child = startNode(`test/stand-ins/${name}/serve.ts`, [`--port=${port}`, `--state=${file}`, ...args(cairn)], {
    GOOGLE_SERVICE_ACCOUNT: settings.GOOGLE_SERVICE_ACCOUNT,
  });
  const output = collect(child);
  const url = standInUrl(port);
  if (!(await answers(url, 20_000, () => child.exitCode !== null))) {
    await end(child);
    throw new Obstacle(
      `The ${title} stand-in did not start on ${url}; its reason is above. STAND_INS=off starts Cairn without it.`,
      output(),
    );
  }
  child.stderr?.on('data', (text: string) => say('error', text.trimEnd()));
  return { url, stop: () => end(child) };
}

async function portOf(state: string, name: StandInName, wish: number, taken: Partial<Ports>): Promise<number> {
  const kept = path.join(state, 'stand-ins', `${name}.port`);
  if (!existsSync(kept)) {
    mkdirSync(path.dirname(kept), { recursive: true });
    let port = await freePort(wish);
    while (Object.values(taken).includes(port)) port = await freePort(port + 1);
    writeFileSync(kept, String(port));
  }
  const port = Number(readFileSync(kept, 'utf8'));
  if (await isFree(port)) return port;
  throw new Obstacle(
    `Port ${port} is taken, and the demo data in ${state} expects the ${standIns[name].title} stand-in there. ` +
      'Stop the program that uses it, or start with other data: STATE_DIR=.wrangler/other npm start',
  );
}
