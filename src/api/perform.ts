import type { Context } from '../domain/context.ts';
import type { Caller } from '../domain/sessions/session.ts';
import { noteTokenUse } from '../domain/tokens/using.ts';
import { type Sent, send } from './answer.ts';
import { authenticate, demandScope } from './authentication.ts';
import { isKnown } from './conditional.ts';
import { once } from './idempotency.ts';
import { problemOf } from './problem.ts';
import { parseBody, parseQuery, readBody } from './reading.ts';
import { type ApiContext, type Route, scopeOf } from './route.ts';

/** Turns a route into a handler: who asks, may they, what was sent, done once, answered or refused. */
export const perform =
  (route: Route) =>
  async (c: ApiContext): Promise<Response> => {
    const work = refusing(c, () => answerOf(route, c));
    // A caller who hangs up must not leave a write half done.
    if (route.method !== 'get') c.executionCtx.waitUntil(work);
    return respond(c, await work);
  };

/** Runs something and answers with a problem when it throws. */
export async function refusing(c: ApiContext, work: () => Promise<Sent>): Promise<Sent> {
  try {
    return await work();
  } catch (reason) {
    return send(problemOf(reason, { requestId: c.var.requestId, method: c.req.method, path: c.req.path }));
  }
}

/** The response, or 304 when the caller holds it already. */
export function respond(c: ApiContext, { status, headers, body }: Sent): Response {
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (isRead && status === 200 && isKnown(c.req.header('If-None-Match'), headers.ETag)) {
    const { 'Content-Type': _, ...kept } = headers;
    return new Response(null, { status: 304, headers: kept });
  }
  return new Response(body === '' ? null : body, {
    status,
    headers: { ...headers, 'X-Content-Type-Options': 'nosniff' },
  });
}

async function answerOf(route: Route, c: ApiContext): Promise<Sent> {
  const caller = await authenticate(c);
  try {
    return await serve(route, c, caller);
  } finally {
    c.executionCtx.waitUntil(noteTokenUse(c.var.db, caller, c.var.now));
  }
}

async function serve(route: Route, c: ApiContext, caller: Caller): Promise<Sent> {
  const { org, actor } = caller;
  const ctx: Context = { db: c.var.db, now: c.var.now, org, actor };
  const { origin, pathname, search } = new URL(c.req.url);
  const work = async (text: string) =>
    send(
      await route.handle({
        ctx,
        caller,
        env: c.env,
        params: c.req.param(),
        query: parseQuery(route.query, c.req.queries()),
        body: parseBody(route.body, text),
        ifMatch: c.req.header('If-Match'),
        origin,
        defer: (later) => c.executionCtx.waitUntil(later),
      }),
    );
  demandScope(caller, scopeOf(route), route.talks);
  if (route.method === 'get') return work('');
  const text = await readBody(c.req.raw);
  const key = c.req.header('Idempotency-Key');
  if (key === undefined || route.writesNothing) return work(text);
  // What a caller insists on is part of what they ask for: the same change of another version is another request.
  const asked = `${c.req.method} ${pathname}${search}\n${c.req.header('If-Match') ?? ''}\n${text}`;
  return once(c.env, ctx, key, asked, () => refusing(c, () => work(text)));
}
