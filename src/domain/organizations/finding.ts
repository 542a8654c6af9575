import { eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { OrgId } from '../../db/ids.ts';
import { organizations } from '../../db/schema/organizations.ts';
import type { Organization } from '../context.ts';

/** An organization with its settings, for work that nobody signed in for; null when it is gone. */
export async function findOrganization(db: Database, id: OrgId): Promise<Organization | null> {
  const [found] = await db.select().from(organizations).where(eq(organizations.id, id));
  return found ?? null;
}
