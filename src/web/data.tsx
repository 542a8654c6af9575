import { Hono } from 'hono';
import type { JobId } from '../db/ids.ts';
import { findExport, listExports } from '../domain/archives/asking.ts';
import { archiveOf } from '../domain/archives/fetching.ts';
import { dayOf } from '../lib/days.ts';
import { DataPage, Exports } from '../views/data/page.tsx';
import { startExport } from '../writers/exporting.ts';
import type { WebContext, WebEnv } from './context.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, wantsFragment } from './respond.tsx';

/** Admin -> Data: all that an organization has, to be taken along. */
export const data = new Hono<WebEnv>();

const PATH = '/o/:org/admin/data';

data.get(PATH, (c) => page(c));

data.post(`${PATH}/exports`, async (c) => {
  const { refused } = await trying(startExport(c.env, c.var.ctx));
  return refused ? page(c, refused) : c.redirect(baseOf(c), 303);
});

data.get(`${PATH}/exports/:job`, async (c) => {
  const { ctx } = c.var;
  const job = await findExport(ctx, c.req.param('job') as JobId);
  const pieces = archiveOf(ctx, job);
  const body = new ReadableStream<Uint8Array>({
    async pull(out) {
      const { done, value } = await pieces.next();
      if (done) out.close();
      else out.enqueue(value);
    },
    cancel: () => void pieces.return(undefined),
  });
  const name = `${ctx.org.slug}-${dayOf(job.createdAt, ctx.org.timeZone)}.zip`;
  return c.body(body, 200, {
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'private, no-store',
  });
});

async function page(c: WebContext, refused?: Refused) {
  const { ctx, formats } = c.var;
  const [shell, jobs] = await Promise.all([wantsFragment(c) ? null : shellOf(c, 'data'), listExports(ctx)]);
  const props = { base: baseOf(c), jobs, formats };
  if (!shell) return show(c, <Exports {...props} />);
  return show(c, <DataPage {...props} shell={shell} message={refused?.message ?? null} />, refused?.status);
}

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/data`;
