import { and, asc, eq, getTableColumns, isNull, lte, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { ConnectionId, OkrId, OrgId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { enabledProviders, organizations } from '../../db/schema/organizations.ts';
import { type Connection, intervalMs } from '../connections/connection.ts';
import type { Organization } from '../context.ts';
import type { DataLink } from '../okrs/finding-subject.ts';
import { NEVER } from './resting.ts';

/** A data link whose automatic read is due. */
export type DueLink = { orgId: OrgId; connectionId: ConnectionId; okrId: OkrId };

const INTERVAL = sql`case ${connections.interval}
  when '15min' then ${intervalMs['15min']} when 'daily' then ${intervalMs.daily} else ${intervalMs.hourly} end`;

/**
 * Takes the data links that are due and sets their next time at once, so that no other tick takes them too. Links of
 * connections that pause, wait or are switched off are put off without being returned, those of closed OKRs and of drafts for good.
 */
export async function claimDueLinks(db: Database, now: number, limit: number): Promise<DueLink[]> {
  const due = await db
    .select({
      orgId: dataLinks.orgId,
      connectionId: dataLinks.connectionId,
      okrId: dataLinks.okrId,
      active: sql<number>`${connections.pausedAt} is null and coalesce(${connections.retryAt}, 0) <= ${now}
        and coalesce(${enabledProviders.enabled}, 1) and ${okrs.closedAt} is null and ${okrs.draft} = 0`.as('active'),
    })
    .from(dataLinks)
    .innerJoin(connections, eq(connections.id, dataLinks.connectionId))
    .leftJoin(okrs, eq(okrs.id, dataLinks.okrId))
    .leftJoin(
      enabledProviders,
      and(eq(enabledProviders.orgId, connections.orgId), eq(enabledProviders.provider, connections.provider)),
    )
    .where(lte(dataLinks.dueAt, now))
    .orderBy(asc(dataLinks.connectionId), asc(dataLinks.queryKey))
    .limit(limit);
  if (due.length === 0) return [];
  const ids = JSON.stringify(due.map((link) => link.okrId));
  const claimed = await db
    .update(dataLinks)
    .set({
      dueAt: sql`case when (select ${okrs.closedAt} is not null or ${okrs.draft} from ${okrs} where ${okrs.id} = ${dataLinks.okrId})
        then ${NEVER}
        else ${now} + (select ${INTERVAL} from ${connections} where ${connections.id} = ${dataLinks.connectionId}) end`,
    })
    .where(and(sql`${dataLinks.okrId} in (select value from json_each(${ids}))`, lte(dataLinks.dueAt, now)))
    .returning({ okrId: dataLinks.okrId });
  const taken = new Set(claimed.map((link) => link.okrId));
  return due.filter((link) => link.active && taken.has(link.okrId)).map(({ active: _, ...link }) => link);
}

/** The open OKRs that a connection feeds; those with equal queries stand together. */
export async function listLinkedOkrs(db: Database, connectionId: ConnectionId): Promise<OkrId[]> {
  const rows = await db
    .select({ okrId: dataLinks.okrId })
    .from(dataLinks)
    .crossJoin(okrs)
    .where(
      and(
        eq(dataLinks.orgId, orgOf(db, connectionId)),
        eq(dataLinks.connectionId, connectionId),
        eq(okrs.id, dataLinks.okrId),
        isNull(okrs.closedAt),
        eq(okrs.draft, false),
      ),
    )
    .orderBy(asc(dataLinks.queryKey));
  return rows.map((row) => row.okrId);
}

/** Everything that reading a connection needs: it, its organization, and those links of open OKRs that are asked for. */
export async function findReadable(
  db: Database,
  connectionId: ConnectionId,
  okrIds: readonly OkrId[],
): Promise<{ connection: Connection; org: Organization; enabled: boolean; links: DataLink[] } | null> {
  const [[found], links] = await Promise.all([
    db
      .select({ connection: connections, org: organizations, enabled: enabledProviders.enabled })
      .from(connections)
      .innerJoin(organizations, eq(organizations.id, connections.orgId))
      .leftJoin(
        enabledProviders,
        and(eq(enabledProviders.orgId, connections.orgId), eq(enabledProviders.provider, connections.provider)),
      )
      .where(eq(connections.id, connectionId)),
    db
      .select(getTableColumns(dataLinks))
      .from(dataLinks)
      .crossJoin(okrs)
      .where(
        and(
          eq(dataLinks.orgId, orgOf(db, connectionId)),
          eq(dataLinks.connectionId, connectionId),
          eq(okrs.id, dataLinks.okrId),
          isNull(okrs.closedAt),
          eq(okrs.draft, false),
          sql`${dataLinks.okrId} in (select value from json_each(${JSON.stringify(okrIds)}))`,
        ),
      )
      .orderBy(asc(dataLinks.queryKey)),
  ]);
  return found ? { ...found, enabled: found.enabled ?? true, links } : null;
}

const orgOf = (db: Database, connectionId: ConnectionId) =>
  db.select({ id: connections.orgId }).from(connections).where(eq(connections.id, connectionId));

/** Sets when links are read next. `at` in ms. */
export const putOff = (db: Database, okrIds: readonly OkrId[], at: number) =>
  db
    .update(dataLinks)
    .set({ dueAt: at })
    .where(sql`${dataLinks.okrId} in (select value from json_each(${JSON.stringify(okrIds)}))`);
