import { Hono } from 'hono';
import type { MemberId } from '../db/ids.ts';
import { findMember } from '../domain/members/listing.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { ErasurePage } from '../views/data/erasure-page.tsx';
import { startErasure } from '../writers/erasing.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Admin -> Users: deleting the data of somebody who has left. */
export const erasure = new Hono<WebEnv>();

const PATH = '/o/:org/admin/users/:member{mem_[0-9A-Z]+}/erasure';

erasure.get(PATH, (c) => page(c));

erasure.post(PATH, async (c) => {
  const { ctx } = c.var;
  demand(may.deleteForGood(ctx.actor), sentences.forGood);
  const sent = await readForm(c);
  const member = await findMember(ctx, idOf(c));
  const { refused } = await trying(startErasure(c.env, ctx, member, sent.has('comments')));
  if (refused) return page(c, refused);
  tell(c, 'The data of this person is deleted. Mentions of them lose the name within a few minutes.');
  return c.redirect(`${baseOf(c)}/${member.id}`, 303);
});

async function page(c: WebContext, refused?: Refused) {
  const { ctx } = c.var;
  demand(may.deleteForGood(ctx.actor), sentences.forGood);
  const [shell, member] = await Promise.all([shellOf(c, 'users'), findMember(ctx, idOf(c))]);
  return show(c, <ErasurePage {...{ shell, member }} base={baseOf(c)} message={refused?.message} />, refused?.status);
}

const idOf = (c: WebContext) => c.req.param('member') as MemberId;

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/users`;
