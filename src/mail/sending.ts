import { commit } from '../db/commit.ts';
import type { Database } from '../db/database.ts';
import type { LetterId } from '../db/ids.ts';
import type { Letter } from '../domain/letters/letter.ts';
import { letterRow } from '../domain/letters/writing.ts';
import type { Env } from '../env.ts';
import { readKeyRing } from '../lib/sealed.ts';
import type { Reach } from './carrier.ts';
import { deliver } from './delivering.ts';

/** Letters written in one call: a message each, and the queue takes a hundred at once. */
const MOST_AT_ONCE = 100;

/** Writes letters down and lets the queue send them. At most 100. `now` in ms. */
export async function post(env: Env, db: Database, letters: readonly Letter[], now: number): Promise<void> {
  if (letters.length > MOST_AT_ONCE) throw new RangeError(`at most ${MOST_AT_ONCE} letters at once`);
  const ring = readKeyRing(env.CREDENTIAL_KEYS);
  const rows = await Promise.all(letters.map((letter) => letterRow(db, ring, letter, now)));
  await commit(
    db,
    rows.map(({ statement }) => statement),
  );
  await enqueueLetters(
    env,
    rows.map(({ id }) => id),
  );
}

/** Lets the queue send letters that were written down in somebody else's commit. */
export async function enqueueLetters(env: Pick<Env, 'JOBS'>, ids: readonly LetterId[]): Promise<void> {
  if (ids.length > 0) await env.JOBS.sendBatch(ids.map((letterId) => ({ body: { type: 'letter', letterId } })));
}

/** Writes a letter down and sends it at once, for somebody who waits for it; what does not work at once the queue tries again. */
export async function sendNow(env: Env, reach: Reach, letter: Letter): Promise<void> {
  const { db, now } = reach;
  const { id, statement } = await letterRow(db, readKeyRing(env.CREDENTIAL_KEYS), letter, now);
  await commit(db, [statement]);
  await deliver(env, reach, id);
}
