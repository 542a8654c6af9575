import type { Database } from '../../db/database.ts';
import { pruneAttempts } from '../attempts/limiting.ts';
import { pruneChallenges } from '../passkeys/challenges.ts';
import { pruneEnded } from './ending.ts';
import { pruneLinks } from './signing-in.ts';

/** Forgets what has had its time: links, sessions, questions to browsers and counted attempts. */
export const pruneSessions = (db: Database, now: number): Promise<unknown> =>
  Promise.all([pruneLinks(db, now), pruneEnded(db, now), pruneChallenges(db, now), pruneAttempts(db, now)]);
