import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { LetterId } from '../../db/ids.ts';
import { bounces, letters } from '../../db/schema/letters.ts';
import type { Bounce } from './bounce.ts';
import type { LetterRow } from './letter.ts';

const MINUTE_MS = 60_000;

/** How long (ms) after each try the next one is due. */
const WAITS_MS = [1, 5, 25, 2 * 60, 12 * 60].map((minutes) => minutes * MINUTE_MS);

/** How often a letter is tried before it is given up. */
export const TRIES = WAITS_MS.length + 1;

export type Claimed = { letter: LetterRow; bounce: Bounce | null };

/**
 * Claims a letter that waits and is due: of those who try at the same time, one gets it. Its next try is set at once, so
 * that a letter whose sender did not live to tell comes up again. Null when there is nothing to send. `now` in ms.
 */
export async function claimLetter(db: Database, id: LetterId, now: number): Promise<Claimed | null> {
  const wait = sql`coalesce(json_extract(${JSON.stringify(WAITS_MS)}, '$[' || ${letters.attempts} || ']'), ${WAITS_MS.at(-1)})`;
  const [[letter], [bounce]] = await db.batch([
    db
      .update(letters)
      .set({ attempts: sql`${letters.attempts} + 1`, dueAt: sql`${now} + ${wait}` })
      .where(and(eq(letters.id, id), eq(letters.state, 'waiting'), lte(letters.dueAt, now)))
      .returning(),
    db.select().from(bounces).where(sql`${bounces.email} = (select "to" from ${letters} where ${letters.id} = ${id})`),
  ]);
  return letter ? { letter, bounce: bounce ?? null } : null;
}

/** Letters that wait and were due before `before` (ms), at most `limit`, the longest waiting first. */
export const listDueLetters = (db: Database, before: number, limit: number): Promise<{ id: LetterId }[]> =>
  db
    .select({ id: letters.id })
    .from(letters)
    .where(and(eq(letters.state, 'waiting'), lte(letters.dueAt, before)))
    .orderBy(asc(letters.dueAt))
    .limit(limit);
