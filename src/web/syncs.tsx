import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import type { Sync } from '../domain/readings/recording.ts';
import { itemWords } from '../views/data-links/query-words.ts';
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
  const view = await viewOf(c, okrId);
  const { okr, link } = view.found;
  const items = itemWords(okr.provider ?? 'jira', link?.query ?? {});
  return show(c, <Renewed {...view} said={syncWords(sync, items, formats)} />);
});
