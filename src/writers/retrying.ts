import type { DeadLetterId } from '../db/ids.ts';
import type { Context } from '../domain/context.ts';
import { takeDeadLetter } from '../domain/jobs/dead-letters.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Env } from '../env.ts';
import { job } from './messages.ts';

/**
 * Puts work that was given up back into the queue, as it was. @throws Refusal `not_found`, `forbidden` unless admin,
 * `conflict` for work of a kind that this version does not know any more; that is gone then
 */
export async function tryAgain(env: Env, ctx: Context, id: DeadLetterId): Promise<void> {
  const letter = await takeDeadLetter(ctx, id, 'retried');
  const parsed = job.safeParse(letter.job);
  if (!parsed.success) throw new Refusal('conflict', 'Cairn does not do work of this kind any more.');
  await env.JOBS.send(parsed.data);
}
