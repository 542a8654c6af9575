import type { CheckInId, OkrId } from '../db/ids.ts';
import type { CheckIn, CheckInInput } from '../domain/check-ins/check-in.ts';
import type { Context } from '../domain/context.ts';
import type { Changed } from '../domain/okrs/changing.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import { okrWriter } from './okr-writer-client.ts';
import { settleRollUps } from './settling.ts';

/**
 * Check-ins in one request. Each is one call to a writer; the free plan allows a request fifty calls to other services, and
 * roll-ups for which none is left wait for the sweep.
 */
export const CHECK_INS_AT_ONCE = 50;

/** One check-in among many; `id` is the caller's, so that a repeat finds it. */
export type Saying = { okrId: OkrId; id: CheckInId; input: CheckInInput };

/** What became of one: said, or why it was not. */
export type Outcome = { changed: Changed & { checkIn: CheckIn }; refusal: null } | { changed: null; refusal: Refusal };

/**
 * Checks in for many OKRs, each through its writer and each on its own: what is refused keeps nobody else from being saved.
 * Several of one OKR are said in the order given. Parents are recomputed once, after all. Outcomes are in the order given.
 */
export async function checkInMany(env: Env, ctx: Context, sayings: readonly Saying[]): Promise<Outcome[]> {
  const outcomes = new Map<Saying, Outcome>();
  const ofOneOkr = async (own: readonly Saying[]) => {
    for (const saying of own) outcomes.set(saying, await say(env, ctx, saying));
  };
  const byOkr = Map.groupBy(sayings, ({ okrId }) => okrId);
  await Promise.all([...byOkr.values()].map(ofOneOkr));
  const all = sayings.map((saying) => outcomes.get(saying)!);
  await settleRollUps(env, ctx, [...new Set(all.flatMap(({ changed }) => changed?.due ?? []))]);
  return all;
}

async function say(env: Env, ctx: Context, { okrId, id, input }: Saying): Promise<Outcome> {
  try {
    return { changed: await okrWriter(env, ctx, okrId).checkIn(input, id), refusal: null };
  } catch (reason) {
    if (reason instanceof Refusal) return { changed: null, refusal: reason };
    log('one check-in of many failed', { org: ctx.org.id, okrId, reason });
    return { changed: null, refusal: new Refusal('unavailable', 'This could not be saved right now. Send it again.') };
  }
}
