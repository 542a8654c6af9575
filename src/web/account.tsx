import { Hono } from 'hono';
import type { SessionId } from '../db/ids.ts';
import { introduceOneself, introduction } from '../domain/members/introducing.ts';
import { invalid } from '../domain/refusal.ts';
import { endOtherSessions, endOwnSession } from '../domain/sessions/ending.ts';
import { accountOf, showAccount } from './account-page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm } from './form.ts';
import { sessionToken } from './middleware/cookies.ts';
import { trying } from './refused.ts';
import { tell } from './respond.tsx';

/** A person's own page: what they are called, how they read Cairn, and where they are signed in. */
export const account = new Hono<WebEnv>();

const PATH = '/o/:org/account';

account.get(PATH, (c) => showAccount(c));

account.post(PATH, async (c) => {
  const sent = await readForm(c);
  const values = { name: sent.text('name'), locale: sent.text('locale'), time_zone: sent.text('time_zone') };
  const { refused } = await trying(introduce(c, values));
  if (refused) return showAccount(c, { form: 'profile', refused, values });
  tell(c, 'Saved.');
  return c.redirect(accountOf(c), 303);
});

account.post(`${PATH}/sessions/end`, async (c) => {
  await endOtherSessions(c.var.ctx, c.var.session, sessionToken(c) ?? '');
  tell(c, 'You are signed in here alone.');
  return c.redirect(accountOf(c), 303);
});

account.post(`${PATH}/sessions/:session/end`, async (c) => {
  await endOwnSession(c.var.ctx, c.var.session, c.req.param('session') as SessionId);
  tell(c, 'That session has ended.');
  return c.redirect(accountOf(c), 303);
});

async function introduce(c: WebContext, values: Record<string, string>) {
  const read = introduction.safeParse(values);
  if (!read.success) throw invalid(fieldErrors(read.error));
  return introduceOneself(c.var.ctx, read.data);
}
