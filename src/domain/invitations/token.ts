import { base64url } from 'jose';
import type { InvitationId } from '../../db/ids.ts';
import { signHmac, toHex } from '../../lib/hmac.ts';
import type { KeyRing } from '../../lib/sealed.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Invitation } from './invitation.ts';

/** What the link of a new invitation carries, 256 bits that nobody without the deployment's key can tell from its id. */
export async function makeToken(ring: KeyRing, id: InvitationId): Promise<{ token: string; tokenHash: string }> {
  const [newest] = ring;
  if (!newest) throw new Error('the key ring is empty');
  const token = await tokenUnder(newest.key, id);
  return { token, tokenHash: await hashOf(token) };
}

/**
 * The same token once more, for a letter that is written later than its invitation, or again after a crash: the database
 * knows only a hash. Null when the key it was made with is gone.
 */
export async function tokenOf(
  ring: KeyRing,
  { id, tokenHash }: Pick<Invitation, 'id' | 'tokenHash'>,
): Promise<string | null> {
  for (const { key } of ring) {
    const token = await tokenUnder(key, id);
    if ((await hashOf(token)) === tokenHash) return token;
  }
  return null;
}

const tokenUnder = async (key: Uint8Array, id: InvitationId): Promise<string> =>
  base64url.encode(await signHmac(toHex(key), new TextEncoder().encode(`invitation ${id}`)));
