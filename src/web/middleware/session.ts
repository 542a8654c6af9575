import { createMiddleware } from 'hono/factory';
import { markJoined } from '../../domain/invitations/joining.ts';
import { Refusal } from '../../domain/refusal.ts';
import { isDue, keepAlive } from '../../domain/sessions/keeping.ts';
import { findPresence } from '../../domain/sessions/session.ts';
import { formats } from '../../views/format.ts';
import type { WebContext, WebEnv } from '../context.ts';
import { sessionToken } from './cookies.ts';

/** Finds who asks, in the organization of the address. @throws Refusal `unauthorized`: nobody, or somebody from elsewhere */
export const session = createMiddleware<WebEnv>(async (c, next) => {
  const token = sessionToken(c);
  const { db, now } = c.var;
  const slug = c.req.param('org') ?? '';
  const presence = token ? await findPresence(db, token, slug, now) : null;
  if (!token || !presence) throw new Refusal('unauthorized', 'Sign in to see this page.');
  if ('closed' in presence) return toOwnSignIn(c, slug);
  const { org, actor, preferences, behalf, session: own } = presence;
  c.set('behalf', behalf);
  c.set('session', own);
  c.set('ctx', { db, org, actor, now });
  c.set('preferences', preferences);
  c.set('formats', formats(preferences));
  if (own.invitedAt !== null && !behalf) await markJoined(c.var.ctx);
  await next();
  if (isDue(own, now)) c.executionCtx.waitUntil(keepAlive(c.var.ctx, token, own));
});

/** An organization that lets in by its own sign-in alone leads there, and back. */
function toOwnSignIn(c: WebContext, organization: string): Response {
  const { pathname, search } = new URL(c.req.url);
  const next = c.req.method === 'GET' ? pathname + search : `/o/${organization}`;
  const to = `/sso/${organization}?${new URLSearchParams({ next })}`;
  if (c.req.header('HX-Request') !== 'true') return c.redirect(to, 303);
  c.header('HX-Redirect', to);
  return c.body(null, 401);
}
