import { Hono } from 'hono';
import type { MemberId, OkrId, PeriodId, TeamId } from '../db/ids.ts';
import { todayOf } from '../domain/context.ts';
import { isUnseen, seeMentions } from '../domain/mentions/seeing.ts';
import { findOkr } from '../domain/okrs/finding.ts';
import { listTree, type TreeFilter } from '../domain/okrs/listing-tree.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { kinds, levels, statuses } from '../domain/words.ts';
import { isDay } from '../lib/days.ts';
import { DeletionPage } from '../views/okrs/deletion.tsx';
import { listLink, okrLinks } from '../views/okrs/links.ts';
import { ListPage } from '../views/okrs/list-page.tsx';
import { OkrPage } from '../views/okrs/okr-page.tsx';
import { draftLinks } from '../views/proposals/links.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { viewOf } from './okr-view.ts';
import { showPast } from './past-okr.tsx';
import { shellOf, show } from './respond.tsx';

/** The OKRs of an organization, and the page of each. */
export const okrs = new Hono<WebEnv>();

okrs.get('/o/:org/okrs', async (c) => {
  const { ctx } = c.var;
  const filter = filterOf(c);
  if (filter.on && (!isDay(filter.on) || filter.on >= todayOf(ctx)))
    return c.redirect(listLink(ctx.org.slug, filter, { on: null }), 303);
  const [shell, tree] = await Promise.all([shellOf(c, 'okrs'), listTree(ctx, filter)]);
  const mayCreate = may.createOkr(ctx.actor);
  return show(
    c,
    <ListPage
      shell={shell}
      tree={tree}
      filter={filter}
      me={ctx.actor.memberId}
      mayCreate={mayCreate}
      folded={c.req.query('folded') === '1'}
    />,
  );
});

okrs.get('/o/:org/okrs/:id{okr_[0-9A-Z]+}', async (c) => {
  const on = c.req.query('on');
  if (on !== undefined) return showPast(c, c.req.param('id') as OkrId, on);
  const before = Number(c.req.query('before')) || null;
  const okrId = c.req.param('id') as OkrId;
  const { ctx } = c.var;
  const [shell, view, unseen] = await Promise.all([shellOf(c, 'okrs'), viewOf(c, okrId, before), isUnseen(ctx, okrId)]);
  if (unseen) c.executionCtx.waitUntil(seeMentions(ctx, okrId));
  if (view.found.okr.draft) return c.redirect(draftLinks(ctx.org.slug).page(okrId), 303);
  return show(c, <OkrPage {...view} shell={shell} />);
});

okrs.get('/o/:org/okrs/:id/deletion', async (c) => {
  const { ctx, formats } = c.var;
  const [shell, found] = await Promise.all([shellOf(c, 'okrs'), findOkr(ctx, c.req.param('id') as OkrId)]);
  demand(may.changeOkr(ctx.actor, found.ties), sentences.okr);
  return show(c, <DeletionPage shell={shell} found={found} formats={formats} />);
});

okrs.post('/o/:org/okrs/:id/deletion', async (c) => {
  const { ctx } = c.var;
  const { okr, due } = await okrWriter(c.env, ctx, c.req.param('id') as OkrId).deleteOkr();
  await settleRollUps(c.env, ctx, due);
  if (okr.draft) return c.redirect(draftLinks(ctx.org.slug).list, 303);
  const [parent] = due;
  return c.redirect(
    parent ? okrLinks(ctx.org.slug, parent).page : `/o/${ctx.org.slug}/okrs?period=${okr.periodId}`,
    303,
  );
});

/** What the address asks for; words that are not ours are left out. `level=mine` are the OKRs of whoever asks. */
function filterOf(c: WebContext): TreeFilter {
  const asked = (name: string) => c.req.query(name)?.trim() || null;
  const level = asked('level');
  const kind = asked('kind');
  return {
    period: asked('period') as PeriodId | null,
    kind: kinds.find((each) => each === kind) ?? null,
    level: levels.find((each) => each === level) ?? null,
    team: asked('team') as TeamId | null,
    statuses: statuses.filter((status) => c.req.queries('status')?.includes(status)),
    owner: (asked('owner') as MemberId | null) ?? (level === 'mine' ? c.var.ctx.actor.memberId : null),
    tag: asked('tag')?.slice(0, 200) ?? null,
    words: asked('q')?.slice(0, 200) ?? '',
    after: asked('after'),
    on: asked('on'),
  };
}
