import { and, eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { connections } from '../../db/schema/connections.ts';
import { type KeyRing, seal, unseal } from '../../lib/sealed.ts';
import type { Connection } from './connection.ts';
import type { Subscription } from './subscribing.ts';

/** What a connection keeps encrypted: the provider's credentials, and the text with which the provider signs pushes. */
export type Purpose = 'credentials' | 'webhook';

type Bound = Pick<Connection, 'orgId' | 'id'>;

/** Encrypts under the newest key. The text opens only in this organization, for this connection and this purpose. */
export const sealSecret = (ring: KeyRing, connection: Bound, purpose: Purpose, value: unknown): Promise<string> =>
  seal(ring, value, boundTo(connection, purpose));

/** Opens what a connection keeps: credentials as its adapter parsed them, the webhook secret as text. */
export const openSecret = <T = object>(
  ring: KeyRing,
  connection: Bound & Pick<Connection, 'secret' | 'webhookSecret'>,
  purpose: Purpose,
): Promise<T> =>
  unseal<T>(
    ring,
    purpose === 'credentials' ? connection.secret : connection.webhookSecret,
    boundTo(connection, purpose),
  );

/** Encrypts what a provider signs the pushes of one topic with. It opens for that address alone. */
export const sealSubscription = (ring: KeyRing, subscription: Subscription, secret: string): Promise<string> =>
  seal(ring, secret, ofSubscription(subscription));

export const openSubscription = (ring: KeyRing, subscription: Subscription): Promise<string> =>
  unseal<string>(ring, subscription.secret ?? '', ofSubscription(subscription));

const ofSubscription = ({ orgId, connectionId, callback }: Subscription) => [orgId, connectionId, callback];

/** Keeps credentials that a provider renewed, unless somebody has entered others meanwhile. Returns them encrypted. */
export async function keepSecret(db: Database, ring: KeyRing, connection: Connection, value: object): Promise<string> {
  const secret = await sealSecret(ring, connection, 'credentials', value);
  await db
    .update(connections)
    .set({ secret })
    .where(and(eq(connections.id, connection.id), eq(connections.secret, connection.secret)));
  return secret;
}

const boundTo = ({ orgId, id }: Bound, purpose: Purpose) => [orgId, id, purpose];
