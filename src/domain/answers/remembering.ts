import { and, eq, sql } from 'drizzle-orm';
import { idempotencyKeys } from '../../db/schema/access.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';

/** An answer as it is kept: `body` encrypted by the door, because some answers show a secret once. */
export type KeptAnswer = { status: number; headers: Record<string, string>; body: string };

/** What is known about a key: it is new and now ours to answer, it was answered, or its first request still works. */
export type Claim = { state: 'ours' } | { state: 'answered'; answer: KeptAnswer } | { state: 'at_work' };

/** First answers are kept this long (ms). */
const KEEP_MS = 24 * 60 * 60_000;

/** A first request that has not answered after this time (ms) was cut off; its repeat takes over. */
const CUT_OFF_MS = 60_000;

/**
 * Takes a key of the calling token, or finds what became of it. `requestHash` stands for what was asked.
 * @throws Refusal `conflict` when the key was used for another request
 */
export async function claimKey(ctx: Context, key: string, requestHash: string): Promise<Claim> {
  const { db, now } = ctx;
  const fresh = { requestHash, status: null, headers: null, body: null, createdAt: now };
  const [[ours], [known]] = await Promise.all([
    db
      .insert(idempotencyKeys)
      .values({ ...ownerOf(ctx), key, ...fresh })
      .onConflictDoUpdate({
        target: [idempotencyKeys.orgId, idempotencyKeys.tokenId, idempotencyKeys.key],
        set: fresh,
        setWhere: sql`${idempotencyKeys.createdAt} < ${now - KEEP_MS} or (${idempotencyKeys.status} is null
          and ${idempotencyKeys.createdAt} < ${now - CUT_OFF_MS} and ${idempotencyKeys.requestHash} = ${requestHash})`,
      })
      .returning({ key: idempotencyKeys.key }),
    db.select().from(idempotencyKeys).where(isKey(ctx, key)),
  ]);
  if (ours) return { state: 'ours' };
  if (known?.requestHash !== requestHash)
    throw new Refusal('conflict', 'This Idempotency-Key was used for another request. Use a new key.');
  if (known.status === null) return { state: 'at_work' };
  return { state: 'answered', answer: { status: known.status, headers: known.headers ?? {}, body: known.body ?? '' } };
}

/** Keeps the answer to a key that was claimed in this context, unless somebody has taken over since. */
export const keepAnswer = (ctx: Context, key: string, { status, headers, body }: KeptAnswer): Promise<unknown> =>
  ctx.db.update(idempotencyKeys).set({ status, headers, body }).where(isClaim(ctx, key));

/** Gives a claimed key back, so that a repeat is tried anew. */
export const releaseKey = (ctx: Context, key: string): Promise<unknown> =>
  ctx.db.delete(idempotencyKeys).where(isClaim(ctx, key));

function ownerOf({ org, actor }: Context) {
  if (actor.via !== 'api') throw new Error('only callers of the API have idempotency keys');
  return { orgId: org.id, tokenId: actor.tokenId };
}

function isKey(ctx: Context, key: string) {
  const { orgId, tokenId } = ownerOf(ctx);
  return and(eq(idempotencyKeys.orgId, orgId), eq(idempotencyKeys.tokenId, tokenId), eq(idempotencyKeys.key, key));
}

const isClaim = (ctx: Context, key: string) => and(isKey(ctx, key), eq(idempotencyKeys.createdAt, ctx.now));
