import { and, asc, eq, getTableColumns, gt, isNull, lte, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { ConnectionId, OkrId, OrgId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { enabledProviders, organizations } from '../../db/schema/organizations.ts';
import { type Connection, intervalMs } from '../connections/connection.ts';
import type { Organization } from '../context.ts';
import type { DataLink } from '../okrs/finding-subject.ts';
import { type Taker, takerColumns } from '../readings/taking.ts';
import { NEVER } from './resting.ts';

/** A data link whose automatic read is due. */
export type DueLink = { orgId: OrgId; connectionId: ConnectionId; okrId: OkrId; source: string };

/** A data link with what decides whether a reading changes its OKR. */
export type ReadableLink = DataLink & { okr: Taker };

/** For how long (ms) a link that was taken is nobody else's. What is lost on the way is due again after that. */
const CLAIM = sql`case ${connections.interval} when '15min' then ${intervalMs['15min']} else ${intervalMs.hourly} end`;

/**
 * Takes data links that are due, at most `limit`, and keeps other ticks from taking them too; the read sets their next
 * time. Organizations take turns, source by source, so that the many links of one do not make another wait. Links of
 * connections that pause, wait or are switched off, and of organizations that will be deleted, are put off without being
 * returned, those of closed OKRs and of drafts for good.
 */
export async function claimDueLinks(db: Database, now: number, limit: number): Promise<DueLink[]> {
  // The plus keeps SQLite from walking all links in this order instead of taking those that are due.
  const place = sql<number>`dense_rank() over (partition by +${dataLinks.orgId}
    order by ${dataLinks.connectionId}, ${dataLinks.sourceKey})`;
  const first = db
    .select({
      orgId: dataLinks.orgId,
      connectionId: dataLinks.connectionId,
      okrId: dataLinks.okrId,
      source: dataLinks.sourceKey,
      place: place.as('place'),
    })
    .from(dataLinks)
    .where(lte(dataLinks.dueAt, now))
    .orderBy(sql`place`, asc(dataLinks.orgId))
    .limit(limit)
    .as('first');
  const due = await db
    .select({
      orgId: first.orgId,
      connectionId: first.connectionId,
      okrId: first.okrId,
      source: first.source,
      active: sql<number>`${connections.pausedAt} is null and coalesce(${connections.retryAt}, 0) <= ${now}
        and coalesce(${enabledProviders.enabled}, 1) and ${organizations.deleteAt} is null and ${okrs.closedAt} is null and ${okrs.draft} = 0`.as(
        'active',
      ),
    })
    .from(first)
    .crossJoin(connections)
    .leftJoin(organizations, eq(organizations.id, first.orgId))
    .leftJoin(okrs, eq(okrs.id, first.okrId))
    .leftJoin(
      enabledProviders,
      and(eq(enabledProviders.orgId, connections.orgId), eq(enabledProviders.provider, connections.provider)),
    )
    .where(eq(connections.id, first.connectionId))
    .orderBy(asc(first.place), asc(first.orgId));
  if (due.length === 0) return [];
  const ids = JSON.stringify(due.map((link) => link.okrId));
  const claimed = await db
    .update(dataLinks)
    .set({
      dueAt: sql`case when (select ${okrs.closedAt} is not null or ${okrs.draft} from ${okrs} where ${okrs.id} = ${dataLinks.okrId})
        then ${NEVER}
        else (select max(${now} + ${CLAIM}, case when ${connections.pausedAt} is null then coalesce(${connections.retryAt}, 0) else 0 end) from ${connections} where ${connections.id} = ${dataLinks.connectionId}) end`,
    })
    .where(and(sql`${dataLinks.okrId} in (select value from json_each(${ids}))`, lte(dataLinks.dueAt, now)))
    .returning({ okrId: dataLinks.okrId });
  const taken = new Set(claimed.map((link) => link.okrId));
  return due.filter((link) => link.active && taken.has(link.okrId)).map(({ active: _, ...link }) => link);
}

/** The sources that a connection reads for open OKRs. */
export async function listSources(
  db: Database,
  connectionId: ConnectionId,
): Promise<{ source: string; query: Query }[]> {
  const rows = await db
    .select({ source: dataLinks.sourceKey, query: dataLinks.query })
    .from(dataLinks)
    .crossJoin(okrs)
    .where(ofConnection(db, connectionId))
    .groupBy(dataLinks.sourceKey);
  return rows;
}

type Query = Record<string, unknown>;

/** Which links of a connection to find: all of a source, or those of some OKRs. */
export type Wanted = { source: string } | { okrIds: readonly OkrId[] };

/** Everything that reading a connection needs: it, its organization, and those links of open OKRs that are asked for. */
export async function findReadable(
  db: Database,
  connectionId: ConnectionId,
  wanted: Wanted,
): Promise<{ connection: Connection; org: Organization; enabled: boolean; links: ReadableLink[] } | null> {
  const chosen =
    'source' in wanted
      ? eq(dataLinks.sourceKey, wanted.source)
      : sql`${dataLinks.okrId} in (select value from json_each(${JSON.stringify(wanted.okrIds)}))`;
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
      .select({ link: linkColumns(wanted), okr: takerColumns })
      .from(dataLinks)
      .crossJoin(okrs)
      .where(and(ofConnection(db, connectionId), chosen))
      .orderBy(asc(dataLinks.queryKey)),
  ]);
  if (!found) return null;
  return { ...found, enabled: found.enabled ?? true, links: links.map(({ link, okr }) => ({ ...link, okr })) };
}

/** A scan brings new samples for all links of a source; reading the old ones would be most of the way. */
const linkColumns = (wanted: Wanted) => ({
  ...getTableColumns(dataLinks),
  ...('source' in wanted ? { samples: sql<null>`null`.as('samples') } : {}),
});

const ofConnection = (db: Database, connectionId: ConnectionId) =>
  and(
    eq(dataLinks.orgId, orgOf(db, connectionId)),
    eq(dataLinks.connectionId, connectionId),
    eq(okrs.id, dataLinks.okrId),
    isNull(okrs.closedAt),
    eq(okrs.draft, false),
  );

const orgOf = (db: Database, connectionId: ConnectionId) =>
  db.select({ id: connections.orgId }).from(connections).where(eq(connections.id, connectionId));

/** Links whose reading came and whose OKR has not taken it since `before` (ms): a crash came between. */
export const listWaiting = (db: Database, before: number, limit: number) =>
  db
    .select({ orgId: dataLinks.orgId, connectionId: dataLinks.connectionId, okrId: dataLinks.okrId })
    .from(dataLinks)
    .where(and(eq(dataLinks.waiting, true), lte(dataLinks.triedAt, before)))
    .limit(limit);

/** Whether links of an organization still hold readings that came since `since` (ms) and that their OKRs have not taken. */
export async function isTaking(db: Database, orgId: OrgId, since: number): Promise<boolean> {
  const [one] = await db
    .select({ okrId: dataLinks.okrId })
    .from(dataLinks)
    .where(and(eq(dataLinks.waiting, true), gt(dataLinks.triedAt, since), sql`+${dataLinks.orgId} = ${orgId}`))
    .limit(1);
  return one !== undefined;
}

/** Connections that pause and whose credentials may be tried again; their next trial is set at once, an hour ahead. */
export const claimTrials = (db: Database, now: number, limit: number) =>
  db
    .update(connections)
    .set({ trialAt: now + intervalMs.hourly })
    .where(
      sql`${connections.id} in (select id from ${connections} as due where due.trial_at is not null and due.trial_at <= ${now} limit ${limit})`,
    )
    .returning({ orgId: connections.orgId, connectionId: connections.id });

/** Sets when links are read next. `at` in ms. */
export const putOff = (db: Database, okrIds: readonly OkrId[], at: number) =>
  db
    .update(dataLinks)
    .set({ dueAt: at })
    .where(sql`${dataLinks.okrId} in (select value from json_each(${JSON.stringify(okrIds)}))`);
