import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { type Division, divisions } from '../domain/instalments/dividing.ts';
import { previewInstalments } from '../domain/instalments/previewing.ts';
import { InstalmentsPage } from '../views/instalments/page.tsx';
import { okrLinks } from '../views/okrs/links.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** Dividing an OKR into one instalment per quarter: first to look at, then to make. */
export const instalments = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/:okr/instalments';

instalments.get(PATH, (c) => page(c, divisionIn(c.req.query('division'))));

instalments.post(PATH, async (c) => {
  const division = divisionIn((await readForm(c)).text('division'));
  const { refused } = await trying(make(c, division));
  return refused ? page(c, division, refused) : c.redirect(okrLinks(c.var.ctx.org.slug, idOf(c)).page, 303);
});

async function make(c: WebContext, division?: Division): Promise<void> {
  const { due } = await okrWriter(c.env, c.var.ctx, idOf(c)).makeInstalments({ division });
  await settleRollUps(c.env, c.var.ctx, due);
}

async function page(c: WebContext, division?: Division, refused?: Refused) {
  const { ctx, formats } = c.var;
  const [shell, preview] = await Promise.all([shellOf(c, 'okrs'), previewInstalments(ctx, idOf(c), division)]);
  const message = refused && (refused.message ?? Object.values(refused.fields)[0]);
  return show(c, <InstalmentsPage {...{ shell, formats, preview, message }} />, refused?.status);
}

const divisionIn = (text: string | undefined): Division | undefined => divisions.find((each) => each === text);

const idOf = (c: WebContext) => c.req.param('okr') as OkrId;
