import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { okrLinks } from '../views/okrs/links.ts';
import { Renewed } from '../views/okrs/renewed.tsx';
import { resumeUpdates } from '../writers/resuming.ts';
import type { WebEnv } from './context.ts';
import { viewOf } from './okr-view.ts';
import { show, wantsFragment } from './respond.tsx';

/** A person's value that holds against automatic ones. */
export const overrides = new Hono<WebEnv>();

overrides.post('/o/:org/okrs/:id/override/removal', async (c) => {
  const okrId = c.req.param('id') as OkrId;
  const { ctx } = c.var;
  await resumeUpdates(c.env, ctx, okrId);
  if (!wantsFragment(c)) return c.redirect(okrLinks(ctx.org.slug, okrId).page, 303);
  return show(c, <Renewed {...(await viewOf(c, okrId))} said="It updates itself again." />);
});
