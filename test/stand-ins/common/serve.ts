import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

type Answering = { fetch(request: Request): Promise<Response> };

/** Where a stand-in can be reached. */
export const originOf = (host: string, port: string): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Serves a stand-in until the process is told to end; `atEnd` comes before. Says on standard output when it is ready. */
export function serve(name: string, standIn: Answering, host: string, port: string, atEnd: () => void): void {
  const server = createServer((incoming, outgoing) => {
    answer(standIn, host, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(Number(port), host, () =>
    process.stdout.write(`${name} stand-in is ready on ${originOf(host, port)}\n`),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      atEnd();
      process.exit(0);
    });
  }
}

/** The state that a file keeps, or undefined to begin afresh. */
export function restore<T>(file: string | undefined): T | undefined {
  return file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

/** Written beside and moved over, so that a crash leaves the old state whole. */
export function keep(file: string | undefined, state: unknown): void {
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(state, null, 1));
  renameSync(`${file}.new`, file);
}

async function answer(
  standIn: Answering,
  host: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = ['GET', 'HEAD'].includes(method) ? undefined : Buffer.concat(chunks);
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const response = await standIn.fetch(
    new Request(new URL(url, `http://${headers.host ?? host}`), { method, headers: sent, body }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body && method !== 'HEAD') await pipeline(Readable.from(response.body), outgoing);
  else outgoing.end();
}
