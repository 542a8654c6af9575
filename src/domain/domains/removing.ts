import { and, eq } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { domains } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Domain } from './domain.ts';

/** Takes a domain off the list. Who came because of it stays. @throws Refusal `forbidden` unless admin, `stale` when it is gone */
export async function removeDomain(ctx: Context, { domain }: Domain): Promise<void> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  try {
    await commit(db, [
      db.delete(domains).where(and(eq(domains.orgId, org.id), eq(domains.domain, domain))),
      guard(db),
      eventRow(ctx, { action: 'domain.removed', subject: org.id, data: { domain } }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('stale', 'This domain is gone since you read it.') : reason;
  }
}
