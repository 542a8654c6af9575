import { type SQL, sql } from 'drizzle-orm';
import { type Statement, written } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { OrgId } from '../../db/ids.ts';
import { sessions, signInLinks } from '../../db/schema/access.ts';
import { bounces } from '../../db/schema/letters.ts';
import { members } from '../../db/schema/organizations.ts';
import { passkeys } from '../../db/schema/people.ts';

/** What is kept of an address, and not of a member. */
const kept = [sessions, signInLinks, passkeys, bounces];

/**
 * Forgets what is kept of the addresses of members who are about to go: sessions, links, passkeys, bounces. What belongs
 * to an address of another organization too stays, because it is that one's as well. `ids` selects the members.
 */
export const forgetAddresses = (db: Database, orgId: OrgId, ids: SQL): Statement[] =>
  kept.map((table) =>
    written(
      db,
      sql`delete from ${table} where email in (select own.email from ${members} as own
        where own.org_id = ${orgId} and own.id in (${ids}) and not (${isElsewhere(orgId, sql`own.email`)}))`,
    ),
  );

/** Whether an address belongs to another organization too. */
export const isElsewhere = (orgId: OrgId, email: SQL): SQL =>
  sql`exists (select 1 from ${members} as other where other.email = ${email} and other.org_id <> ${orgId})`;
