import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { buildAssets } from './scripts/assets.mjs';
import { declaredSettings } from './scripts/local/wrangler.ts';

const journeys = 'test/journeys/**/*.test.ts';

export default defineConfig(async () => {
  buildAssets();
  return {
    test: {
      projects: [
        {
          plugins: [
            cloudflareTest({
              wrangler: { configPath: './wrangler.toml' },
              miniflare: {
                cf: false,
                // All of them, so that nobody's .dev.vars decides how a test ends.
                bindings: {
                  ...declaredSettings(),
                  ENVIRONMENT: 'development',
                  CREDENTIAL_KEYS: `k1:${btoa('a key for tests, 32 bytes long !')},k0:${btoa('the key of old, 32 bytes as well')}`,
                  ASANA_CLIENT_ID: '1209000000000900',
                  ASANA_CLIENT_SECRET: 'demo-asana-client-secret',
                  ATLASSIAN_CLIENT_ID: 'cairn-app',
                  ATLASSIAN_CLIENT_SECRET: 'cairn-app-secret',
                  TRELLO_KEY: 'demotrellokey00000000000000000000',
                  TRELLO_SECRET: 'demo-trello-secret',
                  EGRESS_ALLOW: 'localhost:8801,127.0.0.1:8801',
                  TEST_MIGRATIONS: await readD1Migrations('migrations'),
                },
              },
            }),
          ],
          test: {
            name: 'worker',
            include: ['test/**/*.test.{ts,tsx}'],
            exclude: [journeys],
            setupFiles: ['test/setup.ts'],
            // One runtime for all files: starting one per file costs seconds. test/setup.ts empties it before each test.
            isolate: false,
            // Tables of routes and random sequences take seconds on a busy machine.
            testTimeout: 20_000,
            maxWorkers: 1,
          },
        },
        {
          test: {
            name: 'journeys',
            include: [journeys],
            environment: 'node',
            globalSetup: ['test/journeys/server.ts'],
            testTimeout: 60_000,
            hookTimeout: 60_000,
            isolate: false,
            maxWorkers: 1,
          },
        },
      ],
    },
  };
});
