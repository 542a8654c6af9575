import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import type { Sync } from '../domain/readings/recording.ts';
import { okrLinks } from '../views/okrs/links.ts';
import { Renewed } from '../views/okrs/renewed.tsx';
import { syncWords } from '../views/okrs/sync-words.ts';
import { refreshLink } from '../writers/syncing.ts';
import type { WebEnv } from './context.ts';
import { viewOf } from './okr-view.ts';
import { show, wantsFragment } from './respond.tsx';

/** Reading an OKR's data source now. */
export const syncs = new Hono<WebEnv>();

syncs.post('/o/:org/okrs/:id/syncs', async (c) => {
  const okrId = c.req.param('id') as OkrId;
  const { ctx, formats } = c.var;
  const sync: Sync | null = await refreshLink(c.env, ctx, okrId, 'refresh');
  if (!wantsFragment(c)) return c.redirect(okrLinks(ctx.org.slug, okrId).page, 303);
  return show(c, <Renewed {...(await viewOf(c, okrId))} said={syncWords(sync, formats)} />);
});
