import { claimKey, keepAnswer, releaseKey } from '../domain/answers/remembering.ts';
import type { Context } from '../domain/context.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import { seal, unseal } from '../lib/sealed.ts';
import { hashOf } from '../lib/tokens.ts';
import { keyRing } from '../writers/outside.ts';
import type { Sent } from './answer.ts';
import { Declined } from './problem.ts';

const RETRY_SECONDS = '5';

/**
 * Does `work` once per key and token: a repeat within 24 hours is given the first answer. `asked` is all that makes two
 * requests the same. Server errors are not kept, so that a repeat tries again.
 * @throws Refusal `conflict` when the key stands for another request, or the first one is still at work
 */
export async function once(
  env: Env,
  ctx: Context,
  key: string,
  asked: string,
  work: () => Promise<Sent>,
): Promise<Sent> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Refusal('invalid', 'An Idempotency-Key has 1 to 255 visible ASCII characters.');
  const ring = keyRing(env);
  const bound = ['answer', ctx.org.id, key];
  const claim = await claimKey(ctx, key, await hashOf(asked));
  if (claim.state === 'at_work')
    throw new Declined(409, 'conflict', 'The first request with this Idempotency-Key is still at work.', {
      'Retry-After': RETRY_SECONDS,
    });
  if (claim.state === 'answered') {
    const { status, headers, body } = claim.answer;
    return {
      status,
      headers: { ...headers, 'Idempotency-Replayed': 'true' },
      body: await unseal<string>(ring, body, bound),
    };
  }
  const sent = await work();
  try {
    if (sent.status >= 500) await releaseKey(ctx, key);
    else await keepAnswer(ctx, key, { ...sent, body: await seal(ring, sent.body, bound) });
  } catch (reason) {
    // The work is done; its answer is worth more than the memory of it.
    log('answer not kept', { org: ctx.org.id, reason });
  }
  return sent;
}
