// Checks every request that the Asana adapter makes against Asana's published OpenAPI description, as YAML or JSON:
//   node test/integrations/asana/official.ts PATH_TO_DESCRIPTION
import { readFileSync } from 'node:fs';
import { readYaml } from '../block-yaml.ts';
import { complaintsAbout, type Description } from '../describing.ts';
import { everyRequest } from './every-request.ts';

const [file] = process.argv.slice(2);
if (!file) throw new Error('Give the path of the OpenAPI description.');
const text = readFileSync(file, 'utf8');
const description = (file.endsWith('.json') ? JSON.parse(text) : readYaml(text)) as Description;

// Whoever asks is called "me" in place of a gid.
const requests = (await everyRequest()).map((made) => ({ ...made, path: made.path.replace(/\/me$/, '/1') }));
const complaints = requests.flatMap((made) =>
  complaintsAbout(description, made).map((complaint) => `${made.method} ${made.path}: ${complaint}`),
);
process.stdout.write(
  [...new Set(complaints), `${requests.length} requests, ${complaints.length} complaints\n`].join('\n'),
);
process.exitCode = complaints.length > 0 || requests.length === 0 ? 1 : 0;
