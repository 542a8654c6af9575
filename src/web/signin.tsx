import { Hono } from 'hono';
import { asksForLink, usesLink } from '../domain/attempts/limits.ts';
import { Refusal } from '../domain/refusal.ts';
import { isPersona } from '../domain/sessions/demo.ts';
import { email, useSignInLink } from '../domain/sessions/signing-in.ts';
import { log } from '../lib/log.ts';
import { missingMailSettings } from '../mail/mail.ts';
import { LinkPage } from '../views/signin/link-page.tsx';
import { SentPage } from '../views/signin/sent-page.tsx';
import { beginSession } from './beginning-session.ts';
import type { WebEnv } from './context.ts';
import { fieldErrors, readForm } from './form.ts';
import { askingNetwork, tooOften } from './limits.ts';
import { browserSecret } from './middleware/cookies.ts';
import { frameOf, show } from './respond.tsx';
import { sendLink } from './sending-link.ts';
import { isDevelopment, nextOf, showSignIn } from './sign-in-page.tsx';

/** The way in: a link by mail, and in development a button per persona. */
export const signin = new Hono<WebEnv>();

signin.get('/signin', (c) => showSignIn(c, nextOf(c.req.query('next'))));

signin.post('/signin', async (c) => {
  const sent = await readForm(c);
  const next = nextOf(sent.text('next'));
  if (missingMailSettings(c.env).length > 0) return showSignIn(c, next, {}, 503);
  const address = email.safeParse(sent.text('email'));
  if (!address.success)
    return showSignIn(c, next, { typed: sent.text('email'), error: fieldErrors(address.error).form }, 422);
  const asked = { address: address.data, browser: browserSecret(c), next };
  const refused = await tooOften(c, asksForLink(asked.address, askingNetwork(c)));
  if (refused) return refused;
  // All that depends on who has this address happens after the answer, which therefore takes the same time for everybody.
  c.executionCtx.waitUntil(sendLink(c, asked));
  return c.redirect('/signin/sent', 303);
});

signin.get('/signin/sent', (c) => show(c, <SentPage frame={frameOf(c)} />));

signin.post('/signin/persona', async (c) => {
  if (!isDevelopment(c)) throw new Refusal('not_found', 'There is no page at this address.');
  const sent = await readForm(c);
  if (!isPersona(sent.text('email'))) throw new Refusal('not_found', 'There is no such persona.');
  await beginSession(c, { address: sent.text('email'), method: 'persona' });
  return c.redirect(nextOf(sent.text('next')), 303);
});

// The token travels as a query, which logs leave out.
signin.get('/signin/link', (c) => show(c, <LinkPage frame={frameOf(c)} />));

signin.post('/signin/link', async (c) => {
  const { db, now, requestId } = c.var;
  const token = c.req.query('token') ?? '';
  const refused = await tooOften(c, usesLink(token, askingNetwork(c)));
  if (refused) return refused;
  try {
    const used = await useSignInLink(db, { token, browser: browserSecret(c) }, now);
    await beginSession(c, { address: used.address, method: 'link' });
    return c.redirect(nextOf(used.next), 303);
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    log('sign-in refused', { requestId, method: 'link' });
    return showSignIn(c, '/', { notice: reason.message }, 403);
  }
});
