import { retryAt } from '../integrations/failure.ts';
import type { Answer, Http } from '../integrations/http.ts';
import type { Carrier, Handed, MailSettings } from './mail.ts';

/** Posts letters to a mail service that speaks Resend's JSON: from, to, subject, text, html, and the id as Idempotency-Key. */
export const postingCarrier =
  (http: Http, settings: MailSettings): Carrier =>
  async (id, { to, subject, text, html }) => {
    const answer = await http.json(settings.MAIL_API_URL, {
      method: 'POST',
      headers: { Authorization: `Bearer ${settings.MAIL_API_KEY}`, 'Idempotency-Key': id },
      body: { from: settings.MAIL_FROM, to: [to], subject, text, ...(html ? { html } : {}) },
    });
    return answer.ok ? handed(answer.value) : { sent: false, again: true, reason: answer.error.detail };
  };

/** 409 is what Resend answers while an earlier request of the same letter is still at work. */
const PASSING = [408, 409, 425, 429];

function handed(answer: Answer): Handed {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return { sent: true, serviceId: textOf(body, 'id', /^[\w-]{1,100}$/) };
  const again = status >= 500 || PASSING.includes(status);
  // The message of a refusal may repeat the address; its name does not.
  const name = textOf(body, 'name', /^[a-z_]{1,60}$/);
  const reason = `The mail service refused it: ${[status, name].filter(Boolean).join(' ')}.`;
  return { sent: false, again, busy: status === 429, reason, at: again ? retryAt(answer) : undefined };
}

function textOf(body: unknown, field: string, shape: RegExp): string | null {
  const value = (body as Record<string, unknown> | null)?.[field];
  return typeof value === 'string' && shape.test(value) ? value : null;
}
