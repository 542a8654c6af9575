import { Hono } from 'hono';
import type { MemberId, PeriodId } from '../db/ids.ts';
import { findProfile } from '../domain/members/finding-profile.ts';
import { listTree } from '../domain/okrs/listing-tree.ts';
import { listWaysUp } from '../domain/okrs/listing-ways-up.ts';
import { noFilter } from '../views/okrs/list-page.tsx';
import { PersonPage } from '../views/people/page.tsx';
import type { WebEnv } from './context.ts';
import { shellOf, show } from './respond.tsx';

/** The page of each person of an organization, for all others in it. */
export const people = new Hono<WebEnv>();

people.get('/o/:org/people/:member', async (c) => {
  const { ctx, formats } = c.var;
  const member = c.req.param('member') as MemberId;
  const period = (c.req.query('period') || null) as PeriodId | null;
  const [shell, person, tree, ways] = await Promise.all([
    shellOf(c, null),
    findProfile(ctx, member),
    listTree(ctx, { ...noFilter, period, owner: member }),
    listWaysUp(ctx, member, period),
  ]);
  return show(c, <PersonPage {...{ shell, formats, person, tree, ways }} />);
});
