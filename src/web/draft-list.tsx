import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { findConversation } from '../domain/comments/conversation.ts';
import { checkOkrExists } from '../domain/okrs/finding-full.ts';
import { listOwnDrafts } from '../domain/okrs/listing-drafts.ts';
import { proposeChange } from '../domain/okrs/proposing-change.ts';
import { listAlong } from '../domain/okrs/publishing.ts';
import { may } from '../domain/permission.ts';
import { okrLinks } from '../views/okrs/links.ts';
import { DraftPage } from '../views/proposals/draft-page.tsx';
import { DraftsPage } from '../views/proposals/drafts-page.tsx';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Drafts: the list of them, the page of each, and publishing one. */
export const draftList = new Hono<WebEnv>();

const PATH = '/o/:org/drafts';

draftList.get(PATH, async (c) => {
  const { ctx } = c.var;
  const [shell, drafts] = await Promise.all([shellOf(c, 'okrs'), listOwnDrafts(ctx)]);
  return show(c, <DraftsPage shell={shell} drafts={drafts} mayCreate={may.createOkr(ctx.actor)} />);
});

draftList.get(`${PATH}/:id`, (c) => page(c));

draftList.post(`${PATH}/:id/publication`, async (c) => {
  const { ctx } = c.var;
  const version = Number((await readForm(c)).text('version')) || undefined;
  const { value: published, refused } = await trying(okrWriter(c.env, ctx, idOf(c)).publishOkr(version));
  if (refused) return page(c, refused);
  await settleRollUps(c.env, ctx, published.due);
  tell(c, 'Published. It counts from now on.');
  return c.redirect(okrLinks(ctx.org.slug, published.okr.id).page, 303);
});

draftList.post('/o/:org/okrs/:okr/drafts', async (c) => {
  const { ctx } = c.var;
  const { okr } = await proposeChange(ctx, c.req.param('okr') as OkrId);
  return c.redirect(okrLinks(ctx.org.slug, okr.id).edit, 303);
});

async function page(c: WebContext, refused?: Refused) {
  const { ctx, formats } = c.var;
  const okrId = idOf(c);
  const [shell, lines, talk] = await Promise.all([
    shellOf(c, 'okrs'),
    listAlong(ctx, okrId),
    findConversation(ctx, [okrId]),
    checkOkrExists(ctx, okrId),
  ]);
  const line = lines.find(({ draft }) => draft.okr.id === okrId);
  if (!line) return c.redirect(okrLinks(ctx.org.slug, okrId).page, 303);
  return show(
    c,
    <DraftPage
      {...{ shell, formats, line }}
      along={lines.filter((each) => each !== line)}
      may={{ change: may.changeOkr(ctx.actor, line.draft.ties) }}
      talk={{ ...talk, actor: ctx.actor }}
      message={refused?.message}
    />,
    refused?.status,
  );
}

const idOf = (c: WebContext) => c.req.param('id') as OkrId;
