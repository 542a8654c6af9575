import type { LetterId } from '../db/ids.ts';
import { type Bounce, isHeldBack } from '../domain/letters/bounce.ts';
import { noteBounce } from '../domain/letters/bouncing.ts';
import { type Claimed, claimLetter, TRIES } from '../domain/letters/claiming.ts';
import { type Body, type LetterRow, openBody } from '../domain/letters/letter.ts';
import { markFailed, markSent, putOff } from '../domain/letters/settling.ts';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import { readKeyRing } from '../lib/sealed.ts';
import { carrierOf, type Reach } from './carrier.ts';
import type { Handed } from './mail.ts';

/**
 * A service that is busy would refuse thousands of letters again and again if they came back together: for a day (ms) their
 * tries do not count, and each comes back at a moment of its own within ten minutes.
 */
const BUSY_FOR_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;
const SPREAD_MS = 10 * 60_000;

/** What the queue delays a message by at most, in seconds. */
const LONGEST_DELAY = 12 * 60 * 60;

/**
 * Sends a letter that waits, once, whoever else tries. What may work later waits 1, 5 and 25 minutes, 2 and 12 hours, or
 * as long as the service asks; after that, and when the service refuses it, the letter is given up with the reason. While
 * the service only has too much to do, it waits its turn for a day.
 */
export async function deliver(env: Env, reach: Reach, id: LetterId): Promise<void> {
  const { db, now } = reach;
  const claimed = await claimLetter(db, id, now);
  if (!claimed) return;
  const { letter } = claimed;
  const opened = await open(env, letter);
  const against = opened ? reasonAgainst(claimed, opened, now) : 'Its key is no longer in CREDENTIAL_KEYS.';
  if (!opened || against) return giveUp(reach, letter, against ?? '');
  const handed = await carrierOf(env, reach)(id, { to: letter.to, ...wordsOf(opened) });
  if (handed.sent) await markSent(db, letter, handed.serviceId, now);
  else await takeBack(env, reach, letter, { ...handed, asked: opened.asked });
}

async function open(env: Env, letter: LetterRow): Promise<Body | null> {
  try {
    return await openBody(readKeyRing(env.CREDENTIAL_KEYS), letter);
  } catch {
    return null;
  }
}

/** Addresses of members were checked; one that could be read as two, or as another header, goes nowhere. */
const PLAIN_ADDRESS = /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/;

function reasonAgainst({ letter, bounce }: Claimed, { goodUntil, asked }: Body, now: number): string | null {
  if (letter.attempts > TRIES) return 'It was tried again and again.';
  if (goodUntil !== undefined && now >= goodUntil) return 'It was no longer of use.';
  if (!PLAIN_ADDRESS.test(letter.to)) return 'Its address is not a plain one.';
  return isHeldBack(bounce, asked ?? false, now) ? wordOf(bounce) : null;
}

const wordOf = (bounce: Bounce | null): string =>
  bounce?.kind === 'complained' ? 'Its person called a letter junk.' : 'Letters to this address come back.';

const wordsOf = ({ subject, text, html }: Body) => ({ subject, text, html });

type Refused = Handed & { sent: false } & Pick<Body, 'asked'>;

async function takeBack(env: Env, reach: Reach, letter: LetterRow, refused: Refused): Promise<void> {
  const { db, now } = reach;
  const { again, reason, at = 0, busy, asked, comesBack } = refused;
  if (comesBack) await noteBounce(db, { email: letter.to, kind: 'bounced', reason, at: now });
  const waits = busy === true && now - letter.createdAt < BUSY_FOR_MS;
  if (!again || (!waits && letter.attempts >= TRIES)) return giveUp(reach, letter, reason);
  // Somebody waits for what they asked for; it is one letter, and keeps to its minute.
  const spread = waits && !asked ? Math.floor(Math.random() * SPREAD_MS) : 0;
  const dueAt = Math.max(waits ? now + MINUTE_MS : letter.dueAt, at) + spread;
  await putOff(db, letter, { dueAt, reason, counts: !waits });
  const delaySeconds = Math.min(Math.ceil((dueAt - now) / 1000), LONGEST_DELAY);
  await env.JOBS.send({ type: 'letter', letterId: letter.id }, { delaySeconds });
}

async function giveUp({ db }: Reach, letter: LetterRow, reason: string): Promise<void> {
  await markFailed(db, letter, reason);
  log('letter given up', { letter: letter.id, attempts: letter.attempts, reason });
}
