import { and, eq, lt } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { letters } from '../../db/schema/letters.ts';
import type { LetterRow } from './letter.ts';

/** Notes that a letter is with the mail service, and forgets what it said. `now` in ms. */
export const markSent = (db: Database, { id }: LetterRow, serviceId: string | null, now: number): Promise<unknown> =>
  db
    .update(letters)
    .set({ state: 'sent', sentAt: now, serviceId, reason: null, sealed: null })
    .where(and(eq(letters.id, id), eq(letters.state, 'waiting')));

/** Gives a letter up, and forgets what it said. `reason` holds neither an address nor what somebody typed. */
export const markFailed = (db: Database, { id }: LetterRow, reason: string): Promise<unknown> =>
  db
    .update(letters)
    .set({ state: 'failed', reason, sealed: null })
    .where(and(eq(letters.id, id), eq(letters.state, 'waiting')));

type Wait = { dueAt: number; reason: string; counts: boolean };

/**
 * Lets a letter wait until `dueAt` (ms), unless another try of it has begun meanwhile. `counts` says whether the try was
 * one of those after which a letter is given up.
 */
export const putOff = (db: Database, { id, attempts }: LetterRow, { dueAt, reason, counts }: Wait): Promise<unknown> =>
  db
    .update(letters)
    .set({ dueAt, reason, attempts: counts ? attempts : attempts - 1 })
    .where(and(eq(letters.id, id), eq(letters.state, 'waiting'), eq(letters.attempts, attempts)));

/** Forgets letters written before `before` (ms). */
export const pruneLetters = (db: Database, before: number): Promise<unknown> =>
  db.delete(letters).where(lt(letters.createdAt, before));
