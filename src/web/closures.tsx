import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { todayOf } from '../domain/context.ts';
import { type ClosureInput, closureInput, endOf } from '../domain/okrs/closing.ts';
import { findChangeable } from '../domain/okrs/finding-subject.ts';
import { listOpenChildren, type OpenChild } from '../domain/okrs/listing-open-children.ts';
import { closedAs, isClosed, type Okr } from '../domain/okrs/okr.ts';
import { suggestedClosure, suggestedScore } from '../domain/okrs/scoring.ts';
import { listPeriods, type Period } from '../domain/periods/finding.ts';
import { followingOf } from '../domain/periods/following.ts';
import { invalid } from '../domain/refusal.ts';
import { closedStatuses } from '../domain/words.ts';
import { ClosurePage, type ClosureValues } from '../views/closures/page.tsx';
import { okrLinks } from '../views/okrs/links.ts';
import { startCopies } from '../writers/copying.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** Closing an OKR with its score, and opening it again. */
export const closures = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/:okr/closure';

closures.get(PATH, async (c) => page(c));

closures.post(PATH, async (c) => {
  const sent = await readForm(c);
  const { value: next, refused } = await trying(close(c, sent));
  return refused ? page(c, { sent, refused }) : c.redirect(next, 303);
});

closures.post(`${PATH}/removal`, async (c) => {
  const { ctx } = c.var;
  const { due } = await okrWriter(c.env, ctx, idOf(c)).reopenOkr();
  await settleRollUps(c.env, ctx, due);
  return c.redirect(linksOf(c).page, 303);
});

/**
 * Children first, then the OKR, each ancestor once; what is postponed into a period is copied there by a job. The job is
 * written down before anything ends: cut short, it goes on where this stopped, and the form shows what is still open.
 */
async function close(c: WebContext, sent: Sent): Promise<string> {
  const { ctx } = c.var;
  const okrId = idOf(c);
  const { okr, children, periods } = await readClosable(c);
  const input = inputOf(sent);
  const asked = sent.text('period');
  const period = periods.find(({ id }) => id === asked);
  if (asked && !period) throw invalid({ period: 'This period is over. Choose one that is still to come.' });

  const ends = children.flatMap(({ id, mine }) => {
    const status = closedStatuses.find((each) => each === sent.text(`child_${id}`));
    return mine && status ? [{ id, status }] : [];
  });
  const endAll = async () => {
    const below = await Promise.all(ends.map(({ id, status }) => okrWriter(c.env, ctx, id).closeOkr({ status })));
    const own = await okrWriter(c.env, ctx, okrId).closeOkr(input);
    await settleRollUps(c.env, ctx, [...new Set([...below, own].flatMap(({ due }) => due))]);
  };
  const only = [{ id: okrId, status: endOf(okr, input) }, ...ends]
    .filter(({ status }) => status === 'postponed')
    .map(({ id }) => id);
  if (!period || only.length === 0) {
    await endAll();
    return linksOf(c).page;
  }
  const copies = { period_id: period.id, depth: 'children', postpone: true } as const;
  const job = await startCopies(c.env, ctx, okrId, copies, { only, first: endAll });
  return `/o/${ctx.org.slug}/jobs/${job.id}`;
}

/** `periods` are those in which something can go on, `next` the one that follows. */
type Closable = { okr: Okr; children: OpenChild[]; periods: Period[]; next: Period | null };

/** @throws Refusal `not_found`, `forbidden` */
async function readClosable(c: WebContext): Promise<Closable> {
  const { ctx } = c.var;
  const [{ okr }, children, all] = await Promise.all([
    findChangeable(ctx, idOf(c)),
    listOpenChildren(ctx, idOf(c)),
    listPeriods(ctx),
  ]);
  const today = todayOf(ctx);
  return {
    okr,
    children: isClosed(okr) ? [] : children,
    periods: all.filter(({ id, endsOn }) => id !== okr.periodId && endsOn >= today),
    next: followingOf(all, okr),
  };
}

/** @throws Refusal `invalid` with a sentence per field */
function inputOf(sent: Sent): ClosureInput {
  const status = sent.text('status') || undefined;
  const score = sent.text('score');
  const parsed = closureInput.safeParse({
    status,
    note: sent.text('note') || null,
    ...(status !== 'postponed' && score !== '' && { score: Number(score) }),
  });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return parsed.data;
}

async function page(c: WebContext, { sent, refused }: { sent?: Sent; refused?: Refused } = {}) {
  const { formats } = c.var;
  const [shell, { okr, children, periods, next }] = await Promise.all([shellOf(c, 'okrs'), readClosable(c)]);
  const values = sent ? valuesIn(sent, children) : valuesOf(okr, next?.id ?? '');
  return show(
    c,
    <ClosurePage
      {...{ shell, okr, children, periods, values, formats }}
      errors={refused?.fields ?? {}}
      message={refused?.message}
    />,
    refused?.status,
  );
}

const valuesOf = (okr: Okr, period: string): ClosureValues => ({
  status: closedAs(okr) ?? suggestedClosure(okr.progress),
  score: (okr.score ?? suggestedScore(okr.progress)).toFixed(1),
  note: okr.closingNote ?? '',
  period,
  children: {},
});

const valuesIn = (sent: Sent, children: readonly OpenChild[]): ClosureValues => ({
  status: sent.text('status') === 'postponed' ? 'postponed' : 'closed',
  score: sent.text('score'),
  note: sent.text('note'),
  period: sent.text('period'),
  children: Object.fromEntries(children.map(({ id }) => [id, sent.text(`child_${id}`)])),
});

const idOf = (c: WebContext) => c.req.param('okr') as OkrId;

const linksOf = (c: WebContext) => okrLinks(c.var.ctx.org.slug, idOf(c));
