import { and, asc, eq, or, sql } from 'drizzle-orm';
import type { ConnectionId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Provider } from '../words.ts';
import { type Connection, type PublicConnection, publicOf } from './connection.ts';
import { listDecisions, switchedOff } from './enabling.ts';
import { toolsOf } from './tools.ts';

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

/** As `findConnection`, for reading data through it. @throws Refusal `not_found`, `forbidden`, `conflict` when switched off */
export async function findUsableConnection(ctx: Context, id: ConnectionId): Promise<Connection> {
  const [found, decisions] = await Promise.all([findConnection(ctx, id), listDecisions(ctx)]);
  demand(may.useConnection(ctx.actor, found), sentences.observer);
  if (decisions.get(found.provider) === false) throw switchedOff(found.provider);
  return found;
}

/** As `findConnection`, for changing it. @throws Refusal `not_found`, `forbidden` */
export async function findChangeableConnection(ctx: Context, id: ConnectionId): Promise<Connection> {
  const found = await findConnection(ctx, id);
  demand(may.changeConnection(ctx.actor, found), sentences.admin);
  return found;
}

/** More connections than any organization keeps; holds a page together if one does. */
export const MOST_CONNECTIONS = 200;

/** OKRs of a connection are counted up to here; a page says “1,000 or more” then. */
export const MOST_COUNTED = 1_000;

/** The connections that the actor may see, by name, each with the number of OKRs it feeds. */
export async function listConnections(ctx: Context): Promise<(PublicConnection & { okrs: number })[]> {
  const rows = await ctx.db
    .select({
      connection: connections,
      okrs: sql<number>`(select count(*) from (select 1 from ${dataLinks} where ${dataLinks.orgId} = ${ctx.org.id} and ${dataLinks.connectionId} = ${connections.id} limit ${MOST_COUNTED}))`.as(
        'okrs',
      ),
    })
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org.id), seenBy(ctx)))
    .orderBy(asc(connections.name))
    .limit(MOST_CONNECTIONS);
  return rows.map(({ connection, okrs }) => ({ ...publicOf(connection), okrs }));
}

/** A connection to choose from. */
export type PickableConnection = {
  id: ConnectionId;
  name: string;
  provider: Provider;
  own: boolean;
  pausedAt: number | null;
};

/** What an OKR may be linked to: the tools that are not switched off, and connections to them. */
export type Pickable = { tools: readonly Provider[]; connections: readonly PickableConnection[] };

/** What the actor may link an OKR to, their own connections first, then by name. */
export async function listPickable(ctx: Context): Promise<Pickable> {
  if (!may.createOkr(ctx.actor)) return { tools: [], connections: [] };
  const [rows, decisions] = await Promise.all([
    ctx.db
      .select({
        id: connections.id,
        name: connections.name,
        provider: connections.provider,
        ownerId: connections.ownerId,
        pausedAt: connections.pausedAt,
      })
      .from(connections)
      .where(and(eq(connections.orgId, ctx.org.id), seenBy(ctx)))
      .orderBy(asc(connections.name))
      .limit(MOST_CONNECTIONS),
    listDecisions(ctx),
  ]);
  const tools = toolsOf(decisions);
  const usable = rows
    .filter(({ provider }) => tools.includes(provider))
    .map(({ ownerId, ...row }) => ({ ...row, own: ownerId !== null && ownerId === ctx.actor.memberId }))
    .sort((a, b) => Number(b.own) - Number(a.own));
  return { tools, connections: usable };
}

const seenBy = ({ actor }: Context) =>
  may.administer(actor) ? undefined : or(eq(connections.shared, true), eq(connections.ownerId, actor.memberId!));
