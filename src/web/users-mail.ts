import { Hono } from 'hono';
import type { MemberId } from '../db/ids.ts';
import { clearBounce } from '../domain/letters/bouncing.ts';
import { userLinks } from '../views/users/links.ts';
import type { WebEnv } from './context.ts';
import { tell } from './respond.tsx';

/** Admin -> Users: letters to one of them are tried again, though they came back. */
export const userMail = new Hono<WebEnv>();

userMail.post('/o/:org/admin/users/:member{mem_[0-9A-Z]+}/mail', async (c) => {
  const id = c.req.param('member') as MemberId;
  await clearBounce(c.var.ctx, id);
  tell(c, 'Letters go to this address again.');
  return c.redirect(userLinks(`/o/${c.var.ctx.org.slug}/admin/users`, id).page, 303);
});
