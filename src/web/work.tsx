import { Hono } from 'hono';
import type { DeadLetterId } from '../db/ids.ts';
import { listConnections } from '../domain/connections/finding.ts';
import { listDeadLetters, takeDeadLetter } from '../domain/jobs/dead-letters.ts';
import { WorkPage } from '../views/work/page.tsx';
import { tryAgain } from '../writers/retrying.ts';
import type { WebContext, WebEnv } from './context.ts';
import { admins } from './middleware/admins.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Work that was given up after its last try. */
export const work = new Hono<WebEnv>();

const PATH = '/o/:org/admin/work';

work.use('/o/:org/admin/*', admins);

work.get(PATH, async (c) => {
  const { ctx, formats } = c.var;
  const [shell, letters, connections] = await Promise.all([
    shellOf(c, 'integrations'),
    listDeadLetters(ctx),
    listConnections(ctx),
  ]);
  return show(c, <WorkPage {...{ shell, formats, letters, connections }} href={hrefOf(c)} />);
});

work.post(`${PATH}/:letter/retry`, async (c) => {
  await tryAgain(c.env, c.var.ctx, idOf(c));
  tell(c, 'It is tried again now.');
  return c.redirect(hrefOf(c), 303);
});

work.post(`${PATH}/:letter/removal`, async (c) => {
  await takeDeadLetter(c.var.ctx, idOf(c), 'dropped');
  tell(c, 'Let go.');
  return c.redirect(hrefOf(c), 303);
});

const idOf = (c: WebContext) => c.req.param('letter') as DeadLetterId;

const hrefOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/work`;
