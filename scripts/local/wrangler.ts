import path from 'node:path';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { type Ended, root, runNode } from './command.ts';
import type { Settings } from './settings.ts';

const config = path.join(root, 'wrangler.toml');

// In this process wrangler only reads its file; it would announce that and begin a log in the home folder.
process.env.WRANGLER_LOG = 'error';
process.env.WRANGLER_WRITE_LOGS = 'false';

/** Runs one wrangler command: without network, questions or a trace in the home folder. `scratch` is a folder for it. */
export const wrangler = (scratch: string, ...args: string[]): Promise<Ended> =>
  runNode('node_modules/wrangler/bin/wrangler.js', args, {
    CI: 'true',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    NO_COLOR: '1',
    WRANGLER_LOG: 'log',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    WRANGLER_SEND_METRICS: 'false',
    X_LOCAL_OBSERVABILITY: 'false',
    XDG_CONFIG_HOME: path.join(scratch, 'home'),
  });

/** The settings in wrangler.toml and their defaults. */
export const declaredSettings = () => unstable_readConfig({ config }).vars as Settings;

/** When wrangler.toml wants the scheduled handler called. */
export const crons = (): string[] => unstable_readConfig({ config }).triggers.crons ?? [];

/** The Worker that wrangler.toml describes, in miniflare's words. */
export const describedWorker = () => unstable_getMiniflareWorkerOptions(config);
