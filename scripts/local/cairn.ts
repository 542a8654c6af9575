import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { runNode } from './command.ts';
import { Obstacle } from './obstacle.ts';
import { isFree } from './ports.ts';
import { type Settings, settingsFrom } from './settings.ts';
import { jiraPort, type StandIn, startJira } from './stand-ins.ts';
import { answers } from './waiting.ts';
import { runWorker } from './worker.ts';
import { declaredSettings, secluded, wrangler } from './wrangler.ts';

export type Cairn = { url: string; jira?: string; settings: Settings; stop: () => Promise<void> };

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
  const port = plan.standIns ? await jiraPort(state, plan.port + 14) : undefined;
  const settings = settingsFrom(
    declaredSettings(),
    plan.devVars,
    plan.environment,
    port ? [`localhost:${port}`, `127.0.0.1:${port}`] : [],
  );

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
      ...(port && { JIRA_STAND_IN_URL: `http://localhost:${port}` }),
    });
  }

  let jira: StandIn | undefined;
  try {
    if (port) {
      progress('Starting the Jira stand-in');
      jira = await startJira(port, state, url, say);
    }
    progress('Starting Cairn');
    const worker = await runWorker({ port: plan.port, bundle, state, settings, say });
    const stop = async () => {
      await Promise.all([worker.stop(), jira?.stop()]);
    };
    if (!(await answers(`${url}/healthz`, 30_000))) {
      await stop();
      throw new Obstacle(`Cairn started, but ${url}/healthz does not answer with success; the reason should be above.`);
    }
    return { url, jira: jira?.url, settings, stop };
  } catch (error) {
    await jira?.stop();
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
