import type { Context } from '../context.ts';
import type { Tested } from './adding.ts';
import { claimGuard } from './claiming.ts';
import type { Connection, ConnectionPatch } from './connection.ts';
import { changeConnection, readBy } from './editing.ts';
import { wellColumns } from './health.ts';

/**
 * Replaces the credentials of a connection by ones that were just accepted, and with them whatever else is to be edited.
 * Ends a pause: everything is due at once. `before` comes from `findChangeableConnection`.
 * @throws Refusal `stale` when it changed since, `invalid` when the name is taken
 */
export const renewCredentials = (
  ctx: Context,
  before: Connection,
  tested: Tested,
  patch: ConnectionPatch = {},
): Promise<Connection> =>
  changeConnection(
    ctx,
    before,
    { ...patch, ...tested, ...wellColumns },
    {
      happening: { action: 'connection.credentials_renewed', data: { fields: Object.keys(patch) } },
      also: [readBy(ctx, before.id, ctx.now), ...claimGuard(ctx, before.provider, tested.config)],
    },
  );

/** Replaces the text that signs pushes, given encrypted; pushes signed with the old one are refused from now on. */
export const renewWebhookSecret = (ctx: Context, before: Connection, webhookSecret: string): Promise<Connection> =>
  changeConnection(ctx, before, { webhookSecret }, { happening: { action: 'connection.webhook_secret_renewed' } });
