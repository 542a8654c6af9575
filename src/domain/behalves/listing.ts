import { and, desc, eq, getTableColumns, lt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../../db/database.ts';
import type { BehalfId, EventId } from '../../db/ids.ts';
import { events } from '../../db/schema/access.ts';
import { members } from '../../db/schema/organizations.ts';
import { behalves } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { demand, may, notOnBehalf, sentences } from '../permission.ts';
import type { NamedBehalf } from './behalf.ts';

/** Who acted for whom in the organization, newest first, by the events of its beginnings. @throws Refusal `forbidden` unless admin */
export async function listBehalfPage(ctx: Context, { after, limit }: Cut): Promise<Page<NamedBehalf>> {
  const { db, org, actor } = ctx;
  demand(may.administer(actor), sentences.admin);
  const last = valuesOf(after, 'string');
  const rows = await db
    .select({ ...named, event: events.id })
    .from(events)
    .innerJoin(behalves, and(eq(behalves.id, sql`${events.data} ->> 'behalf'`), eq(behalves.orgId, org.id)))
    .innerJoin(admin, and(eq(admin.id, behalves.adminId), eq(admin.orgId, org.id)))
    .innerJoin(member, and(eq(member.id, behalves.memberId), eq(member.orgId, org.id)))
    .where(
      and(
        eq(events.orgId, org.id),
        eq(events.action, 'behalf.began'),
        last ? lt(events.id, last[0] as EventId) : undefined,
      ),
    )
    .orderBy(desc(events.id))
    .limit(limit + 1);
  return cut(rows, limit, ({ event }) => [event]);
}

/** Who acted for the acting member, newest first. @throws Refusal `forbidden` to who does so */
export async function listOwnBehalves(ctx: Context, { after, limit }: Cut): Promise<Page<NamedBehalf>> {
  const { db, org, actor } = ctx;
  notOnBehalf(ctx);
  const last = valuesOf(after, 'string');
  const rows = await from(db)
    .where(
      and(
        eq(behalves.orgId, org.id),
        eq(behalves.memberId, actor.memberId!),
        last ? lt(behalves.id, last[0] as BehalfId) : undefined,
      ),
    )
    .orderBy(desc(behalves.id))
    .limit(limit + 1);
  return cut(rows, limit, ({ id }) => [id]);
}

const admin = alias(members, 'admin');
const member = alias(members, 'member');

const { sessionHash: _, ...columns } = getTableColumns(behalves);
const named = { ...columns, admin: admin.name, member: member.name };

const from = (db: Database) =>
  db
    .select(named)
    .from(behalves)
    .innerJoin(admin, and(eq(admin.id, behalves.adminId), eq(admin.orgId, behalves.orgId)))
    .innerJoin(member, and(eq(member.id, behalves.memberId), eq(member.orgId, behalves.orgId)));
