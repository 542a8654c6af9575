import { Hono } from 'hono';
import type { MemberId } from '../db/ids.ts';
import { findPending, listPending } from '../domain/invitations/finding.ts';
import { resend, resendExpired } from '../domain/invitations/resending.ts';
import { revoke } from '../domain/invitations/revoking.ts';
import { PendingPage } from '../views/invitations/pending-page.tsx';
import { RevocationPage } from '../views/invitations/revocation-page.tsx';
import { queueLetters } from '../writers/inviting.ts';
import { keyRing } from '../writers/outside.ts';
import { originOf } from './addresses.ts';
import type { WebContext, WebEnv } from './context.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Admin -> Users -> Invitations: who has not come yet. */
export const invitations = new Hono<WebEnv>();

const PATH = '/o/:org/admin/users/invitations';
const SHOWN = 50;

invitations.get(PATH, async (c) => {
  const { ctx, formats } = c.var;
  const after = c.req.queries('after') ?? [];
  const cut = { after: after.length === 2 ? after : null, limit: SHOWN };
  const [shell, { items, next }] = await Promise.all([shellOf(c, 'users'), listPending(ctx, cut)]);
  const base = baseOf(c);
  const more = next && `${base}?${new URLSearchParams(next.map((value) => ['after', String(value)]))}`;
  return show(c, <PendingPage {...{ shell, base, more, formats }} pending={items} now={ctx.now} />);
});

/** All that have expired, once more. */
invitations.post(PATH, async (c) => {
  const { ctx } = c.var;
  const invited = await resendExpired(ctx, keyRing(c.env));
  await queueLetters(c.env, ctx.org.id, invited, originOf(c));
  const { number } = c.var.formats;
  tell(
    c,
    invited.length === 1 ? 'One invitation is sent again.' : `${number(invited.length)} invitations are sent again.`,
  );
  return c.redirect(baseOf(c), 303);
});

invitations.post(`${PATH}/:member`, async (c) => {
  const { ctx } = c.var;
  const invited = await resend(ctx, keyRing(c.env), await findPending(ctx, idOf(c)));
  await queueLetters(c.env, ctx.org.id, [invited], originOf(c));
  tell(c, `${invited.member.name} gets a new letter. Links in older ones do not work any more.`);
  return c.redirect(baseOf(c), 303);
});

invitations.get(`${PATH}/:member/revocation`, async (c) => {
  const [shell, pending] = await Promise.all([shellOf(c, 'users'), findPending(c.var.ctx, idOf(c))]);
  return show(c, <RevocationPage shell={shell} base={baseOf(c)} pending={pending} />);
});

invitations.post(`${PATH}/:member/revocation`, async (c) => {
  const { ctx } = c.var;
  const pending = await findPending(ctx, idOf(c));
  const { name } = pending.member;
  tell(
    c,
    (await revoke(ctx, pending)) === 'removed'
      ? `The invitation of ${name} is taken back.`
      : `The invitation of ${name} is taken back. What they were given stays in their name until somebody takes it over.`,
  );
  return c.redirect(baseOf(c), 303);
});

const idOf = (c: WebContext) => c.req.param('member') as MemberId;

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/users/invitations`;
