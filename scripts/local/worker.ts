import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Cron } from 'croner';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import type { Settings } from './settings.ts';
import { crons, describedWorker } from './wrangler.ts';

/** `catchUp` fires every cron trigger once: it makes up for what fell due while this machine was off. */
export type Worker = { url: string; catchUp: () => Promise<void>; stop: () => Promise<void> };

type Wanted = {
  port: number;
  bundle: string;
  state: string;
  settings: Settings;
  say: (level: string, text: string) => void;
};

/**
 * Runs the bundled Worker as wrangler.toml describes it (database, objects, queues, assets), with its data in `state`.
 * Directly on miniflare: `wrangler dev` adds two proxies in front, a file watcher, and never fires cron triggers.
 */
export async function runWorker({ port, bundle, state, settings, say }: Wanted): Promise<Worker> {
  const { workerOptions, externalWorkers } = describedWorker();
  const { modulesRules, ...options } = workerOptions;
  const script = path.join(bundle, 'index.js');
  const contents = await readFile(script, 'utf8');
  const miniflare = keepingSignals(
    () =>
      new Miniflare(
        convertV4MiniflareOptions({
          host: 'localhost',
          port,
          cf: false,
          log: new Log(LogLevel.WARN),
          logRequests: false,
          telemetry: { enabled: false },
          unsafeTriggerHandlers: true,
          resourcePersistencePath: path.join(state, 'v3'),
          resourceTmpPath: path.join(state, 'tmp'),
          handleStructuredLogs: ({ level, message }) => say(level, message),
          workers: [
            {
              ...options,
              bindings: settings,
              modules: [{ type: 'ESModule', path: script, contents }],
              modulesRoot: bundle,
            },
            ...externalWorkers,
          ],
        }),
      ),
  );
  const url = await miniflare.ready;
  const clocks = crons().map((pattern) => onSchedule(miniflare, pattern, say));
  return {
    url: url.origin,
    catchUp: async () => {
      await Promise.all(clocks.map((clock) => clock.trigger()));
    },
    stop: async () => {
      for (const clock of clocks) clock.stop();
      await miniflare.dispose();
    },
  };
}

/** Calls the Worker's scheduled handler as Cloudflare does: in UTC, with Sunday as day 1. */
const onSchedule = (miniflare: Miniflare, pattern: string, say: Wanted['say']) =>
  new Cron(pattern, { timezone: 'UTC', alternativeWeekdays: true }, async (self: Cron) => {
    try {
      const worker = await miniflare.getWorker();
      await worker.scheduled({ cron: pattern, scheduledTime: self.currentRun() ?? new Date() });
    } catch (error) {
      say('error', `The cron trigger ${pattern} failed: ${error}`);
    }
  });

/** Takes back the signal listeners that `make` adds: miniflare's end the process before others can clean up. */
function keepingSignals<T>(make: () => T): T {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const before = signals.map((signal) => process.listeners(signal));
  const made = make();
  for (const [i, signal] of signals.entries())
    for (const listener of process.listeners(signal)) if (!before[i]?.includes(listener)) process.off(signal, listener);
  return made;
}
