import { makeSignInLink } from '../domain/sessions/signing-in.ts';
import { log } from '../lib/log.ts';
import { mailer } from '../mail/mail.ts';
import { outside } from '../writers/outside.ts';
import { originOf } from './addresses.ts';
import type { WebContext } from './context.ts';

/** Mails a link to whoever has the address; to nobody, nothing. To be done after the answer, which is the same for all. */
export async function sendLink(
  c: WebContext,
  asked: { address: string; browser: string; next: string },
): Promise<void> {
  const { db, now } = c.var;
  try {
    const token = await makeSignInLink(db, asked, now);
    if (!token) return;
    const send = mailer(c.env, { db, http: outside(c.env).http, now });
    await send({
      to: asked.address,
      subject: 'Your link to Cairn',
      text: letter(`${originOf(c)}/signin/link?token=${token}`),
    });
  } catch (reason) {
    log('sign-in link was not sent', { requestId: c.var.requestId, reason });
  }
}

const letter = (link: string) =>
  `Open this link to sign in to Cairn:

${link}

It works once, for 15 minutes, in the browser that asked for it.
If you did not ask for it, nothing happens unless you open it.
`;
