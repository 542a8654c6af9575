import { and, eq, isNotNull, type SQL } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { organizations } from '../../db/schema/organizations.ts';
import { domains, identityProviders } from '../../db/schema/people.ts';
import type { Context, Organization } from '../context.ts';
import { domainOf } from '../domains/domain.ts';
import type { IdentityProvider, ShownProvider } from './provider.ts';

/** The way into an organization through its own provider. */
export type Way = { org: Organization; provider: IdentityProvider };

/** How an organization signs in: its provider, if it has one, and whether that is the only way. */
export async function findSignOn({ db, org }: Context): Promise<{ provider: IdentityProvider | null; only: boolean }> {
  const [found] = await db
    .select({ provider: identityProviders, only: organizations.ssoOnly })
    .from(organizations)
    .leftJoin(identityProviders, eq(identityProviders.orgId, organizations.id))
    .where(eq(organizations.id, org.id))
    .limit(1);
  return { provider: found?.provider ?? null, only: found?.only ?? false };
}

export const shown = ({ secret, ...rest }: IdentityProvider): ShownProvider => ({
  ...rest,
  hasSecret: secret !== null,
});

/** The way into the organization of that address; null when there is none, or it is switched off and not on trial. */
export const findWay = (db: Database, slug: string, onTrial = false): Promise<Way | null> =>
  firstWay(db, and(eq(organizations.slug, slug), onTrial ? undefined : eq(identityProviders.enabled, true)));

/** The address of the organization that a person means by its address or by an e-mail address of its domains. */
export async function findSlugFor(db: Database, typed: string): Promise<string | null> {
  const text = typed.trim().toLowerCase();
  const domain = domainOf(text);
  if (domain === null) return (await findWay(db, text))?.org.slug ?? null;
  const [found] = await db
    .select({ slug: organizations.slug })
    .from(domains)
    .innerJoin(identityProviders, and(eq(identityProviders.orgId, domains.orgId), eq(identityProviders.enabled, true)))
    .innerJoin(organizations, eq(organizations.id, domains.orgId))
    .where(and(eq(domains.domain, domain), isNotNull(domains.provedAt)))
    .limit(1);
  return found?.slug ?? null;
}

async function firstWay(db: Database, which: SQL | undefined): Promise<Way | null> {
  const [found] = await db
    .select({ org: organizations, provider: identityProviders })
    .from(organizations)
    .innerJoin(identityProviders, eq(identityProviders.orgId, organizations.id))
    .where(which)
    .limit(1);
  return found ?? null;
}
