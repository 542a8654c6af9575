import { and, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { commit, guard, guardThat, LostRace, type Statement } from '../../db/commit.ts';
import { organizations } from '../../db/schema/organizations.ts';
import { domains } from '../../db/schema/people.ts';
import { acting, type Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { DomainProof } from '../words.ts';
import { type Domain, domainOf, recordOf } from './domain.ts';

/**
 * Proves a domain by the TXT records that stand in its DNS. Whoever had it before loses it, and is told by an event:
 * what stands in the DNS now is the truth.
 * @throws Refusal `forbidden` unless admin, `conflict` when no record says what it should
 */
export async function proveByRecords(ctx: Context, domain: Domain, records: readonly string[]): Promise<void> {
  demand(may.administer(ctx.actor), sentences.admin);
  if (!records.some((record) => record.trim() === recordOf(domain)))
    throw new Refusal(
      'conflict',
      `${domain.domain} has no such record yet. A new one can take an hour to be seen; then look again.`,
    );
  await commitProof(ctx, domain, 'dns', await takingOver(ctx, domain));
}

/**
 * Proves a domain by the word of an owner who has an address in it and proved that to Cairn.
 * @throws Refusal `forbidden` unless an owner with such an address, `conflict` when another organization has the domain
 */
export async function confirmDomain(
  ctx: Context,
  domain: Domain,
  owner: { email: string; proved: boolean },
): Promise<void> {
  demand(may.changeSignOn(ctx.actor), sentences.signOn);
  demand(domainOf(owner.email) === domain.domain, `Only an owner whose own address ends in @${domain.domain} can.`);
  demand(owner.proved, 'Sign in by a link or a passkey first: that shows the address is yours.');
  const { db, org } = ctx;
  const elsewhere = sql`exists (select 1 from ${domains} as other
    where other.domain = ${domain.domain} and other.org_id <> ${org.id} and other.proved_at is not null)`;
  const [taken] = await db.all(sql`select 1 where ${elsewhere}`);
  if (taken)
    throw new Refusal(
      'conflict',
      'Another organization has confirmed this domain. Prove by a DNS record that it is yours.',
    );
  await commitProof(ctx, domain, 'owner', [guardThat(db, sql`not ${elsewhere}`)]);
}

async function commitProof(ctx: Context, { domain }: Domain, proof: DomainProof, before: Statement[]): Promise<void> {
  const { db, org, now } = ctx;
  try {
    await commit(db, [
      ...before,
      db
        .update(domains)
        .set({ proof, provedAt: now })
        .where(and(eq(domains.orgId, org.id), eq(domains.domain, domain))),
      guard(db),
      eventRow(ctx, { action: 'domain.proved', subject: org.id, data: { domain, proof } }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('stale', 'This domain has changed since you read it.') : reason;
  }
}

/** What takes a domain from the organizations that had it: at most one, and each of them learns why. */
async function takingOver({ db, org, now }: Context, { domain }: Domain): Promise<Statement[]> {
  const theirs = and(eq(domains.domain, domain), ne(domains.orgId, org.id), isNotNull(domains.provedAt));
  const losers = await db
    .select({ org: organizations })
    .from(domains)
    .innerJoin(organizations, eq(organizations.id, domains.orgId))
    .where(theirs);
  return [
    db.update(domains).set({ proof: null, provedAt: null }).where(theirs),
    ...losers.map((loser) =>
      eventRow(
        { db, ...acting(loser.org, 'cron', now) },
        { action: 'domain.lost', subject: loser.org.id, data: { domain } },
      ),
    ),
  ];
}
