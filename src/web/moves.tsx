import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { checkNoCycle } from '../domain/okrs/aligning.ts';
import { type Family, listFamilies } from '../domain/okrs/finding-lineage.ts';
import {
  listParentsOf,
  listPossibleParents,
  listTitles,
  MOST_PARENTS,
  type Parent,
} from '../domain/okrs/finding-parents.ts';
import { findChangeable, type Subject } from '../domain/okrs/finding-subject.ts';
import { refuseClosed } from '../domain/okrs/refusing-closed.ts';
import { ruleAgainst } from '../domain/okrs/refusing-parents.ts';
import { type Move, supposeMove } from '../domain/okrs/supposing-move.ts';
import { invalid } from '../domain/refusal.ts';
import type { MovesView } from '../views/moves/moves-view.ts';
import { LeavingPage, MoveFigures, MovesPage } from '../views/moves/page.tsx';
import { okrLinks } from '../views/okrs/links.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm, readQuery, type Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell, wantsFragment } from './respond.tsx';

/** What an OKR is aligned to: moved from one parent to another, aligned to one more, or taken away. */
export const moves = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/:okr/moves';

moves.get(PATH, (c) => page(c, readQuery(c)));

moves.post(PATH, async (c) => {
  const { ctx } = c.var;
  const sent = await readForm(c);
  const { value: changed, refused } = await trying(move(c, sent));
  if (refused) return page(c, sent, refused);
  await settleRollUps(c.env, ctx, changed.due);
  tell(c, changed.said);
  return c.redirect(okrLinks(ctx.org.slug, idOf(c)).page, 303);
});

/** Always 200: a choice that is still being made is no mistake. */
moves.post(`${PATH}/preview`, async (c) => {
  const sent = await readForm(c);
  if (!wantsFragment(c)) return page(c, sent);
  return show(c, <MoveFigures {...(await viewOf(c, sent))} />);
});

const idOf = (c: WebContext) => c.req.param('okr') as OkrId;

/** The verb that the choice comes to, and what it did as a sentence. */
async function move(c: WebContext, sent: Sent): Promise<{ due: OkrId[]; said: string }> {
  const { ctx } = c.var;
  const { parents } = await findChangeable(ctx, idOf(c));
  const { from, to } = chosen(sent);
  const version = Number(sent.text('version')) || undefined;
  const writer = okrWriter(c.env, ctx, idOf(c));
  if (from && to) return { ...(await writer.moveOkr(from, to, version)), said: 'Moved.' };
  if (from) return { ...(await writer.unalign(from, version)), said: 'Un-aligned.' };
  if (!to) throw invalid({ to: 'Choose what to align it to.' });
  if (parents.some((parent) => parent.okrId === to))
    throw invalid({ to: 'It is aligned to this one already. Choose another.' });
  return { ...(await writer.align(to, null, version)), said: 'Aligned.' };
}

const chosen = (sent: Sent): Move => ({
  from: (sent.text('from') || null) as OkrId | null,
  to: (sent.text('to') || null) as OkrId | null,
});

async function page(c: WebContext, sent: Sent, refused?: Refused) {
  const [shell, view] = await Promise.all([shellOf(c, 'okrs'), viewOf(c, sent)]);
  const errors = refused ? { ...view.errors, ...refused.fields } : view.errors;
  const leaves = c.req.method === 'GET' && sent.has('to') && view.from !== '' && view.to === '';
  const Page = leaves ? LeavingPage : MovesPage;
  return show(c, <Page {...view} errors={errors} message={refused?.message} shell={shell} />, refused?.status);
}

/** The page for what was chosen. What is read travels together, beside the shell. */
async function viewOf(c: WebContext, sent: Sent): Promise<MovesView> {
  const { ctx, formats } = c.var;
  const okrId = idOf(c);
  const { to } = chosen(sent);
  const q = sent.text('q').slice(0, 200);
  const [subject, parents, options, named, families, { refused }] = await Promise.all([
    findChangeable(ctx, okrId),
    listParentsOf(ctx, okrId),
    listPossibleParents(ctx, { period: { ofOkr: okrId }, q, except: okrId, keyResults: true }),
    listTitles(ctx, to ? [to] : []),
    listFamilies(ctx, to ? [okrId, to] : [okrId]),
    trying(to ? checkNoCycle(ctx, okrId, [to]) : Promise.resolve()),
  ]);
  refuseClosed(subject.okr, 'move it');
  const from = sent.has('from') ? sent.text('from') : parents.length === 1 ? parents[0]!.id : '';
  const known = parents.some(({ id }) => id === from) ? (from as OkrId) : null;
  const isRefused = refused !== null || (to !== null && named.length === 0);
  return {
    org: ctx.org,
    okr: subject.okr,
    parents,
    options: [...named, ...options]
      .filter((each, at, all) => isNew(each, parents) && firstOf(each, all) === at)
      .filter(({ kind }) => ruleAgainst(ctx.org, subject.okr.kind, kind) === null),
    more: options.length >= MOST_PARENTS,
    from: known ?? '',
    to: to ?? '',
    q,
    keyResults: ruleAgainst(ctx.org, subject.okr.kind, 'key_result') === null,
    supposed: isRefused ? null : supposed(c, families, subject, { from: known, to }),
    errors: refused?.fields ?? {},
    formats,
  };
}

const isNew = ({ id }: Parent, parents: readonly Parent[]): boolean => !parents.some((parent) => parent.id === id);

const firstOf = ({ id }: Parent, all: readonly Parent[]): number => all.findIndex((each) => each.id === id);

/** Null while nothing is chosen. */
function supposed(c: WebContext, families: readonly Family[], { okr }: Subject, move: Move): MovesView['supposed'] {
  const child = families.find((family) => family.okr.id === okr.id)?.okr;
  return child && (move.from || move.to) ? supposeMove(c.var.ctx, families, child, move) : null;
}
