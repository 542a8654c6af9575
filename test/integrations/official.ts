// Checks every request that the Jira adapter makes to Cloud against Atlassian's published OpenAPI description:
//   node test/integrations/official.ts PATH_TO_DESCRIPTION.json
import { readFileSync } from 'node:fs';
import { jira as adapter } from '../../src/integrations/jira/index.ts';
import { createJira } from '../stand-ins/jira/jira.ts';
import { complaintsAbout, type Description, type Made } from './describing.ts';
import { cloud, dataCenter, gateway, reachTo } from './jira/reach.ts';

const [file] = process.argv.slice(2);
if (!file) throw new Error('Give the path of the OpenAPI description.');
const description = JSON.parse(readFileSync(file, 'utf8')) as Description;

const requests = await everyRequest();
const complaints = requests.flatMap((request) =>
  complaintsAbout(description, request).map((text) => `${request.method} ${request.path}: ${text}`),
);
process.stdout.write([...complaints, `${requests.length} requests, ${complaints.length} complaints\n`].join('\n'));
process.exitCode = complaints.length > 0 || requests.length === 0 ? 1 : 0;

/** Connects and reads in every way the adapter knows, and keeps what it asked of Cloud. */
async function everyRequest(): Promise<Made[]> {
  const made: Made[] = [];
  const recording = (large: boolean) => {
    const jira = createJira();
    jira.pageSize = 2;
    if (large) jira.estimate = () => 5000;
    return reachTo({
      async fetch(request: Request) {
        const url = new URL(request.url);
        const path = url.pathname.replace(/^\/ex\/jira\/[^/]+/, '');
        const body = await request
          .clone()
          .json()
          .catch(() => undefined);
        if (path.startsWith('/rest/api/3/'))
          made.push({ method: request.method, path, search: url.searchParams, body });
        return jira.fetch(request);
      },
    });
  };
  for (const [config, token] of [
    [cloud, 'demo-jira-token'],
    [gateway, 'demo-jira-scoped-token'],
    [dataCenter, 'demo-jira-pat'],
  ] as const) {
    for (const large of [false, true]) {
      await adapter.connect(recording(large), config, { token });
      await adapter.pick?.(recording(large), config, { token }, 'sum_field', {}, '');
      for (const jql of ['parent = AE-786 ORDER BY key', 'labels = nowhere', 'project =']) {
        await adapter.read(recording(large), config, { token }, [{ jql }]);
        await adapter.read(recording(large), config, { token }, [{ jql, sum_field: 'customfield_10016' }]);
      }
    }
  }
  return made;
}
