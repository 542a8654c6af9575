import path from 'node:path';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { type Ended, root, runNode } from './command.ts';
import type { Settings } from './settings.ts';

const config = path.join(root, 'wrangler.toml');

// In this process wrangler only reads its file; it would announce that and begin a log in the home folder.
process.env.WRANGLER_LOG = 'error';
process.env.WRANGLER_WRITE_LOGS = 'false';

/** An environment in which wrangler keeps off the network and out of the home folder, and asks nothing. */
export const secluded = (state: string) => ({
  CI: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  NO_COLOR: '1',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_SEND_METRICS: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
  XDG_CONFIG_HOME: path.join(state, 'home'),
});

/** Runs one wrangler command, secluded. */
export const wrangler = (state: string, ...args: string[]): Promise<Ended> =>
  runNode('node_modules/wrangler/bin/wrangler.js', args, { ...secluded(state), WRANGLER_LOG: 'log' });

/** The settings in wrangler.toml and their defaults. */
export const declaredSettings = () => unstable_readConfig({ config }).vars as Settings;

/** When wrangler.toml wants the scheduled handler called. */
export const crons = (): string[] => unstable_readConfig({ config }).triggers.crons ?? [];

/** The Worker that wrangler.toml describes, in miniflare's words. */
export const describedWorker = () => unstable_getMiniflareWorkerOptions(config);
