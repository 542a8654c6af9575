import { Hono } from 'hono';
import { Refusal } from '../domain/refusal.ts';
import { isPersona, personas } from '../domain/sessions/demo.ts';
import { email, makeSignInLink, useSignInLink } from '../domain/sessions/signing-in.ts';
import { log } from '../lib/log.ts';
import { sameSitePath } from '../lib/same-site.ts';
import { mailer, missingMailSettings } from '../mail/mail.ts';
import { LinkPage, SentPage, SignInPage } from '../views/signin.tsx';
import { outside } from '../writers/outside.ts';
import { beginSession } from './beginning-session.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm } from './form.ts';
import { browserSecret } from './middleware/cookies.ts';
import { frameOf, show } from './respond.tsx';

/** The way in: a link by mail, and in development a button per persona. */
export const signin = new Hono<WebEnv>();

const isDevelopment = (c: WebContext) => c.env.ENVIRONMENT === 'development';

const asking = (c: WebContext, next: string) => ({
  frame: frameOf(c),
  next,
  missing: missingMailSettings(c.env),
  personas: isDevelopment(c) ? personas : [],
});

signin.get('/signin', (c) => show(c, <SignInPage {...asking(c, nextOf(c.req.query('next')))} />));

signin.post('/signin', async (c) => {
  const sent = await readForm(c);
  const props = asking(c, nextOf(sent.text('next')));
  if (props.missing.length > 0) return show(c, <SignInPage {...props} />, 503);
  const address = email.safeParse(sent.text('email'));
  if (!address.success)
    return show(c, <SignInPage {...props} typed={sent.text('email')} error={fieldErrors(address.error).form} />, 422);
  // All that depends on who has this address happens after the answer, which therefore takes the same time for everybody.
  c.executionCtx.waitUntil(sendLink(c, { address: address.data, browser: browserSecret(c), next: props.next }));
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
  const { db, now } = c.var;
  try {
    const used = await useSignInLink(db, { token: c.req.query('token') ?? '', browser: browserSecret(c) }, now);
    await beginSession(c, { address: used.address, method: 'link' });
    return c.redirect(nextOf(used.next), 303);
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return show(c, <SignInPage {...asking(c, '/')} notice={reason.message} />, 403);
  }
});

const nextOf = (text: string | undefined): string => sameSitePath(text ?? '') ?? '/';

async function sendLink(c: WebContext, asked: { address: string; browser: string; next: string }): Promise<void> {
  const { db, now } = c.var;
  const { origin } = new URL(c.req.url);
  try {
    const token = await makeSignInLink(db, asked, now);
    if (!token) return;
    const send = mailer(c.env, { db, http: outside(c.env).http, now });
    await send({
      to: asked.address,
      subject: 'Your link to Cairn',
      text: letter(`${origin}/signin/link?token=${token}`),
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
