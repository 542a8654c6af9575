import { and, asc, eq, or, sql } from 'drizzle-orm';
import type { ConnectionId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Connection } from './connection.ts';

/** A connection of the organization that the actor may see: shared, their own, or any for admins. @throws Refusal `not_found` */
export async function findConnection(ctx: Context, id: ConnectionId): Promise<Connection> {
  const [found] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org.id), eq(connections.id, id)));
  if (!found || !(found.shared || may.changeConnection(ctx.actor, found)))
    throw new Refusal('not_found', 'There is no such connection.');
  return found;
}

/** As `findConnection`, for reading data through it. @throws Refusal `not_found`, `forbidden` */
export async function findUsableConnection(ctx: Context, id: ConnectionId): Promise<Connection> {
  const found = await findConnection(ctx, id);
  demand(may.useConnection(ctx.actor, found), sentences.observer);
  return found;
}

/** As `findConnection`, for changing it. @throws Refusal `not_found`, `forbidden` */
export async function findChangeableConnection(ctx: Context, id: ConnectionId): Promise<Connection> {
  const found = await findConnection(ctx, id);
  demand(may.changeConnection(ctx.actor, found), sentences.admin);
  return found;
}

/** The connections that the actor may see, by name, each with the number of OKRs it feeds. */
export async function listConnections(ctx: Context): Promise<(Connection & { okrs: number })[]> {
  const seen = may.administer(ctx.actor)
    ? undefined
    : or(eq(connections.shared, true), eq(connections.ownerId, ctx.actor.memberId!));
  const rows = await ctx.db
    .select({
      connection: connections,
      okrs: sql<number>`(select count(*) from ${dataLinks} where ${dataLinks.orgId} = ${ctx.org.id} and ${dataLinks.connectionId} = ${connections.id})`.as(
        'okrs',
      ),
    })
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org.id), seen))
    .orderBy(asc(connections.name));
  return rows.map(({ connection, okrs }) => ({ ...connection, okrs }));
}
