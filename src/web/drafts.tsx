import { Hono } from 'hono';
import { todayOf } from '../domain/context.ts';
import { createOkr } from '../domain/okrs/drafting.ts';
import { currentOf, findPeriod } from '../domain/periods/finding.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { kinds, usualCount } from '../domain/words.ts';
import { outsiderWords } from '../views/comments/outsider-words.ts';
import type { Lists } from '../views/data-links/choices.tsx';
import type { Preview } from '../views/data-links/preview.tsx';
import { isProvider } from '../views/data-links/query-values.ts';
import { OkrFormPage, type Sought } from '../views/okr-form/page.tsx';
import { emptyValues, type OkrValues } from '../views/okr-form/values.ts';
import { settleRollUps } from '../writers/settling.ts';
import { askedLink, linkNow, lookUp } from './asked-link.ts';
import { coachOn } from './coaching.ts';
import type { WebContext, WebEnv } from './context.ts';
import { outsideWords } from './days.tsx';
import { type Drafting, draftingIn, madeAt } from './drafting.ts';
import { readForm } from './form.ts';
import { measureSoFar, okrInput, readOkrForm } from './okr-form.ts';
import { choosableFor, nothingSought, soughtIn, underKeyResults } from './okr-pickers.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** New OKR. */
export const drafts = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/new';

drafts.get(PATH, async (c) => {
  const { ctx } = c.var;
  demand(may.createOkr(ctx.actor), sentences.observer);
  const parents = c.req.queries('parent') ?? [];
  const kind = c.req.query('kind') ?? (parents.length > 0 ? 'key_result' : 'objective');
  const values = emptyValues({
    kind: kinds.find((each) => each === kind) ?? 'objective',
    objectiveMode: ctx.org.objectiveMode,
    me: ctx.actor.memberId ?? '',
    parents,
    periodId: c.req.query('period') ?? '',
  });
  const source = c.req.query('source') ?? '';
  const team = c.req.query('team');
  const placed: OkrValues = team ? { ...values, team_id: team, level: 'team' } : values;
  const begun = isProvider(source) ? { ...placed, source, count: usualCount[source] } : placed;
  return page(c, begun, nothingSought, { proposal: c.req.query('proposal') });
});

drafts.post(PATH, async (c) => {
  const { ctx, preferences } = c.var;
  demand(may.createOkr(ctx.actor), sentences.observer);
  const sent = await readForm(c);
  const values = turned(readOkrForm(sent), sent.text('find'));
  const sought = soughtIn(sent);
  if (sent.has('find')) {
    const measure = measureSoFar(values, preferences.locale);
    const { asked, ...found } = await lookUp(c, sent, values, measure);
    return page(c, { ...values, ...asked }, sought, { ...found, proposal: sent.text('proposal') });
  }
  const { value: next, refused } = await trying(create(c, values, draftingIn(sent)));
  return refused ? page(c, values, sought, { refused, proposal: sent.text('proposal') }) : c.redirect(next, 303);
});

/** What somebody wrote as something else becomes a project that goes by its tasks; the words and all around them stay. */
const turned = (values: OkrValues, into: string): OkrValues =>
  into === 'project'
    ? { ...values, kind: 'project', measure: 'percent', source: 'rollup', expected: 'line', checkpoints: [] }
    : values;

/** Makes what the form says; answers with where to see it. */
async function create(c: WebContext, values: OkrValues, { draft, proposalId }: Drafting): Promise<string> {
  const { ctx, preferences } = c.var;
  const input = { ...okrInput(values, preferences.locale), draft, proposal_id: proposalId };
  const link = isProvider(values.source) ? await askedLink(c, values) : null;
  const { okr, due, outsiders } = await createOkr(ctx, input);
  const aside = outsiderWords(outsiders, c.var.formats);
  const outside = input.starts_on || input.ends_on ? outsideWords(okr, await findPeriod(ctx, okr.periodId)) : null;
  const words = [outside, aside].filter(Boolean).join(' ');
  if (words) tell(c, words);
  await settleRollUps(c.env, ctx, due);
  if (link) await linkNow(c, okr.id, link);
  return madeAt(ctx.org.slug, okr);
}

type Returned = { refused?: Refused; preview?: Preview; lists?: Lists; proposal?: string };

async function page(
  c: WebContext,
  values: OkrValues,
  sought: Sought,
  { refused, preview, lists, proposal }: Returned = {},
) {
  const { ctx, formats } = c.var;
  const [shell, choosable, coached] = await Promise.all([
    shellOf(c, 'okrs'),
    choosableFor(ctx, values, sought),
    coachOn(c, values),
  ]);
  const level = choosable.levels.find((each) => each === values.level) ?? choosable.levels.at(-1) ?? values.level;
  const current = currentOf(choosable.periods, todayOf(ctx));
  const okrs = `/o/${ctx.org.slug}/okrs`;
  return show(
    c,
    <OkrFormPage
      {...{ shell, formats, choosable, coached, sought }}
      mode={{ is: 'new', proposal: proposal || null }}
      action={`${okrs}/new`}
      back={values.parents[0] ? `${okrs}/${values.parents[0]}` : okrs}
      values={{ ...values, level, period_id: values.period_id || (current?.id ?? '') }}
      errors={refused?.fields ?? {}}
      message={refused?.message}
      preview={preview ?? { state: 'none' }}
      lists={lists ?? {}}
      keyResults={underKeyResults(ctx, values.kind)}
    />,
    refused?.status,
  );
}
