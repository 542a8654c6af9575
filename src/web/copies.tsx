import { Hono } from 'hono';
import type { JobId, OkrId } from '../db/ids.ts';
import { listMade } from '../domain/copies/listing-made.ts';
import { type CopiesInput, copiesInput, isCopyJob } from '../domain/copies/order.ts';
import { findJob } from '../domain/jobs/finding.ts';
import { listAssignable } from '../domain/members/finding.ts';
import { findVisible } from '../domain/okrs/finding-subject.ts';
import { isClosed } from '../domain/okrs/okr.ts';
import { restrictionsOf } from '../domain/okrs/refusing-parents.ts';
import { listPeriods } from '../domain/periods/finding.ts';
import { followingOf } from '../domain/periods/following.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { JobPage, JobProgress } from '../views/copies/job-page.tsx';
import { CopiesPage, type CopiesValues } from '../views/copies/page.tsx';
import { startCopies } from '../writers/copying.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, wantsFragment } from './respond.tsx';

/** Copying OKRs to another period, and the job that does it. */
export const copies = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/:okr/copies';

copies.get(PATH, async (c) => {
  demand(may.createOkr(c.var.ctx.actor), sentences.observer);
  return page(c);
});

copies.post(PATH, async (c) => {
  const { ctx } = c.var;
  demand(may.createOkr(ctx.actor), sentences.observer);
  const sent = await readForm(c);
  const { value: job, refused } = await trying(ask(c, sent));
  return refused ? page(c, { sent, refused }) : c.redirect(`/o/${ctx.org.slug}/jobs/${job.id}`, 303);
});

copies.get('/o/:org/jobs/:id', async (c) => {
  const { ctx, formats } = c.var;
  const jobId = c.req.param('id') as JobId;
  const [shell, job, made] = await Promise.all([
    wantsFragment(c) ? null : shellOf(c, 'okrs'),
    findJob(ctx, jobId),
    listMade(ctx, jobId),
  ]);
  if (!isCopyJob(job)) throw new Refusal('not_found', 'There is no such job.');
  const props = { org: ctx.org, job, made, formats };
  return show(c, shell ? <JobPage shell={shell} {...props} /> : <JobProgress {...props} />);
});

const ask = async (c: WebContext, sent: Sent) => startCopies(c.env, c.var.ctx, idOf(c), inputOf(sent));

/** @throws Refusal `invalid` with a sentence per field */
function inputOf(sent: Sent): CopiesInput {
  const parsed = copiesInput.safeParse({
    period_id: sent.text('period_id'),
    depth: sent.text('depth') || undefined,
    owner_id: sent.text('owner_id') || null,
    postpone: sent.has('postpone'),
  });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return parsed.data;
}

async function page(c: WebContext, { sent, refused }: { sent?: Sent; refused?: Refused } = {}) {
  const { ctx } = c.var;
  const [shell, { okr, ties }, periods, people] = await Promise.all([
    shellOf(c, 'okrs'),
    findVisible(ctx, idOf(c)),
    listPeriods(ctx),
    listAssignable(ctx),
  ]);
  const next = followingOf(periods, okr)?.id ?? okr.periodId;
  return show(
    c,
    <CopiesPage
      {...{ shell, okr, periods, people }}
      rules={restrictionsOf(ctx.org)}
      mayPostpone={!isClosed(okr) && may.changeOkr(ctx.actor, ties)}
      values={sent ? valuesIn(sent) : { period_id: next, depth: 'children', owner_id: '', postpone: false }}
      errors={refused?.fields ?? {}}
      message={refused?.message}
    />,
    refused?.status,
  );
}

const valuesIn = (sent: Sent): CopiesValues => ({
  period_id: sent.text('period_id'),
  depth: sent.text('depth'),
  owner_id: sent.text('owner_id'),
  postpone: sent.has('postpone'),
});

const idOf = (c: WebContext) => c.req.param('okr') as OkrId;
