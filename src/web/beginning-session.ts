import { type Beginning, endSession, startSession } from '../domain/sessions/signing-in.ts';
import type { WebContext } from './context.ts';
import { keepSession, sessionToken } from './middleware/cookies.ts';

/** What a browser says of itself, and what a network says of where it is, are kept this short. */
const MOST = 200;

/** Makes a new session this browser's own and ends the one it had: nobody who knew the old token profits. */
export async function beginSession(
  c: WebContext,
  beginning: Pick<Beginning, 'address' | 'method' | 'ssoOrg'>,
): Promise<void> {
  const { db, now } = c.var;
  const former = sessionToken(c);
  const token = await startSession(db, { ...beginning, ...deviceOf(c) }, now);
  if (former) await endSession(db, former);
  keepSession(c, token);
}

/** The browser in its own words, and the town and country of its network where the platform tells. */
function deviceOf(c: WebContext): Pick<Beginning, 'userAgent' | 'place'> {
  const { city, country } = (c.req.raw as { cf?: { city?: string; country?: string } }).cf ?? {};
  return {
    userAgent: c.req.header('User-Agent')?.slice(0, MOST) ?? null,
    place: [city, country].filter(Boolean).join(', ').slice(0, MOST) || null,
  };
}
