import { and, eq } from 'drizzle-orm';
import { commit, isDuplicate, type Statement } from '../../db/commit.ts';
import type { ConnectionId } from '../../db/ids.ts';
import { connections } from '../../db/schema/connections.ts';
import { enabledProviders } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid } from '../refusal.ts';
import { claimGuard, claiming } from './claiming.ts';
import type { Connection, ConnectionInput } from './connection.ts';
import { demandEnabled } from './enabling.ts';
import { wellColumns } from './health.ts';

/** What the provider said when the credentials were tested, and those credentials encrypted. */
export type Tested = { account: string; config: Record<string, unknown>; secret: string };

type New = Pick<ConnectionInput, 'provider' | 'name' | 'shared'>;

/** Looks whether a connection may be made, before the provider is asked. @throws Refusal as `addConnection` */
export async function checkNewConnection(ctx: Context, { provider, name, shared }: New): Promise<void> {
  demandAddable(ctx, shared);
  const [taken] = await Promise.all([
    ctx.db
      .select({ id: connections.id })
      .from(connections)
      .where(and(eq(connections.orgId, ctx.org.id), eq(connections.name, name))),
    demandEnabled(ctx, provider),
  ]);
  if (taken.length > 0) throw nameTaken();
}

/**
 * Keeps a connection whose credentials were just accepted; its provider counts as switched on from now on.
 * Members make them where the organization lets them, and only private ones.
 * @throws Refusal `forbidden`, `conflict` when the provider is switched off, `invalid` when the name is taken or another
 * organization has claimed the project
 */
export async function addConnection(
  ctx: Context,
  id: ConnectionId,
  { provider, name, shared, interval }: Omit<ConnectionInput, 'config'>,
  tested: Tested & { webhookSecret: string },
): Promise<Connection> {
  demandAddable(ctx, shared);
  const connection: Connection = {
    id,
    orgId: ctx.org.id,
    provider,
    name,
    ...tested,
    shared,
    interval,
    ownerId: ctx.actor.memberId,
    createdAt: ctx.now,
    version: 1,
    lastGoodAt: null,
    lastPushAt: null,
    pushedAt: null,
    pushWaiting: false,
    ...wellColumns,
  };
  const statements = [
    ...claimGuard(ctx, provider, tested.config),
    ctx.db.insert(connections).values(connection),
    ctx.db
      .insert(enabledProviders)
      .values({ orgId: ctx.org.id, provider, enabled: true, changedAt: ctx.now })
      .onConflictDoNothing(),
    eventRow(ctx, { action: 'connection.created', subject: id, data: { provider, name, shared } }),
  ];
  await claiming(committing(ctx, statements));
  return connection;
}

function demandAddable({ actor, org }: Context, shared: boolean): void {
  demand(may.addConnection(actor, org), sentences.addConnection);
  demand(!shared || may.shareConnection(actor), sentences.shareConnection);
}

/** As `commit`. @throws Refusal `invalid` at the name when another connection has it */
export async function committing(ctx: Context, statements: Statement[]): Promise<void> {
  try {
    await commit(ctx.db, statements);
  } catch (reason) {
    throw isDuplicate(reason, 'connections.name') ? nameTaken() : reason;
  }
}

const nameTaken = () => invalid({ name: 'Another connection has this name.' });
