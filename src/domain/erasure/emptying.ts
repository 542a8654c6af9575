import { and, eq, gte, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { commit, type Statement, written } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { OrgId } from '../../db/ids.ts';
import { connections, deliveries } from '../../db/schema/connections.ts';
import { letters } from '../../db/schema/letters.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import { forgetAddresses } from './forgetting.ts';
import { type OwnTable, ownTables } from './tables.ts';

/** Rows of one table, and tables, that go in one commit. */
const ROWS = 500;
const TABLES = 6;

/** Rows that belong to an organization: their table, and which of it. */
type Pile = { table: SQLiteTable; rows: (orgId: OrgId) => SQL };

const pileOf = (table: OwnTable): Pile => ({
  table,
  rows: (orgId) => sql`select rowid from ${table} where org_id = ${orgId}`,
});

/** Pushes name a connection and no organization, so they go before the connections do. */
const pushes: Pile = {
  table: deliveries,
  rows: (orgId) => sql`select pushed.rowid from ${connections} as own
    cross join ${deliveries} as pushed on pushed.connection_id = own.id where own.org_id = ${orgId}`,
};

const piles: readonly Pile[] = ownTables.flatMap((table) =>
  table === connections ? [pushes, pileOf(table)] : [pileOf(table)],
);

/**
 * Takes away the next rows of an organization, table by table, and its own row when no other is left. Repeated or run
 * twice at once it does no harm. @returns whether anything was left to take away
 */
export async function emptyNext(db: Database, orgId: OrgId): Promise<boolean> {
  const filled = await listFilled(db, orgId);
  await commit(
    db,
    filled.length > 0 ? filled.slice(0, TABLES).flatMap((pile) => removal(db, orgId, pile)) : lastRows(db, orgId),
  );
  return filled.length > 0;
}

async function listFilled(db: Database, orgId: OrgId): Promise<Pile[]> {
  const asked = piles.map(({ rows }, i) => sql`exists (${rows(orgId)} limit 1) as ${sql.identifier(`pile_${i}`)}`);
  const [found = {}] = await db.all<Record<string, number>>(sql`select ${sql.join(asked, sql`, `)}`);
  return piles.filter((_, i) => found[`pile_${i}`] === 1);
}

const removal = (db: Database, orgId: OrgId, { table, rows }: Pile): Statement[] =>
  table === members
    ? withMembers(db, orgId)
    : [written(db, sql`delete from ${table} where rowid in (${rows(orgId)} limit ${ROWS})`)];

function withMembers(db: Database, orgId: OrgId): Statement[] {
  const next = sql`select id from ${members} where org_id = ${orgId} order by id limit ${ROWS}`;
  return [...forgetAddresses(db, orgId, next), written(db, sql`delete from ${members} where id in (${next})`)];
}

function lastRows(db: Database, orgId: OrgId): Statement[] {
  const begun = db.select({ at: organizations.createdAt }).from(organizations).where(eq(organizations.id, orgId));
  return [
    db.delete(letters).where(and(gte(letters.createdAt, sql`coalesce((${begun}), 0)`), eq(letters.orgId, orgId))),
    db.delete(organizations).where(eq(organizations.id, orgId)),
  ];
}
