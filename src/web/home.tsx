import { Hono } from 'hono';
import { newId } from '../db/ids.ts';
import { propose } from '../domain/check-ins/proposing.ts';
import { findWeek } from '../domain/home/finding.ts';
import { countOwnDrafts } from '../domain/okrs/listing-drafts.ts';
import { HomePage } from '../views/home/page.tsx';
import type { WebEnv } from './context.ts';
import { shellOf, show } from './respond.tsx';

/** `/o/:org`: a member's week. */
export const home = new Hono<WebEnv>();

home.get('/o/:org', async (c) => {
  const { ctx, formats } = c.var;
  const [shell, { due, ...week }, drafts] = await Promise.all([shellOf(c, 'home'), findWeek(ctx), countOwnDrafts(ctx)]);
  const waiting = due.map((each) => ({ ...each, proposal: propose(ctx, each.okr), id: newId('chk', ctx.now) }));
  return show(c, <HomePage shell={shell} week={week} drafts={drafts} waiting={waiting} formats={formats} />);
});
