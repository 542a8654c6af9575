import { Hono } from 'hono';
import type { MemberFilter } from '../domain/members/filtering.ts';
import { countUsers, listUsers } from '../domain/members/listing-users.ts';
import { memberStates, roles } from '../domain/words.ts';
import { usersLink } from '../views/users/links.ts';
import { FoundUsers, UsersPage } from '../views/users/page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { readQuery, type Sent } from './form.ts';
import { shellOf, show, wantsFragment } from './respond.tsx';

/** Admin -> Users: the list, and its export. */
export const users = new Hono<WebEnv>();

const SHOWN = 50;

users.get('/o/:org/admin/users', async (c) => {
  const { ctx, formats } = c.var;
  const sent = readQuery(c);
  const filter = filterIn(sent);
  const list = listUsers(ctx, filter, { after: afterIn(sent), limit: SHOWN });
  const base = baseOf(c);
  const table = ({ items, next }: Awaited<typeof list>) => ({
    ...{ base, formats, filter, users: items },
    me: ctx.actor.memberId,
    more: next && usersLink(base, filter, next),
  });
  if (wantsFragment(c)) return show(c, <FoundUsers {...table(await list)} />);
  const [shell, census, page] = await Promise.all([shellOf(c, 'users'), countUsers(ctx), list]);
  return show(c, <UsersPage {...table(page)} shell={shell} census={census} />);
});

users.get('/o/:org/admin/users.csv', async (c) => {
  const { usersCsv } = await import('./users-csv.ts');
  const sent = readQuery(c);
  return usersCsv(c, filterIn(sent), afterIn(sent));
});

const filterIn = (sent: Sent): MemberFilter => ({
  q: sent.text('q').slice(0, 100),
  role: roles.find((role) => role === sent.text('role')) ?? null,
  state: memberStates.find((state) => state === sent.text('state')) ?? null,
  managerId: null,
});

const afterIn = (sent: Sent): string[] | null => {
  const after = sent.all('after');
  return after.length === 2 ? after : null;
};

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/users`;
