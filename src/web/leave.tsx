import { Hono } from 'hono';
import { findHoldings } from '../domain/members/holdings.ts';
import { leaveOrganization } from '../domain/members/leaving.ts';
import { LeavePage } from '../views/users/leave-page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** Leaving the organization, by oneself. */
export const leave = new Hono<WebEnv>();

const PATH = '/o/:org/leave';

leave.get(PATH, (c) => page(c));

leave.post(PATH, async (c) => {
  const { refused } = await trying(leaveOrganization(c.var.ctx));
  return refused ? page(c, refused) : c.redirect('/', 303);
});

async function page(c: WebContext, refused?: Refused) {
  const { ctx, formats } = c.var;
  const { memberId } = ctx.actor;
  const [shell, holdings] = await Promise.all([shellOf(c, null), findHoldings(ctx, memberId!)]);
  return show(c, <LeavePage {...{ shell, formats, holdings }} message={refused?.message} />, refused?.status);
}
