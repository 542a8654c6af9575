// Runs the stand-in for Jira on its own:
//   node test/stand-ins/jira/serve.ts --port 8788 [--host 127.0.0.1] [--state FILE] [--webhook URL --secret S]
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createJira } from './jira.ts';
import type { State } from './state.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    port: { ...text, default: '8788' },
    host: { ...text, default: '127.0.0.1' },
    state: text,
    webhook: text,
    secret: text,
  },
});
const origin = `http://${values.host.includes(':') ? `[${values.host}]` : values.host}:${values.port}`;

const jira = createJira({
  state: restore(values.state),
  origin,
  retries: 5,
  onChange: (state) => keep(values.state, state),
});
const secret = values.secret ?? null;
const known = jira.state.webhooks.find(({ url }) => url === values.webhook);
if (known) known.secret = secret;
else if (values.webhook) jira.addWebhook({ url: values.webhook, secret });

const server = createServer((incoming, outgoing) => {
  answer(incoming, outgoing).catch(() => outgoing.destroy());
});
server.listen(Number(values.port), values.host, () => process.stdout.write(`Jira stand-in is ready on ${origin}\n`));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    keep(values.state, jira.state);
    process.exit(0);
  });
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = ['GET', 'HEAD'].includes(method) ? undefined : Buffer.concat(chunks);
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const response = await jira.fetch(
    new Request(new URL(url, `http://${headers.host ?? values.host}`), { method, headers: sent, body }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body && method !== 'HEAD') await pipeline(Readable.from(response.body), outgoing);
  else outgoing.end();
}

function restore(file: string | undefined): State | undefined {
  return file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;
}

// Written beside and moved over, so that a crash leaves the old state whole.
function keep(file: string | undefined, state: State): void {
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(state, null, 1));
  renameSync(`${file}.new`, file);
}
