import type { Http } from '../integrations/http.ts';
import { log } from '../lib/log.ts';
import type { Mail, MailSettings } from './mail.ts';

/** Posts a letter to a mail service that speaks Resend's JSON: from, to, subject, text. */
export async function postMail(http: Http, settings: MailSettings, { to, subject, text }: Mail): Promise<void> {
  const answer = await http.json(settings.MAIL_API_URL, {
    method: 'POST',
    headers: { Authorization: `Bearer ${settings.MAIL_API_KEY}` },
    body: { from: settings.MAIL_FROM, to: [to], subject, text },
  });
  if (!answer.ok)
    return log('mail service did not answer', { reason: answer.error.reason, detail: answer.error.detail });
  const { status } = answer.value;
  if (status < 200 || status > 299) log('mail service refused a letter', { status });
}
