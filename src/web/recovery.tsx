import { Hono } from 'hono';
import { asksForLink, usesLink } from '../domain/attempts/limits.ts';
import { Refusal } from '../domain/refusal.ts';
import { email, LINK_MS } from '../domain/sessions/signing-in.ts';
import { makeRecoveryLink, useRecoveryLink } from '../domain/sso/recovering.ts';
import { log } from '../lib/log.ts';
import { sendNow } from '../mail/sending.ts';
import { recoveryLetter } from '../views/mail/signing-in.ts';
import { RecoveryLinkPage, RecoveryPage, RecoverySentPage } from '../views/sso/recovery-pages.tsx';
import { outside } from '../writers/outside.ts';
import { originOf } from './addresses.ts';
import { beginSession } from './beginning-session.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm } from './form.ts';
import { askingNetwork, tooOften } from './limits.ts';
import { browserSecret } from './middleware/cookies.ts';
import { frameOf, show } from './respond.tsx';

/** An owner's way around single sign-on, when it is the only way in and does not work. */
export const recovery = new Hono<WebEnv>();

recovery.get('/signin/recovery', (c) =>
  show(c, <RecoveryPage frame={frameOf(c)} org={c.req.query('org') ?? ''} failed={c.req.query('failed') === 'link'} />),
);

recovery.post('/signin/recovery', async (c) => {
  const sent = await readForm(c);
  const [typed, org] = [sent.text('email'), sent.text('org').toLowerCase()];
  const address = email.safeParse(typed);
  const error = address.success ? undefined : fieldErrors(address.error).form;
  if (!address.success) return show(c, <RecoveryPage frame={frameOf(c)} {...{ org, typed, error }} />, 422);
  const refused = await tooOften(c, asksForLink(address.data, askingNetwork(c)));
  if (refused) return refused;
  // All that depends on who has this address happens after the answer, which therefore is the same for everybody.
  c.executionCtx.waitUntil(sendLink(c, { slug: org, address: address.data, browser: browserSecret(c) }));
  return c.redirect('/signin/recovery/sent', 303);
});

recovery.get('/signin/recovery/sent', (c) => show(c, <RecoverySentPage frame={frameOf(c)} />));

recovery.get('/signin/recovery/link', (c) => show(c, <RecoveryLinkPage frame={frameOf(c)} />));

recovery.post('/signin/recovery/link', async (c) => {
  const { db, now, requestId } = c.var;
  const token = c.req.query('token') ?? '';
  const limited = await tooOften(c, usesLink(token, askingNetwork(c)));
  if (limited) return limited;
  try {
    const used = await useRecoveryLink(db, { token, browser: browserSecret(c) }, now);
    await beginSession(c, { address: used.address, method: 'recovery' });
    return c.redirect(`/o/${used.slug}/admin/security/sso`, 303);
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    log('sign-in refused', { requestId, method: 'recovery' });
    return c.redirect('/signin/recovery?failed=link', 303);
  }
});

async function sendLink(c: WebContext, asked: { slug: string; address: string; browser: string }): Promise<void> {
  const { db, now } = c.var;
  try {
    const token = await makeRecoveryLink(db, asked, now);
    if (!token) return;
    const words = recoveryLetter({ ...frameOf(c), link: `${originOf(c)}/signin/recovery/link?token=${token}` });
    const letter = { to: asked.address, ...words, asked: true, goodUntil: now + LINK_MS };
    await sendNow(c.env, { db, http: outside(c.env).http, now }, letter);
  } catch (reason) {
    log('recovery link was not sent', { requestId: c.var.requestId, reason });
  }
}
