import { Hono } from 'hono';
import { beginsWithPasskey, usesPasskey } from '../domain/attempts/limits.ts';
import { keyAnswer, readAnswer } from '../domain/passkeys/passkey.ts';
import { askPasskey, usePasskey } from '../domain/passkeys/signing-in.ts';
import { Refusal } from '../domain/refusal.ts';
import { log } from '../lib/log.ts';
import { siteOf } from './addresses.ts';
import { beginSession } from './beginning-session.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm, type Sent } from './form.ts';
import { askingNetwork, tooOften } from './limits.ts';
import { browserSecret } from './middleware/cookies.ts';
import { nextOf, showSignIn } from './sign-in-page.tsx';

/** Signing in with a passkey: what the browser is to sign, and what it signed. */
export const signinPasskey = new Hono<WebEnv>();

signinPasskey.post('/signin/passkey/challenge', async (c) => {
  const refused = await tooOften(c, beginsWithPasskey(askingNetwork(c)));
  if (refused) return refused;
  c.header('Cache-Control', 'private, no-store');
  return c.json(await askPasskey(c.var.db, { site: siteOf(c), holder: browserSecret(c) }, c.var.now));
});

signinPasskey.post('/signin/passkey', async (c) => {
  const sent = await readForm(c);
  const next = nextOf(sent.text('next'));
  try {
    return (await enter(c, sent)) ?? c.redirect(next, 303);
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    log('sign-in refused', { requestId: c.var.requestId, method: 'passkey' });
    return showSignIn(c, next, { notice: reason.message }, 403);
  }
});

/** Begins a session, or gives the answer to who tried too often. */
async function enter(c: WebContext, sent: Sent): Promise<Response | null> {
  const { db, now } = c.var;
  const answer = readAnswer(keyAnswer, sent.text('answer'));
  const refused = await tooOften(c, usesPasskey(answer.id, askingNetwork(c)));
  if (refused) return refused;
  const address = await usePasskey(db, { answer, site: siteOf(c), holder: browserSecret(c) }, now);
  await beginSession(c, { address, method: 'passkey' });
  return null;
}
