// Checks every request that the BigQuery adapter makes against Google's published discovery document:
//   node test/integrations/official-bigquery.ts PATH_TO_DISCOVERY_DOCUMENT.json
import { readFileSync } from 'node:fs';
import { bigquery as adapter } from '../../src/integrations/bigquery/index.ts';
import { asked, CONVERTED, config, googleAt, reaching, secret } from './bigquery/reach.ts';

type Schema = {
  type?: string;
  format?: string;
  $ref?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  items?: Schema;
  deprecated?: boolean;
  readOnly?: boolean;
};
type Parameter = { type: string; location: string; required?: boolean };
type Method = {
  httpMethod: string;
  flatPath: string;
  parameters: Record<string, Parameter>;
  request?: { $ref: string };
  scopes: string[];
};
type Description = {
  baseUrl: string;
  parameters: Record<string, Parameter>;
  schemas: Record<string, Schema>;
  resources: Record<string, { methods: Record<string, Method> }>;
};

const [file] = process.argv.slice(2);
if (!file) throw new Error('Give the path of the discovery document.');
const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
const methods = Object.values(description.resources).flatMap((resource) => Object.values(resource.methods));

const requests = await everyRequest();
const complaints = requests.flatMap((request) =>
  complaintsAbout(request).map((text) => `${request.method} ${request.url.pathname}: ${text}`),
);
process.stdout.write([...complaints, `${requests.length} requests, ${complaints.length} complaints\n`].join('\n'));
process.exitCode = complaints.length > 0 || requests.length === 0 ? 1 : 0;

/** Connects, estimates and reads in every way the adapter knows, and keeps what it asked of BigQuery. */
async function everyRequest() {
  const google = googleAt();
  google.polls = 2;
  const { reach, sent } = reaching(google);
  for (const at of [config, { ...config, location: 'EU' }]) {
    await adapter.connect(reach, at, secret);
    await adapter.estimate?.(reach, at, secret, asked(CONVERTED));
    await adapter.read(reach, at, secret, [asked(CONVERTED)]);
  }
  return sent;
}

type Made = Awaited<ReturnType<typeof everyRequest>>[number];

function complaintsAbout({ method, url, body }: Made): string[] {
  const found = methods.find((each) => each.httpMethod === method && matches(each.flatPath, url));
  if (!found) return ['is not described'];
  const parameters = { ...description.parameters, ...found.parameters };
  const scope = 'https://www.googleapis.com/auth/bigquery';
  return [
    ...(found.scopes.includes(scope) ? [] : [`does not take the scope ${scope}`]),
    ...[...url.searchParams].flatMap(([name, value]) => {
      const known = parameters[name];
      if (known?.location !== 'query') return [`has an unknown ?${name}=`];
      return known.type === 'integer' && !/^\d+$/.test(value) ? [`?${name}= is no whole number`] : [];
    }),
    ...(found.request ? mismatches(description.schemas[found.request.$ref] ?? {}, body, 'body') : []),
  ];
}

function matches(path: string, url: URL): boolean {
  const base = new URL(description.baseUrl);
  const pattern = path.replace(/\{[^}]+\}/g, '[^/]+');
  return url.host === base.host && new RegExp(`^${base.pathname}${pattern}$`).test(url.pathname);
}

function mismatches(schema: Schema, value: unknown, at: string): string[] {
  if (schema.$ref) return mismatches(description.schemas[schema.$ref] ?? {}, value, at);
  if (schema.readOnly) return [`${at} is not for requests`];
  if (schema.deprecated) return [`${at} is deprecated`];
  if (schema.format === 'int64')
    return typeof value === 'string' && /^-?\d+$/.test(value) ? [] : [`${at} is no whole number written as text`];
  if (schema.type === 'integer') return Number.isInteger(value) ? [] : [`${at} is no whole number`];
  if (schema.type === 'array')
    return Array.isArray(value)
      ? value.flatMap((one) => mismatches(schema.items ?? {}, one, at))
      : [`${at} is no list`];
  if (schema.type !== 'object') return typeof value === schema.type ? [] : [`${at} is no ${schema.type}`];
  return Object.entries(value as object).flatMap(([name, one]) => {
    const inner = schema.properties?.[name] ?? schema.additionalProperties;
    return inner ? mismatches(inner, one, `${at}.${name}`) : [`${at}.${name} is unknown`];
  });
}
