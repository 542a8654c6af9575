import { Hono } from 'hono';
import type { OkrId, PeriodId, TeamId } from '../db/ids.ts';
import { compare } from '../domain/changes/comparing.ts';
import { type Watch, watchPeriod, watchTree } from '../domain/changes/finding.ts';
import type { Between } from '../domain/changes/watched.ts';
import { todayOf } from '../domain/context.ts';
import { addDays, isDay } from '../lib/days.ts';
import { ChangesPage, type ChangesView } from '../views/changes/page.tsx';
import { okrLinks } from '../views/okrs/links.ts';
import type { WebContext, WebEnv } from './context.ts';
import { shellOf, show } from './respond.tsx';

/** What changed between two days: of the OKRs of a period or a team, and of one OKR with all below it. */
export const changes = new Hono<WebEnv>();

changes.get('/o/:org/okrs/changes', async (c) => {
  const { ctx } = c.var;
  const action = `/o/${ctx.org.slug}/okrs`;
  const asked = {
    period: (c.req.query('period') || null) as PeriodId | null,
    team: (c.req.query('team') || null) as TeamId | null,
  };
  const days = daysOf(c);
  const [shell, watch] = await Promise.all([shellOf(c, 'okrs'), watchPeriod(ctx, asked, days.between)]);
  const { period, team } = watch;
  const kept = { ...(period && { period: period.id }), ...(team && { team: team.id }) };
  const title = [team?.name, period?.name].filter((name) => name !== undefined).join(', ') || 'OKRs';
  const of = { title, href: `${action}?${new URLSearchParams(kept)}` };
  return answer(c, days, watch, { shell, of, kept, action: `${action}/changes` });
});

changes.get('/o/:org/okrs/:id{okr_[0-9A-Z]+}/changes', async (c) => {
  const { ctx } = c.var;
  const okrId = c.req.param('id') as OkrId;
  const days = daysOf(c);
  const [shell, watch] = await Promise.all([shellOf(c, 'okrs'), watchTree(ctx, okrId, days.between)]);
  const links = okrLinks(ctx.org.slug, okrId);
  const of = { title: watch.watched[0]!.title, href: links.page };
  return answer(c, days, watch, { shell, of, kept: {}, action: links.changes });
});

type Days = { between: Between; problem?: string };

/** The days that the address asks for; the last seven unless it does. */
function daysOf(c: WebContext): Days {
  const today = todayOf(c.var.ctx);
  const usual = { from: addDays(today, -7), to: today };
  const { from = usual.from, to = usual.to } = c.req.query();
  if (!isDay(from) || !isDay(to)) return { between: usual, problem: 'Write days as 2026-11-20.' };
  const between = { from, to: to > today ? today : to };
  return between.from < between.to
    ? { between }
    : { between, problem: 'The first day has to lie before the second, and before today.' };
}

const answer = (
  c: WebContext,
  { between, problem }: Days,
  { watched, complete }: Watch,
  rest: Pick<ChangesView, 'shell' | 'of' | 'kept' | 'action'>,
) =>
  show(
    c,
    <ChangesPage
      {...rest}
      between={between}
      comparison={problem ? null : compare(watched, between, c.var.ctx.org)}
      problem={problem}
      complete={complete}
      formats={c.var.formats}
    />,
    problem ? 422 : 200,
  );
