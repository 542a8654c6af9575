import { Hono } from 'hono';
import { found, send } from './answer.ts';
import { openApi } from './openapi.ts';
import { perform, refusing, respond } from './perform.ts';
import { Declined } from './problem.ts';
import type { ApiContext, ApiEnv } from './route.ts';
import { routes } from './routes.ts';

/** Door 2: JSON for scripts, below /api/v1. Knows bearer tokens and no cookies. */
export const api = new Hono<ApiEnv>();

for (const route of routes) api.on(route.method.toUpperCase(), route.path, perform(route));

let written: Record<string, unknown> | undefined;

/** The document is public: it says nothing of anybody. */
api.get('/openapi.json', async (c) => {
  written ??= openApi(routes, '1');
  const { headers, ...sent } = await send(found(written));
  return respond(c, { ...sent, headers: { ...headers, 'Cache-Control': 'public, max-age=300' } });
});

const paths = new Map<string, string[]>([['/openapi.json', ['GET']]]);
for (const { path, method } of routes) paths.set(path, [...(paths.get(path) ?? []), method.toUpperCase()]);

for (const [path, methods] of paths) {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  api.all(path, (c) => refuse(c, new Declined(405, 'invalid', `This address knows ${allow}.`, { Allow: allow })));
}

api.all('*', (c) => refuse(c, new Declined(404, 'not_found', 'There is nothing at this address.')));

async function refuse(c: ApiContext, declined: Declined): Promise<Response> {
  return respond(
    c,
    await refusing(c, () => {
      throw declined;
    }),
  );
}
