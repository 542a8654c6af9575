import { commit, isDuplicate } from '../../db/commit.ts';
import { domains } from '../../db/schema/people.ts';
import { newToken } from '../../lib/tokens.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { type Domain, MOST_DOMAINS, type NewDomain } from './domain.ts';
import { listDomains } from './finding.ts';

/**
 * Says that a domain is the organization's own; it counts once it is proved. Several organizations may say so of one.
 * @throws Refusal `forbidden` unless admin, `conflict` for one that is there and beyond `MOST_DOMAINS`
 */
export async function addDomain(ctx: Context, { domain }: NewDomain): Promise<Domain> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org, now } = ctx;
  if ((await listDomains(ctx)).length >= MOST_DOMAINS)
    throw new Refusal('conflict', `An organization has at most ${MOST_DOMAINS} domains. Remove one first.`);
  const row: Domain = { orgId: org.id, domain, token: newToken(), proof: null, provedAt: null, createdAt: now };
  try {
    await commit(db, [
      db.insert(domains).values(row),
      eventRow(ctx, { action: 'domain.added', subject: org.id, data: { domain } }),
    ]);
  } catch (reason) {
    throw isDuplicate(reason, 'domains.domain') ? new Refusal('conflict', `${domain} is in the list already.`) : reason;
  }
  return row;
}
