import type { Database } from '../db/database.ts';
import type { Http } from '../integrations/http.ts';
import { bindingCarrier } from './binding.ts';
import type { Carrier, MailSettings } from './mail.ts';
import { missingMailSettings } from './mail.ts';
import { mailboxCarrier } from './mailbox.ts';
import { postingCarrier } from './posting.ts';

/** What a carrier needs besides the settings. `now` in ms. */
export type Reach = { db: Database; http: Http; now: number };

/** How letters leave: in development into the mailbox page, else through Cloudflare's binding where there is one, else over HTTP. */
export function carrierOf(settings: MailSettings, { db, http, now }: Reach): Carrier {
  if (settings.ENVIRONMENT === 'development') return mailboxCarrier(db, now);
  if (missingMailSettings(settings).length > 0) return unset;
  return settings.MAIL ? bindingCarrier(settings.MAIL, settings.MAIL_FROM) : postingCarrier(http, settings);
}

const unset: Carrier = async () => ({ sent: false, again: false, reason: 'This deployment has no mail service.' });
