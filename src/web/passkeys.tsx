import { Hono } from 'hono';
import { listPasskeys } from '../domain/passkeys/finding.ts';
import { removePasskey, renamePasskey } from '../domain/passkeys/keeping.ts';
import { type Adding, addPasskey, askForPasskey } from '../domain/passkeys/registering.ts';
import { Refusal } from '../domain/refusal.ts';
import { log } from '../lib/log.ts';
import { sendNow } from '../mail/sending.ts';
import { passkeyLetter } from '../views/mail/signing-in.ts';
import { outside } from '../writers/outside.ts';
import { accountOf, showAccount } from './account-page.tsx';
import { originOf, siteOf } from './addresses.ts';
import { renewSession } from './beginning-session.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { browserSecret } from './middleware/cookies.ts';
import { type Refused, trying } from './refused.ts';
import { tell } from './respond.tsx';

/** The passkeys of one's account: a new one, another name, the end of one. */
export const passkeys = new Hono<WebEnv>();

const PATH = '/o/:org/account/passkeys';

passkeys.post(`${PATH}/challenge`, async (c) => {
  c.header('Cache-Control', 'private, no-store');
  return c.json(await askForPasskey(c.var.ctx, adding(c)));
});

passkeys.post(PATH, async (c) => {
  const sent = await readForm(c);
  const { value, refused } = await tryingToAdd(c, { name: sent.text('name'), answer: sent.text('answer') });
  if (refused) return showAccount(c, { form: 'passkey', refused });
  await renewSession(c);
  c.executionCtx.waitUntil(tellByMail(c, value.name));
  tell(c, `${value.name} is added.`);
  return c.redirect(accountOf(c), 303);
});

passkeys.post(`${PATH}/:passkey`, async (c) => {
  const typed = (await readForm(c)).text('name');
  const id = c.req.param('passkey');
  const { refused } = await trying(renamePasskey(c.var.ctx, c.var.session, id, typed));
  return refused ? showAccount(c, { form: id, refused, typed }) : c.redirect(accountOf(c), 303);
});

passkeys.post(`${PATH}/:passkey/removal`, async (c) => {
  const { ctx, session } = c.var;
  const id = c.req.param('passkey');
  const name = (await listPasskeys(ctx)).find((each) => each.id === id)?.name;
  await removePasskey(ctx, session, id);
  tell(c, `${name} is removed. Your device may go on offering it until you remove it there.`);
  return c.redirect(accountOf(c), 303);
});

const adding = (c: WebContext): Adding => ({ site: siteOf(c), own: c.var.session, browser: browserSecret(c) });

/** A key that was not accepted is said on the page, and signs nobody out. */
async function tryingToAdd(c: WebContext, typed: { name: string; answer: string }) {
  try {
    return await trying(addPasskey(c.var.ctx, adding(c), typed));
  } catch (reason) {
    if (!(reason instanceof Refusal) || reason.code !== 'unauthorized') throw reason;
    const refused: Refused = { fields: {}, message: reason.message, status: 422 };
    return { value: null, refused };
  }
}

/** Whoever owns the mailbox learns of a new way in, should it not have been them. */
async function tellByMail(c: WebContext, name: string): Promise<void> {
  const { db, now, requestId, preferences } = c.var;
  try {
    const words = passkeyLetter({ locale: preferences.locale, name, account: `${originOf(c)}${accountOf(c)}` });
    await sendNow(c.env, { db, http: outside(c.env).http, now }, { to: preferences.email, ...words });
  } catch (reason) {
    log('word of a new passkey was not sent', { requestId, reason });
  }
}
