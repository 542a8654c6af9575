import { and, eq } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import { enabledProviders } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { type Provider, providerNames, providers } from '../words.ts';

/**
 * Switches a provider on or off for the organization. Off pauses all reading and refuses new connections and links;
 * nothing is lost. @throws Refusal `forbidden`
 */
export async function enableProvider(ctx: Context, provider: Provider, enabled: boolean): Promise<void> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org, now } = ctx;
  await commit(db, [
    db
      .insert(enabledProviders)
      .values({ orgId: org.id, provider, enabled, changedAt: now })
      .onConflictDoUpdate({
        target: [enabledProviders.orgId, enabledProviders.provider],
        set: { enabled, changedAt: now },
      }),
    eventRow(ctx, { action: enabled ? 'provider.enabled' : 'provider.disabled', subject: provider }),
  ]);
}

/** What somebody decided about each provider; one that is missing was never decided on and counts as on. */
export async function listDecisions({ db, org }: Context): Promise<Map<Provider, boolean>> {
  const rows = await db
    .select()
    .from(enabledProviders)
    .where(eq(enabledProviders.orgId, org.id))
    .limit(providers.length);
  return new Map(rows.map((row) => [row.provider, row.enabled]));
}

/** @throws Refusal `conflict` when the provider is switched off */
export async function demandEnabled({ db, org }: Context, provider: Provider): Promise<void> {
  const [off] = await db
    .select({ provider: enabledProviders.provider })
    .from(enabledProviders)
    .where(
      and(
        eq(enabledProviders.orgId, org.id),
        eq(enabledProviders.provider, provider),
        eq(enabledProviders.enabled, false),
      ),
    );
  if (off) throw switchedOff(provider);
}

export const switchedOff = (provider: Provider) =>
  new Refusal('conflict', `${providerNames[provider]} is switched off. An admin can switch it on again.`);
