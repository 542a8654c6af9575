import { and, asc, count, desc, eq, gt, gte, isNull, lte } from 'drizzle-orm';
import { eventSeals, events } from '../../db/schema/access.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import { BEGINNING, type SealedEvent, sealOf } from './chain.ts';
import { sealed } from './sealing.ts';

/** Seals that are checked at once: at most 2,500 events, which one request reads and hashes with ease. */
const SEALS_AT_ONCE = 5;

/**
 * How far a check has come. `upTo` is the last seal that is as it was put; `broken` is the first that is not, with why.
 * `head` is the newest seal there is, `unsealed` how many events wait for the next one.
 */
export type Verification = {
  upTo: number;
  head: { n: number; hash: string; sealedAt: number } | null;
  unsealed: number;
  /** Events under seals that were forgotten as configured; their seals still link. */
  broken: { n: number; why: 'missing' | 'unlinked' | 'changed' } | null;
  done: boolean;
};

/**
 * Checks the seals that follow `after`, a few of them: whether each is there, follows the one before, and covers its
 * events exactly as they stand. @throws Refusal `forbidden` unless admin
 */
export async function verifySeals(ctx: Context, after: number): Promise<Verification> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  const own = eq(eventSeals.orgId, org.id);
  const [seals, rows, [head], [waiting]] = await Promise.all([
    db
      .select()
      .from(eventSeals)
      .where(and(own, gte(eventSeals.n, after), lte(eventSeals.n, after + SEALS_AT_ONCE)))
      .orderBy(asc(eventSeals.n)),
    db
      .select({ ...sealed, seal: events.seal })
      .from(events)
      .where(and(eq(events.orgId, org.id), gt(events.seal, after), lte(events.seal, after + SEALS_AT_ONCE)))
      .orderBy(asc(events.seal), asc(events.id)),
    db.select().from(eventSeals).where(own).orderBy(desc(eventSeals.n)).limit(1),
    db
      .select({ unsealed: count() })
      .from(events)
      .where(and(eq(events.orgId, org.id), isNull(events.seal))),
  ]);
  const last = Math.max(head?.n ?? 0, await highestSealOf(ctx, head?.n ?? 0));
  const end = Math.min(after + SEALS_AT_ONCE, last);
  const found = {
    head: head ? { n: head.n, hash: head.hash, sealedAt: head.sealedAt } : null,
    unsealed: waiting?.unsealed ?? 0,
  };
  let previous = after === 0 ? BEGINNING : seals.find(({ n }) => n === after)?.hash;
  for (let n = after + 1; n <= end; n++) {
    const seal = seals.find((each) => each.n === n);
    const broken = (why: 'missing' | 'unlinked' | 'changed') => ({
      ...found,
      upTo: n - 1,
      broken: { n, why },
      done: true,
    });
    if (!seal || previous === undefined) return broken('missing');
    if (seal.previous !== previous) return broken('unlinked');
    const its: SealedEvent[] = rows.filter((row) => row.seal === n);
    const kept = seal.prunedAt === null;
    if (kept && (await sealOf(org.id, previous, its)) !== seal.hash) return broken('changed');
    if (!kept && its.length > 0) return broken('changed');
    previous = seal.hash;
  }
  return { ...found, upTo: end, broken: null, done: end === last };
}

/** A seal that events name although it is gone from the end of the chain. */
async function highestSealOf({ db, org }: Context, known: number): Promise<number> {
  const [beyond] = await db
    .select({ seal: events.seal })
    .from(events)
    .where(and(eq(events.orgId, org.id), gt(events.seal, known)))
    .orderBy(desc(events.seal))
    .limit(1);
  return beyond?.seal ?? 0;
}
