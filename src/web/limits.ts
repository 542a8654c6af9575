import { type Attempt, countAttempts } from '../domain/attempts/limiting.ts';
import { networkOf } from '../domain/attempts/network.ts';
import { log } from '../lib/log.ts';
import type { WebContext } from './context.ts';
import { answer } from './respond.tsx';

const MINUTE_MS = 60_000;

/** The network that asks, as Cloudflare tells it; nobody can tell us another. */
export const askingNetwork = (c: WebContext): string => networkOf(c.req.header('CF-Connecting-IP'));

/** Counts what somebody tries. The answer, where it was too often, says when to try again; null lets them go on. */
export async function tooOften(c: WebContext, tried: readonly Attempt[]): Promise<Response | null> {
  const { db, now, requestId } = c.var;
  const until = await countAttempts(db, tried, now);
  if (until === null) return null;
  log('tried too often', { requestId, purpose: tried[0]?.purpose });
  c.header('Retry-After', String(Math.ceil((until - now) / 1000)));
  const minutes = Math.max(1, Math.ceil((until - now) / MINUTE_MS));
  return answer(
    c,
    429,
    'limit',
    `This was tried too often in a short time. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  );
}
