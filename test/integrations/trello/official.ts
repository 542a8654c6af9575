// Checks every request that the Trello adapter makes against Atlassian's published OpenAPI description:
//   node test/integrations/trello/official.ts PATH_TO_DESCRIPTION.json
import { readFileSync } from 'node:fs';
import { everyRequest, type Made } from './requests.ts';

type Operation = { deprecated?: boolean; parameters?: { name: string; in: string; required?: boolean }[] };
type Description = { paths: Record<string, Record<string, Operation>> };

// They work and are told of in the guides, but the description does not name them everywhere.
const undeclared = ['fields', 'filter', 'limit', 'before'];

const [file] = process.argv.slice(2);
if (!file) throw new Error('Give the path of the OpenAPI description.');
const { paths } = JSON.parse(readFileSync(file, 'utf8')) as Description;

const requests = await everyRequest();
const complaints = requests.flatMap((request) =>
  complaintsAbout(request).map((text) => `${request.method} ${request.path}: ${text}`),
);
process.stdout.write([...complaints, `${requests.length} requests, ${complaints.length} complaints\n`].join('\n'));
process.exitCode = complaints.length > 0 || requests.length === 0 ? 1 : 0;

function complaintsAbout({ method, path, search, body }: Made): string[] {
  const operation = paths[path]?.[method.toLowerCase()];
  if (!operation) return ['is not described'];
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const sent = [...search, ...body];
  const known = new Set([...parameters.map(({ name }) => name), ...undeclared]);
  return [
    ...(operation.deprecated ? ['is deprecated'] : []),
    ...parameters.filter(({ name, required }) => required && !sent.includes(name)).map(({ name }) => `lacks ${name}`),
    ...sent.filter((name) => !known.has(name)).map((name) => `has an unknown ${name}`),
  ];
}
