import type { Database } from '../db/database.ts';
import type { Http } from '../integrations/http.ts';
import { keepMail } from './mailbox.ts';
import { postMail } from './posting.ts';

/** A letter in plain text. `to` is an address that was checked; nobody's typing ever becomes part of `subject`. */
export type Mail = { to: string; subject: string; text: string };

/** Hands a letter over. A letter that is not accepted is logged; nobody who is waiting can tell. */
export type SendMail = (mail: Mail) => Promise<void>;

export type MailSettings = {
  ENVIRONMENT: 'production' | 'development';
  MAIL_API_URL: string;
  MAIL_API_KEY?: string;
  MAIL_FROM: string;
};

/** The settings without which this deployment sends no mail; none in development, which keeps a mailbox of its own. */
export const missingMailSettings = (settings: MailSettings): string[] =>
  settings.ENVIRONMENT === 'development'
    ? []
    : (['MAIL_API_KEY', 'MAIL_FROM'] as const).filter((name) => !settings[name]);

/** Where letters go: in development into the mailbox page, in production to the mail service. `now` in ms. */
export const mailer =
  (settings: MailSettings, { db, http, now }: { db: Database; http: Http; now: number }): SendMail =>
  (mail) =>
    settings.ENVIRONMENT === 'development' ? keepMail(db, mail, now) : postMail(http, settings, mail);
