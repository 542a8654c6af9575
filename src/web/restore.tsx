import { Hono } from 'hono';
import { isEmpty, listRestores, mayRestore } from '../domain/archives/asking-restore.ts';
import { Refusal } from '../domain/refusal.ts';
import { RestorePage, Restores } from '../views/data/restore-page.tsx';
import { startRestore } from '../writers/restoring.ts';
import type { WebContext, WebEnv } from './context.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, wantsFragment } from './respond.tsx';

/** An export brought back, into an organization that is empty. */
export const restores = new Hono<WebEnv>();

const PATH = '/o/:org/admin/data/restore';

restores.get(PATH, (c) => page(c));

restores.post(PATH, async (c) => {
  const { refused } = await trying(receive(c));
  return refused ? page(c, refused) : c.redirect(addressOf(c), 303);
});

async function receive(c: WebContext) {
  // Before the file is read, which is long: whoever may not restore one is not waited for.
  if (!mayRestore(c.var.ctx)) throw new Refusal('forbidden', 'Only an owner of the organization restores an archive.');
  const form = await c.req.formData().catch(() => null);
  const file = form?.get('file');
  return startRestore(c.env, c.var.ctx, file instanceof Blob ? file : new Blob());
}

async function page(c: WebContext, refused?: Refused) {
  const { ctx, formats } = c.var;
  const [shell, jobs, empty] = await Promise.all([
    wantsFragment(c) ? null : shellOf(c, 'data'),
    listRestores(ctx),
    isEmpty(ctx),
  ]);
  const props = { home: `/o/${ctx.org.slug}`, jobs, formats };
  if (!shell) return show(c, <Restores {...props} />);
  const error = refused?.fields.file ?? refused?.message ?? null;
  const may = mayRestore(ctx);
  return show(c, <RestorePage {...{ ...props, shell, error, empty, may }} />, refused?.status);
}

const addressOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/data/restore`;
