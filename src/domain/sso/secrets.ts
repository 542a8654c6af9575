import { and, eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { OrgId } from '../../db/ids.ts';
import { identityProviders } from '../../db/schema/people.ts';
import { isOutdated, type KeyRing, seal, unseal } from '../../lib/sealed.ts';
import type { IdentityProvider } from './provider.ts';

/** Encrypts a client secret under the newest key. It opens for this organization alone. */
export const sealClientSecret = (ring: KeyRing, orgId: OrgId, secret: string): Promise<string> =>
  seal(ring, secret, boundTo(orgId));

/**
 * The client secret of a provider; null for one without. One that was encrypted under an older key is encrypted again, so
 * that the key can be retired once everybody's was used; one that was renewed in the meantime is left alone.
 */
export async function openClientSecret(
  db: Database,
  ring: KeyRing,
  { orgId, secret: sealed }: Pick<IdentityProvider, 'orgId' | 'secret'>,
): Promise<string | null> {
  if (sealed === null) return null;
  const secret = await unseal<string>(ring, sealed, boundTo(orgId));
  if (isOutdated(ring, sealed))
    await db
      .update(identityProviders)
      .set({ secret: await sealClientSecret(ring, orgId, secret) })
      .where(and(eq(identityProviders.orgId, orgId), eq(identityProviders.secret, sealed)));
  return secret;
}

const boundTo = (orgId: OrgId) => [orgId, 'identity provider', 'client secret'];
