import type { OkrId } from '../db/ids.ts';
import type { Context } from '../domain/context.ts';
import type { Env } from '../env.ts';
import { okrWriter } from './okr-writer-client.ts';
import { settleRollUps } from './settling.ts';
import { refreshLink } from './syncing.ts';

/** Ends a held value: the automatic one is there when this returns, read anew if nothing was read before. @throws Refusal as `resume` */
export async function resumeUpdates(env: Env, ctx: Context, okrId: OkrId, expected?: number): Promise<void> {
  const { due, unread } = await okrWriter(env, ctx, okrId).resume(expected);
  await settleRollUps(env, ctx, due);
  if (unread) await refreshLink(env, ctx, okrId, 'refresh');
}
