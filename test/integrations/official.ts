// Checks every request that the Jira adapter makes to Cloud against Atlassian's published OpenAPI description:
//   node test/integrations/official.ts PATH_TO_DESCRIPTION.json
import { readFileSync } from 'node:fs';
import { jira as adapter } from '../../src/integrations/jira/index.ts';
import { createJira } from '../stand-ins/jira/jira.ts';
import { cloud, dataCenter, gateway, reachTo } from './jira/reach.ts';

type Schema = {
  $ref?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  type?: string;
  items?: Schema;
};
type Parameter = { name: string; in: string; required?: boolean };
type Operation = {
  deprecated?: boolean;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
type Description = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

const [file] = process.argv.slice(2);
if (!file) throw new Error('Give the path of the OpenAPI description.');
const description = JSON.parse(readFileSync(file, 'utf8')) as Description;

const requests = await everyRequest();
const complaints = requests.flatMap((request) =>
  complaintsAbout(request).map((text) => `${request.method} ${request.path}: ${text}`),
);
process.stdout.write([...complaints, `${requests.length} requests, ${complaints.length} complaints\n`].join('\n'));
process.exitCode = complaints.length > 0 || requests.length === 0 ? 1 : 0;

type Made = { method: string; path: string; search: URLSearchParams; body: unknown };

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
      for (const jql of ['parent = AE-786 ORDER BY key', 'labels = nowhere', 'project =']) {
        await adapter.read(recording(large), config, { token }, { jql });
      }
    }
  }
  return made;
}

function complaintsAbout({ method, path, search, body }: Made): string[] {
  const operation = description.paths[path]?.[method.toLowerCase()];
  if (!operation) return ['is not described'];
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const known = new Set(parameters.map(({ name }) => name));
  const schema = operation.requestBody?.content['application/json']?.schema;
  return [
    ...(operation.deprecated ? ['is deprecated'] : []),
    ...parameters.filter(({ name, required }) => required && !search.has(name)).map(({ name }) => `lacks ?${name}=`),
    ...[...search.keys()].filter((name) => !known.has(name)).map((name) => `has an unknown ?${name}=`),
    ...(schema ? mismatches(schema, body, 'body') : body === undefined ? [] : ['has a body']),
  ];
}

function mismatches(schema: Schema, value: unknown, at: string): string[] {
  const named = schema.$ref?.split('/').at(-1);
  if (named) return mismatches(description.components.schemas[named] ?? {}, value, at);
  if (schema.type === 'array') {
    return Array.isArray(value)
      ? value.flatMap((one, i) => mismatches(schema.items ?? {}, one, `${at}[${i}]`))
      : [`${at} is no list`];
  }
  if (schema.type === 'integer') return Number.isInteger(value) ? [] : [`${at} is no whole number`];
  if (schema.type !== 'object')
    return schema.type && typeof value !== schema.type ? [`${at} is no ${schema.type}`] : [];
  if (typeof value !== 'object' || value === null) return [`${at} is no object`];
  const properties = schema.properties ?? {};
  return [
    ...(schema.required ?? []).filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const inner = properties[name];
      return inner ? mismatches(inner, one, `${at}.${name}`) : [`${at}.${name} is unknown`];
    }),
  ];
}
