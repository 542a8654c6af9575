import { and, lt } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { idempotencyKeys } from '../../db/schema/access.ts';
import { deliveries, syncs } from '../../db/schema/connections.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Pushes are repeated within half an hour; a week is plenty to recognise them. */
export const pruneDeliveries = (db: Database, now: number) =>
  db.delete(deliveries).where(lt(deliveries.at, now - 7 * DAY_MS));

/** First answers are kept for a day. */
export const pruneKeys = (db: Database, now: number) =>
  db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, now - DAY_MS));

/** The history of syncs reaches back 90 days. A run that others were counted in is as old as the last of them. */
export const pruneSyncs = (db: Database, now: number) => {
  const before = now - 90 * DAY_MS;
  return db.delete(syncs).where(and(lt(syncs.startedAt, before), lt(syncs.finishedAt, before)));
};
