import { z } from 'zod';
import type { connections } from '../../db/schema/connections.ts';
import { type Interval, intervals, providers } from '../words.ts';

/** One connection as it is stored: `secret` and `webhookSecret` only encrypted. */
export type Connection = typeof connections.$inferSelect;

/** What may leave the server. */
export type PublicConnection = Omit<Connection, 'secret' | 'webhookSecret'>;

export const publicOf = ({ secret: _, webhookSecret: __, ...rest }: Connection): PublicConnection => rest;

const name = z.string().trim().min(1, 'Give it a name.').max(80, 'A name has at most 80 characters.');
const interval = z.enum(intervals, 'An interval is 15min, hourly or daily.');

/** What a person or a script hands in to make a connection. What `config` holds is the provider's own matter. */
export const connectionInput = z.strictObject({
  provider: z.enum(providers, 'Cairn does not know this provider.'),
  name,
  config: z.record(z.string(), z.unknown()),
  shared: z.boolean().default(true),
  interval: interval.default('hourly'),
});
export type ConnectionInput = z.infer<typeof connectionInput>;

/** What may be edited without asking the provider again. */
export const connectionPatch = z.strictObject({ name, shared: z.boolean(), interval }).partial();
export type ConnectionPatch = z.infer<typeof connectionPatch>;

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
export function healthOf(
  connection: Pick<Connection, 'pausedAt' | 'failures' | 'failureReason' | 'lastGoodAt'>,
): Health {
  if (connection.pausedAt !== null) return 'paused';
  if (connection.failures > 0) return connection.failureReason === 'rate_limited' ? 'waiting' : 'failing';
  return connection.lastGoodAt === null ? 'new' : 'healthy';
}
