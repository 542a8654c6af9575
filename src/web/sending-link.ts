import { LINK_MS, makeSignInLink } from '../domain/sessions/signing-in.ts';
import { log } from '../lib/log.ts';
import { sendNow } from '../mail/sending.ts';
import { signInLetter } from '../views/mail/signing-in.ts';
import { outside } from '../writers/outside.ts';
import { originOf } from './addresses.ts';
import type { WebContext } from './context.ts';
import { frameOf } from './respond.tsx';

/** Mails a link to whoever has the address; to nobody, nothing. To be done after the answer, which is the same for all. */
export async function sendLink(
  c: WebContext,
  asked: { address: string; browser: string; next: string },
): Promise<void> {
  const { db, now } = c.var;
  try {
    const token = await makeSignInLink(db, asked, now);
    if (!token) return;
    const words = signInLetter({ ...frameOf(c), link: `${originOf(c)}/signin/link?token=${token}` });
    const letter = { to: asked.address, ...words, asked: true, goodUntil: now + LINK_MS };
    await sendNow(c.env, { db, http: outside(c.env).http, now }, letter);
  } catch (reason) {
    log('sign-in link was not sent', { requestId: c.var.requestId, reason });
  }
}
