import { desc, eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { type MailId, newId } from '../db/ids.ts';
import { mails } from '../db/schema/access.ts';
import type { Carrier } from './mail.ts';

/** A letter that development kept instead of sending. `at` in ms. */
export type KeptMail = typeof mails.$inferSelect;

const MOST = 50;

/** Keeps letters for the mailbox page. `now` in ms. */
export const mailboxCarrier =
  (db: Database, now: number): Carrier =>
  async (_, { to, subject, text, html }) => {
    const id = newId('mail', now);
    await db.insert(mails).values({ id, to, subject, text, html: html ?? null, at: now });
    return { sent: true, serviceId: id };
  };

/** The newest 50 letters, newest first. */
export const listMails = (db: Database): Promise<KeptMail[]> =>
  db.select().from(mails).orderBy(desc(mails.at)).limit(MOST);

/** One kept letter, or null. */
export async function findMail(db: Database, id: string): Promise<KeptMail | null> {
  const [found] = await db
    .select()
    .from(mails)
    .where(eq(mails.id, id as MailId));
  return found ?? null;
}
