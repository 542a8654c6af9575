import type { OkrId } from '../db/ids.ts';
import { acting, type Context } from '../domain/context.ts';
import { listUpwards } from '../domain/okrs/aligning.ts';
import { dropRollUp, listDeepestDue } from '../domain/okrs/listing-due.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import { okrWriter } from './okr-writer-client.ts';

/**
 * Recomputes the parents that a change made due, and theirs, up to the top: nearest first, each once however many of
 * its children changed. What fails or is cut short stays in the outbox for the sweep.
 */
export async function settleRollUps(env: Env, ctx: Context, due: readonly OkrId[]): Promise<void> {
  if (due.length === 0) return;
  const system = { ...acting(ctx.org, 'roll_up', ctx.now), db: ctx.db };
  const waiting = new Set(due);
  try {
    const upwards = await listUpwards(ctx, due);
    for (const level of Map.groupBy(upwards, (each) => each.height).values()) {
      const now = level.filter((each) => waiting.has(each.id));
      const next = await Promise.all(now.map(({ id }) => recompute(env, system, id)));
      for (const id of next.flat()) waiting.add(id);
    }
  } catch (reason) {
    log('roll-ups left to the sweep', { org: ctx.org.id, due: due.length, reason });
  }
}

/** OKRs that one job recomputes: with what it reads it stays under 50 subrequests, the free plan's limit. */
const RECOMPUTED_PER_JOB = 24;

/**
 * Recomputes what is due in an organization, whoever made it due: the deepest first, so that each is recomputed once after
 * all that stands below it. True when more is left for another job.
 */
export async function settleAllDue(env: Env, ctx: Context): Promise<boolean> {
  for (let left = RECOMPUTED_PER_JOB; left > 0; ) {
    const due = await listDeepestDue(ctx, left);
    if (due.length === 0) return false;
    await Promise.all(due.map((okrId) => recompute(env, ctx, okrId)));
    left -= due.length;
  }
  return true;
}

async function recompute(env: Env, ctx: Context, okrId: OkrId): Promise<OkrId[]> {
  try {
    return (await okrWriter(env, ctx, okrId).rollUp()).due;
  } catch (reason) {
    if (!(reason instanceof Refusal && reason.code === 'not_found')) throw reason;
    await dropRollUp(ctx, okrId);
    return [];
  }
}
