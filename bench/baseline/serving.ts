import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { Obstacle } from '../../scripts/local/obstacle.ts';
import type { Worker } from '../../scripts/local/worker.ts';
import { wrangler } from '../../scripts/local/wrangler.ts';

export const bareConfig = path.join(import.meta.dirname, 'wrangler.toml');

/** Runs the bare page as Cairn is run: bundled by wrangler, directly on miniflare, with the data in `state`. */
export async function serveBare(state: string): Promise<Omit<Worker, 'catchUp'>> {
  const bundle = path.join(state, 'bundle');
  const { ok, output } = await wrangler(state, 'deploy', '--dry-run', '--outdir', bundle, '--config', bareConfig);
  if (!ok) throw new Obstacle('The bare page could not be built; the reason is above.', output);
  const script = path.join(bundle, 'worker.js');
  const { modulesRules: _, ...options } = unstable_getMiniflareWorkerOptions(bareConfig).workerOptions;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: 'localhost',
      port: 0,
      cf: false,
      log: new Log(LogLevel.WARN),
      logRequests: false,
      telemetry: { enabled: false },
      resourcePersistencePath: path.join(state, 'v3'),
      resourceTmpPath: path.join(state, 'tmp'),
      workers: [
        {
          ...options,
          modules: [{ type: 'ESModule', path: script, contents: await readFile(script, 'utf8') }],
          modulesRoot: bundle,
        },
      ],
    }),
  );
  const url = await miniflare.ready;
  return { url: url.origin, stop: () => miniflare.dispose() };
}
