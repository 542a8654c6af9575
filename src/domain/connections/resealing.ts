import { and, eq } from 'drizzle-orm';
import { connections } from '../../db/schema/connections.ts';
import { isOutdated, type KeyRing } from '../../lib/sealed.ts';
import type { Context } from '../context.ts';
import type { Connection } from './connection.ts';
import { openSecret, sealSecret } from './secrets.ts';

/**
 * Encrypts again, under the newest key, what a connection keeps under an older one; called whenever one is used, so that
 * an old key can be retired once every connection has been read. Secrets renewed in the meantime are left alone. Returns
 * the connection with what it keeps now.
 */
export async function resealIfOutdated(
  ctx: Pick<Context, 'db'>,
  ring: KeyRing,
  connection: Connection,
): Promise<Connection> {
  const { secret, webhookSecret } = connection;
  if (!isOutdated(ring, secret) && !isOutdated(ring, webhookSecret)) return connection;
  const [credentials, webhook] = await Promise.all([
    openSecret<object>(ring, connection, 'credentials'),
    openSecret<string>(ring, connection, 'webhook'),
  ]);
  const sealed = {
    secret: await sealSecret(ring, connection, 'credentials', credentials),
    webhookSecret: await sealSecret(ring, connection, 'webhook', webhook),
  };
  await ctx.db
    .update(connections)
    .set(sealed)
    .where(
      and(
        eq(connections.id, connection.id),
        eq(connections.secret, secret),
        eq(connections.webhookSecret, webhookSecret),
      ),
    );
  return { ...connection, ...sealed };
}
