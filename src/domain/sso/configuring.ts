import { and, eq, sql } from 'drizzle-orm';
import { commit, guard, guardThat, LostRace } from '../../db/commit.ts';
import { organizations } from '../../db/schema/organizations.ts';
import { identities, identityProviders } from '../../db/schema/people.ts';
import type { KeyRing } from '../../lib/sealed.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { findSignOn } from './finding.ts';
import type { IdentityProvider, ProviderInput } from './provider.ts';
import { sealClientSecret } from './secrets.ts';

/**
 * Says through which provider an organization signs in. A secret is kept unless another one is given; with another
 * issuer or client it has to be proved again, and the old secret does not go there.
 * @throws Refusal `forbidden` unless owner, `invalid` without a secret for another issuer, `conflict` for what would shut
 * everybody out while it is the only way in
 */
export async function saveProvider(ctx: Context, ring: KeyRing, input: ProviderInput): Promise<void> {
  demand(may.changeSignOn(ctx.actor), sentences.signOn);
  const { db, org, now } = ctx;
  const { provider: before, only } = await findSignOn(ctx);
  const moves = before?.issuer !== input.issuer || before.clientId !== input.client_id;
  const breaks = moves || !input.enabled;
  if (only && breaks) throw shutOut();
  if (moves && before?.secret && input.client_secret === '')
    throw invalid({ client_secret: 'Write the secret again: the one that is kept was for another issuer or client.' });
  const after: IdentityProvider = {
    orgId: org.id,
    label: input.label,
    issuer: input.issuer,
    clientId: input.client_id,
    secret: input.client_secret ? await sealClientSecret(ring, org.id, input.client_secret) : (before?.secret ?? null),
    enabled: input.enabled,
    admits: input.admits,
    admitsAs: input.admits_as,
    createdAt: before?.createdAt ?? now,
    changedAt: now,
    provedAt: moves ? null : before.provedAt,
  };
  const { client_secret: given, ...said } = input;
  const data = { ...said, ...(given && { client_secret: 'replaced' }) };
  await settled(
    commit(db, [
      ...(breaks ? [guardThat(db, sql`not ${isOnlyWay(ctx)}`)] : []),
      db.insert(identityProviders).values(after).onConflictDoUpdate({ target: identityProviders.orgId, set: after }),
      eventRow(ctx, { action: 'sso.configured', subject: org.id, data }),
    ]),
  );
}

/**
 * Forgets the provider, its secret and whom it meant by whom.
 * @throws Refusal `forbidden` unless owner, `conflict` while it is the only way in
 */
export async function removeProvider(ctx: Context): Promise<void> {
  demand(may.changeSignOn(ctx.actor), sentences.signOn);
  const { db, org } = ctx;
  await settled(
    commit(db, [
      guardThat(db, sql`not ${isOnlyWay(ctx)}`),
      db.delete(identityProviders).where(eq(identityProviders.orgId, org.id)),
      db.delete(identities).where(eq(identities.orgId, org.id)),
      eventRow(ctx, { action: 'sso.removed', subject: org.id }),
    ]),
  );
}

/**
 * Makes single sign-on the only way in, or one of several. Whoever came another way has to come through it from the next
 * page on.
 * @throws Refusal `forbidden` unless owner, `conflict` until an owner has come through it
 */
export async function requireSignOn(ctx: Context, only: boolean): Promise<void> {
  demand(may.changeSignOn(ctx.actor), sentences.signOn);
  const { db, org } = ctx;
  const proved = sql`exists (select 1 from ${identityProviders} as own
    where own.org_id = ${org.id} and own.enabled and own.proved_at is not null)`;
  try {
    await commit(db, [
      db
        .update(organizations)
        .set({ ssoOnly: only })
        .where(and(eq(organizations.id, org.id), eq(organizations.ssoOnly, !only), only ? proved : undefined)),
      guard(db),
      eventRow(ctx, { action: only ? 'sso.required' : 'sso.released', subject: org.id }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    if ((await findSignOn(ctx)).only === only) return;
    throw new Refusal('conflict', 'First an owner has to come in through it once, so that nobody is shut out.');
  }
}

const isOnlyWay = ({ org }: Context) => sql`exists (select 1 from ${organizations} where id = ${org.id} and sso_only)`;

async function settled(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (reason) {
    throw reason instanceof LostRace ? shutOut() : reason;
  }
}

const shutOut = () =>
  new Refusal('conflict', 'This would shut everybody out. Let people come in other ways first, then change it.');
