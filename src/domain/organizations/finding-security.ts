import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { apiTokens } from '../../db/schema/access.ts';
import { domains, identityProviders, scimTokens } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';

/** How an organization's doors stand. Moments in ms; `provider` is null where there is no sign-in of its own. */
export type Security = {
  provider: { label: string; enabled: boolean } | null;
  domains: { proved: number; waiting: number };
  scim: { lastUsedAt: number | null } | null;
  /** Tokens of the organization itself that work. */
  tokens: number;
};

/** The present state of everything under Admin -> Security, in one trip. @throws Refusal `forbidden` unless admin */
export async function findSecurity({ db, org, actor, now }: Context): Promise<Security> {
  demand(may.administer(actor), sentences.admin);
  const [[provider], [named], [scim], [own]] = await Promise.all([
    db
      .select({ label: identityProviders.label, enabled: identityProviders.enabled })
      .from(identityProviders)
      .where(eq(identityProviders.orgId, org.id)),
    db
      .select({ all: count(), proved: count(domains.provedAt) })
      .from(domains)
      .where(eq(domains.orgId, org.id)),
    db.select({ lastUsedAt: scimTokens.lastUsedAt }).from(scimTokens).where(eq(scimTokens.orgId, org.id)),
    db
      .select({ tokens: count() })
      .from(apiTokens)
      .where(
        and(
          eq(apiTokens.orgId, org.id),
          eq(apiTokens.kind, 'organization'),
          isNull(apiTokens.revokedAt),
          sql`coalesce(${apiTokens.expiresAt}, ${now + 1}) > ${now}`,
        ),
      ),
  ]);
  const { all = 0, proved = 0 } = named ?? {};
  return {
    provider: provider ?? null,
    domains: { proved, waiting: all - proved },
    scim: scim ?? null,
    tokens: own?.tokens ?? 0,
  };
}
