import { desc } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { mails } from '../db/schema/access.ts';
import type { Mail } from './mail.ts';

/** A letter that development kept instead of sending. `at` in ms. */
export type KeptMail = Mail & { id: string; at: number };

const MOST = 50;

/** Keeps a letter for the mailbox page. */
export async function keepMail(db: Database, mail: Mail, now: number): Promise<void> {
  await db.insert(mails).values({ id: newId('mail', now), ...mail, at: now });
}

/** The newest 50 letters, newest first. */
export const listMails = (db: Database): Promise<KeptMail[]> =>
  db.select().from(mails).orderBy(desc(mails.at)).limit(MOST);
