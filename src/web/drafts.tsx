import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { todayOf } from '../domain/context.ts';
import { createOkr } from '../domain/okrs/drafting.ts';
import { currentOf } from '../domain/periods/finding.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { type Provider, providers } from '../domain/words.ts';
import type { Preview } from '../views/data-links/preview.tsx';
import { OkrFormPage } from '../views/okr-form/page.tsx';
import { emptyValues, type OkrValues } from '../views/okr-form/values.ts';
import { settleRollUps } from '../writers/settling.ts';
import { askedLink, linkNow, previewOf } from './asked-link.ts';
import { coachOn } from './coaching.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { measureSoFar, okrInput, readOkrForm } from './okr-form.ts';
import { choosableFor, nothingSought, type Sought, soughtIn } from './okr-pickers.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** New OKR. */
export const drafts = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/new';

drafts.get(PATH, async (c) => {
  const { ctx } = c.var;
  demand(may.createOkr(ctx.actor), sentences.observer);
  const parents = c.req.queries('parent') ?? [];
  const kind = c.req.query('kind') ?? (parents.length > 0 ? 'key_result' : 'objective');
  const values = emptyValues({
    kind: kind === 'key_result' ? kind : 'objective',
    me: ctx.actor.memberId ?? '',
    parents,
    periodId: c.req.query('period') ?? '',
  });
  return page(c, values, nothingSought);
});

drafts.post(PATH, async (c) => {
  const { ctx, preferences } = c.var;
  demand(may.createOkr(ctx.actor), sentences.observer);
  const sent = await readForm(c);
  const values = readOkrForm(sent);
  const sought = soughtIn(sent);
  if (sent.has('find')) {
    const measure = measureSoFar(values, preferences.locale);
    const preview = sent.text('find') === 'preview' ? await previewOf(c, values, measure) : undefined;
    return page(c, values, sought, { preview });
  }
  const { value: okrId, refused } = await trying(create(c, values));
  return refused ? page(c, values, sought, { refused }) : c.redirect(`/o/${ctx.org.slug}/okrs/${okrId}`, 303);
});

async function create(c: WebContext, values: OkrValues): Promise<OkrId> {
  const { ctx, preferences } = c.var;
  const input = okrInput(values, preferences.locale);
  const link = isProvider(values.source) ? await askedLink(c, values) : null;
  const { okr, due } = await createOkr(ctx, input);
  await settleRollUps(c.env, ctx, due);
  if (link) await linkNow(c, okr.id, link);
  return okr.id;
}

export const isProvider = (source: string): source is Provider => providers.some((each) => each === source);

type Returned = { refused?: Refused; preview?: Preview };

async function page(c: WebContext, values: OkrValues, sought: Sought, { refused, preview }: Returned = {}) {
  const { ctx, formats } = c.var;
  const [shell, choosable, coached] = await Promise.all([
    shellOf(c, 'okrs'),
    choosableFor(ctx, values, sought),
    coachOn(c, values),
  ]);
  const current = currentOf(choosable.periods, todayOf(ctx));
  const okrs = `/o/${ctx.org.slug}/okrs`;
  return show(
    c,
    <OkrFormPage
      {...{ shell, formats, choosable, coached, sought }}
      mode={{ is: 'new' }}
      action={`${okrs}/new`}
      back={values.parents[0] ? `${okrs}/${values.parents[0]}` : okrs}
      values={{ ...values, period_id: values.period_id || (current?.id ?? '') }}
      errors={refused?.fields ?? {}}
      message={refused?.message}
      preview={preview ?? { state: 'none' }}
    />,
    refused?.status,
  );
}
