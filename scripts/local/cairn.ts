import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { runNode } from './command.ts';
import { googleAccount } from './google-account.ts';
import { Obstacle } from './obstacle.ts';
import { isFree } from './ports.ts';
import { type Settings, settingsFrom } from './settings.ts';
import { leadingTo, type StandInName, standInNames, standInPorts, standInUrl, startStandIn } from './stand-ins.ts';
import { answers } from './waiting.ts';
import { runWorker } from './worker.ts';
import { declaredSettings, secluded, wrangler } from './wrangler.ts';

/** `standIns` by name, where they listen. */
export type Cairn = {
  url: string;
  standIns: Partial<Record<StandInName, string>>;
  settings: Settings;
  stop: () => Promise<void>;
};

/** `progress` hears one line per step, `say` what the Worker logs. */
export type Plan = {
  port: number;
  state: string;
  standIns: boolean;
  devVars: Settings;
  environment: NodeJS.ProcessEnv;
  progress?: (step: string) => void;
  say?: (level: string, text: string) => void;
};

/**
 * Brings up the whole of Cairn on this machine: bundle, database, demo data, stand-ins, Worker.
 * Repeating it with the same `state` goes on where the last run stopped. Throws an Obstacle when something is in the way.
 */
export async function startCairn({ progress = () => {}, say = () => {}, ...plan }: Plan): Promise<Cairn> {
  const state = path.resolve(plan.state);
  const url = `http://localhost:${plan.port}`;
  if (!(await isFree(plan.port)))
    throw new Obstacle(
      `Port ${plan.port} is taken. Stop the program that uses it, or start Cairn on another one: PORT=${plan.port + 1} npm start`,
    );
  mkdirSync(state, { recursive: true });
  const ports = plan.standIns ? await standInPorts(state, plan.port) : null;
  const leading = ports ? leadingTo(ports) : { places: [], settings: {} };
  const account = ports && { GOOGLE_SERVICE_ACCOUNT: await googleAccount(state) };
  const declared = { ...declaredSettings(), ...leading.settings, ...account };
  const settings = settingsFrom(declared, plan.devVars, plan.environment, leading.places);

  progress('Building the Worker and preparing the database');
  const bundle = path.join(state, 'bundle');
  await Promise.all([build(bundle, state), migrate(state)]);

  if (settings.ENVIRONMENT === 'development') {
    progress('Looking after the demo data');
    await seed({
      ...secluded(state),
      ...settings,
      STATE_DIR: state,
      APP_URL: url,
      ...(ports && { JIRA_STAND_IN_URL: standInUrl(ports.jira) }),
    });
  }

  if (ports) progress('Starting the stand-ins');
  const starting = ports ? standInNames.map((name) => startStandIn(name, ports[name], state, url, settings, say)) : [];
  try {
    const started = await Promise.all(starting);
    progress('Starting Cairn');
    const worker = await runWorker({ port: plan.port, bundle, state, settings, say });
    const stop = async () => {
      await Promise.all([worker.stop(), ...started.map((each) => each.stop())]);
    };
    if (!(await answers(`${url}/healthz`, 30_000))) {
      await stop();
      throw new Obstacle(`Cairn started, but ${url}/healthz does not answer with success; the reason should be above.`);
    }
    void worker.catchUp();
    const standIns = Object.fromEntries(started.map((each, i) => [standInNames[i], each.url]));
    return { url, standIns, settings, stop };
  } catch (error) {
    const started = await Promise.allSettled(starting);
    await Promise.all(started.map((each) => each.status === 'fulfilled' && each.value.stop()));
    throw error;
  }
}

async function build(bundle: string, state: string) {
  const { ok, output } = await wrangler(state, 'deploy', '--dry-run', '--outdir', bundle);
  if (!ok) throw new Obstacle('The Worker could not be built; the reason is above.', output);
}

async function migrate(state: string) {
  const { ok, output } = await wrangler(state, 'd1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state);
  if (!ok)
    throw new Obstacle(
      `The database in ${state} could not be brought up to date. To begin afresh, delete that folder and start again.`,
      output,
    );
}

async function seed(environment: Settings) {
  const { ok, output } = await runNode('scripts/seed.ts', [], environment);
  if (!ok) throw new Obstacle('The demo data could not be written; the reason is above.', output);
}
