import { type KeyRing, seal, unseal } from '../../lib/sealed.ts';
import type { Connection } from './connection.ts';

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

const boundTo = ({ orgId, id }: Bound, purpose: Purpose) => [orgId, id, purpose];
