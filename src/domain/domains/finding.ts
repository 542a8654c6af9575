import { and, asc, eq } from 'drizzle-orm';
import { domains } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { type Domain, MOST_DOMAINS } from './domain.ts';

/** The domains of the organization, by name. */
export const listDomains = ({ db, org }: Context): Promise<Domain[]> =>
  db.select().from(domains).where(eq(domains.orgId, org.id)).orderBy(asc(domains.domain)).limit(MOST_DOMAINS);

/** @throws Refusal `not_found` */
export async function findDomain({ db, org }: Context, domain: string): Promise<Domain> {
  const [found] = await db
    .select()
    .from(domains)
    .where(and(eq(domains.orgId, org.id), eq(domains.domain, domain)));
  if (!found) throw new Refusal('not_found', 'The organization has no such domain.');
  return found;
}
