import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startCairn } from '../../scripts/local/cairn.ts';
import { anyPort } from '../../scripts/local/ports.ts';
import { newSecrets } from '../../scripts/local/settings.ts';
import { startBrowser } from '../support/browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cairnUrl: string;
    jiraUrl: string;
    asanaUrl: string;
    trelloUrl: string;
    googleUrl: string;
    /** Where an OpenID provider may be started that Cairn can reach. */
    openIdUrl: string;
    browserUrl: string;
  }
}

/** One Cairn with fresh demo data, one stand-in of each provider and one browser for all journeys. */
export default async function setup(project: TestProject) {
  const state = mkdtempSync(path.join(tmpdir(), 'cairn-journeys-'));
  const complaints: string[] = [];
  const browser = await startBrowser();
  const openId = await anyPort();
  const cairn = await startCairn({
    port: await anyPort(),
    state,
    standIns: true,
    devVars: newSecrets(),
    environment: { EGRESS_ALLOW: `localhost:${openId}` },
    say: (level, text) => {
      if (level === 'error') complaints.push(text);
    },
  }).catch(async (error) => {
    await browser.close();
    throw error;
  });
  project.provide('cairnUrl', cairn.url);
  project.provide('jiraUrl', cairn.standIns.jira ?? '');
  project.provide('asanaUrl', cairn.standIns.asana ?? '');
  project.provide('trelloUrl', cairn.standIns.trello ?? '');
  project.provide('googleUrl', cairn.standIns.google ?? '');
  project.provide('openIdUrl', `http://localhost:${openId}`);
  project.provide('browserUrl', browser.wsEndpoint());

  return async () => {
    await Promise.all([browser.close(), cairn.stop()]);
    rmSync(state, { recursive: true, force: true });
    if (complaints.length > 0)
      process.stderr.write(`The server complained during the journeys:\n${complaints.join('\n')}\n`);
  };
}
