import { endSession } from '../domain/sessions/ending.ts';
import { rotateSession } from '../domain/sessions/keeping.ts';
import { type Beginning, startSession } from '../domain/sessions/starting.ts';
import { log } from '../lib/log.ts';
import type { WebContext } from './context.ts';
import { keepSession, sessionToken } from './middleware/cookies.ts';

/** What a browser says of itself, and what a network says of where it is, are kept this short. */
const MOST = 200;

/** Makes a new session this browser's own and ends the one it had: nobody who knew the old token profits. */
export async function beginSession(
  c: WebContext,
  beginning: Pick<Beginning, 'address' | 'method' | 'ssoOrg'>,
): Promise<void> {
  const { db, now, requestId } = c.var;
  const former = sessionToken(c);
  const token = await startSession(db, { ...beginning, former, ...deviceOf(c) }, now);
  if (former) await endSession(db, former);
  keepSession(c, token);
  log('signed in', { requestId, method: beginning.method });
}

/** Gives this browser's session another token. For every moment at which it may do more, or something else, than before. */
export async function renewSession(c: WebContext): Promise<void> {
  const token = sessionToken(c);
  if (token) keepSession(c, await rotateSession(c.var.db, token));
}

/** The browser in its own words, and the town and country of its network where the platform tells. */
function deviceOf(c: WebContext): Pick<Beginning, 'userAgent' | 'place'> {
  const { city, country } = (c.req.raw as { cf?: { city?: string; country?: string } }).cf ?? {};
  return {
    userAgent: c.req.header('User-Agent')?.slice(0, MOST) ?? null,
    place: [city, country].filter(Boolean).join(', ').slice(0, MOST) || null,
  };
}
