import { lt, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { attempts } from '../../db/schema/people.ts';
import { hashOf } from '../../lib/tokens.ts';

/** How often something may be tried within a time (ms). */
export type Limit = { purpose: string; most: number; within: number };

/** One thing that is tried, and by whom: an address, a network, a key. */
export type Attempt = Limit & { by: string };

/**
 * Counts attempts, all of them, in one trip. The first one opens a window, and what is tried in it counts until it ends.
 * @returns when to try again (ms) if one of them was tried too often, else null
 */
export async function countAttempts(db: Database, tried: readonly Attempt[], now: number): Promise<number | null> {
  const counted = await Promise.all(tried.map(async (each) => ({ ...each, key: await keyOf(each) })));
  const windows = await Promise.all(counted.map(({ key, within }) => count(db, key, now, now + within)));
  const ends = counted.flatMap(({ most }, i) => {
    const [window] = windows[i]!;
    return window && window.tries > most ? [window.endsAt] : [];
  });
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Forgets windows that have ended. */
export const pruneAttempts = (db: Database, now: number) => db.delete(attempts).where(lt(attempts.endsAt, now));

const count = (db: Database, key: string, now: number, endsAt: number) =>
  db
    .insert(attempts)
    .values({ key, tries: 1, endsAt })
    .onConflictDoUpdate({
      target: attempts.key,
      set: {
        tries: sql`case when ${attempts.endsAt} <= ${now} then 1 else ${attempts.tries} + 1 end`,
        endsAt: sql`case when ${attempts.endsAt} <= ${now} then excluded.ends_at else ${attempts.endsAt} end`,
      },
    })
    .returning({ tries: attempts.tries, endsAt: attempts.endsAt });

/** Each purpose hashes to keys of its own, so that rows of two of them cannot be matched. */
const keyOf = ({ purpose, by }: Attempt): Promise<string> => hashOf(`attempt ${purpose} ${by}`);
