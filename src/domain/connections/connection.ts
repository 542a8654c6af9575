import type { connections } from '../../db/schema/connections.ts';
import type { Interval } from '../words.ts';

/** One connection as it is stored: `secret` and `webhookSecret` only encrypted. */
export type Connection = typeof connections.$inferSelect;

/** What may leave the server. */
export type PublicConnection = Omit<Connection, 'secret' | 'webhookSecret'>;

/** Length of each interval in ms. */
export const intervalMs: Record<Interval, number> = {
  '15min': 15 * 60_000,
  hourly: 60 * 60_000,
  daily: 24 * 60 * 60_000,
};

/** Readings older than so many intervals are stale. */
export const STALE_AFTER = 3;

/** True when a link's last good reading (ms; null for never) is older than three sync intervals. */
export const isStale = (readAt: number | null, since: number, interval: Interval, now: number): boolean =>
  now - (readAt ?? since) > STALE_AFTER * intervalMs[interval];

export type Health = 'healthy' | 'waiting' | 'failing' | 'paused' | 'new';

/** How a connection is doing: `paused` needs a person, `waiting` was asked to slow down, `failing` retries by itself. */
export function healthOf(connection: Pick<Connection, 'pausedAt' | 'failures' | 'failureReason' | 'lastGoodAt'>): Health {
  if (connection.pausedAt !== null) return 'paused';
  if (connection.failures > 0) return connection.failureReason === 'rate_limited' ? 'waiting' : 'failing';
  return connection.lastGoodAt === null ? 'new' : 'healthy';
}
