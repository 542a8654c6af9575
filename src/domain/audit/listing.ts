import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { type EventId, firstIdAt, type MemberId } from '../../db/ids.ts';
import { events } from '../../db/schema/access.ts';
import { connections } from '../../db/schema/connections.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members, periods, teams } from '../../db/schema/organizations.ts';
import { addDays, type Day, startOf } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import { visible } from '../okrs/visible.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { demand, may, sentences } from '../permission.ts';

/** What an audit log is narrowed by. Days in the organization's time zone, both included. */
export type EventFilter = { actor?: MemberId; subject?: string; action?: string; from?: Day; to?: Day };

/**
 * An event with the names of what it names. `withheld`: it tells of an OKR that the reader may not see, or of one that is
 * gone and may have been private; then neither the OKR nor what was said of it is given.
 */
export type AuditEntry = {
  id: EventId;
  at: number;
  action: string;
  via: string;
  actor: { id: MemberId; name: string } | null;
  by: { id: MemberId; name: string } | null;
  subject: { id: string; name: string | null } | null;
  data: Record<string, unknown>;
  withheld: boolean;
};

/** A page of what happened, newest first. @throws Refusal `forbidden` unless admin */
export async function listAuditPage(
  ctx: Context,
  filter: EventFilter,
  { after, limit }: Cut,
): Promise<Page<AuditEntry>> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  const last = valuesOf(after, 'string');
  const [actor, by, subject] = [alias(members, 'actor'), alias(members, 'by'), alias(members, 'whom')];
  const itsOkr = sql`case when ${events.subjectId} like 'okr_%' then ${events.subjectId}
    else json_extract(${events.data}, '$.okr') end`;
  const rows = await db
    .select({
      id: events.id,
      at: events.at,
      action: events.action,
      via: events.via,
      actorId: events.actorId,
      actorName: actor.name,
      byId: events.byId,
      byName: by.name,
      subjectId: events.subjectId,
      data: events.data,
      okrId: sql<string | null>`${itsOkr}`.as('okr_id'),
      okrTitle: okrs.title,
      seen: sql<0 | 1>`${okrs.id} is not null and ${visible(ctx)}`.as('seen'),
      wasPublic: sql<0 | 1>`${okrs.id} is null and exists (select 1 from ${events} as gone
        where gone.org_id = ${org.id} and gone.subject_id = ${itsOkr} and gone.action = 'okr.deleted'
          and json_extract(gone.data, '$.visibility') = 'public')`.as('was_public'),
      name: sql<string | null>`coalesce(${subject.name}, ${teams.name}, ${periods.name}, ${connections.name})`.as(
        'name',
      ),
    })
    .from(events)
    .leftJoin(actor, and(eq(actor.id, events.actorId), eq(actor.orgId, org.id)))
    .leftJoin(by, and(eq(by.id, events.byId), eq(by.orgId, org.id)))
    .leftJoin(okrs, and(eq(okrs.id, itsOkr), eq(okrs.orgId, org.id)))
    .leftJoin(subject, and(eq(subject.id, events.subjectId), eq(subject.orgId, org.id)))
    .leftJoin(teams, and(eq(teams.id, sql`${events.subjectId}`), eq(teams.orgId, org.id)))
    .leftJoin(periods, and(eq(periods.id, sql`${events.subjectId}`), eq(periods.orgId, org.id)))
    .leftJoin(connections, and(eq(connections.id, sql`${events.subjectId}`), eq(connections.orgId, org.id)))
    .where(and(...narrowed(ctx, filter), last ? lt(events.id, last[0] as EventId) : undefined))
    .orderBy(desc(events.id))
    .limit(limit + 1);
  return cut(rows.map(entryOf), limit, ({ id }) => [id]);
}

/** The words for what has happened here, for a choice: each action once. */
export async function listActions({ db, org }: Context): Promise<string[]> {
  // Steps from one action to the next in the index, so that it costs as much as there are actions.
  const rows = await db.all<{ action: string }>(sql`
    with recursive step(action) as (
      select min(action) from ${events} where org_id = ${org.id}
      union all
      select (select min(action) from ${events} where org_id = ${org.id} and action > step.action)
      from step where step.action is not null)
    select action from step where action is not null`);
  return rows.map(({ action }) => action);
}

const narrowed = ({ org }: Context, { actor, subject, action, from, to }: EventFilter): (SQL | undefined)[] => [
  eq(events.orgId, org.id),
  actor ? eq(events.actorId, actor) : undefined,
  subject ? eq(events.subjectId, subject) : undefined,
  action ? eq(events.action, action) : undefined,
  from ? gte(events.id, firstIdAt('evt', startOf(from, org.timeZone))) : undefined,
  to ? lt(events.id, firstIdAt('evt', startOf(addDays(to, 1), org.timeZone))) : undefined,
];

type Row = {
  id: EventId;
  at: number;
  action: string;
  via: string;
  actorId: MemberId | null;
  actorName: string | null;
  byId: MemberId | null;
  byName: string | null;
  subjectId: string;
  data: Record<string, unknown>;
  okrId: string | null;
  okrTitle: string | null;
  seen: 0 | 1;
  wasPublic: 0 | 1;
  name: string | null;
};

function entryOf(row: Row): AuditEntry {
  const withheld = row.okrId !== null && !row.seen && !row.wasPublic;
  const named = (id: MemberId | null, name: string | null) =>
    id ? { id, name: name ?? 'Somebody who is gone' } : null;
  const about = row.okrId === row.subjectId ? row.okrTitle : row.name;
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    via: row.via,
    actor: named(row.actorId, row.actorName),
    by: named(row.byId, row.byName),
    subject: withheld ? null : { id: row.subjectId, name: about },
    data: withheld ? {} : row.data,
    withheld,
  };
}
