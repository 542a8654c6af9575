import { createMiddleware } from 'hono/factory';
import { Refusal } from '../../domain/refusal.ts';
import { findPresence } from '../../domain/sessions/session.ts';
import { prolongSession } from '../../domain/sessions/signing-in.ts';
import { formats } from '../../views/format.ts';
import type { WebEnv } from '../context.ts';
import { keepSession, sessionToken } from './cookies.ts';

const PROLONG_AFTER_MS = 24 * 60 * 60_000;

/** Finds who asks, in the organization of the address. @throws Refusal `unauthorized`: nobody, or somebody from elsewhere */
export const session = createMiddleware<WebEnv>(async (c, next) => {
  const token = sessionToken(c);
  const { db, now } = c.var;
  const presence = token ? await findPresence(db, token, c.req.param('org') ?? '', now) : null;
  if (!token || !presence || 'closed' in presence) throw new Refusal('unauthorized', 'Sign in to see this page.');
  const { org, actor, preferences, behalf, session: own } = presence;
  c.set('behalf', behalf);
  c.set('session', own);
  c.set('ctx', { db, org, actor, now });
  c.set('preferences', preferences);
  c.set('formats', formats(preferences));
  if (now - own.seenAt > PROLONG_AFTER_MS) {
    keepSession(c, token);
    c.executionCtx.waitUntil(prolongSession(db, token, now));
  }
  await next();
});
