import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { findChangeable, type Subject } from '../domain/okrs/finding-subject.ts';
import { refuseStale } from '../domain/okrs/refusing-stale.ts';
import { listPeriods } from '../domain/periods/finding.ts';
import { Refusal } from '../domain/refusal.ts';
import { listTagsOf } from '../domain/tags/finding.ts';
import { outsiderWords } from '../views/comments/outsider-words.ts';
import type { Lists } from '../views/data-links/choices.tsx';
import type { Preview } from '../views/data-links/preview.tsx';
import { isProvider, isSameQuery } from '../views/data-links/query-values.ts';
import type { Coached } from '../views/okr-form/coach.tsx';
import { type Choosable, OkrFormPage, type Sought } from '../views/okr-form/page.tsx';
import { type OkrValues, type Tagged, valuesOfSubject } from '../views/okr-form/values.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { refreshLink } from '../writers/syncing.ts';
import { askedLink, linkNow, lookUp, unlinkNow } from './asked-link.ts';
import { coachOn, coachOnWords } from './coaching.ts';
import type { WebContext, WebEnv } from './context.ts';
import { outsideWords } from './days.tsx';
import { readForm } from './form.ts';
import { measureSoFar, okrChanges, okrInput, readOkrForm } from './okr-form.ts';
import { choosableFor, choosableOf, nothingSought, soughtIn, underKeyResults } from './okr-pickers.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Edit OKR: everything that was said of it, and where its value comes from. */
export const edits = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/:okr/edit';

edits.get(PATH, async (c) => {
  const { ctx, preferences } = c.var;
  const [shell, subject, choosable] = await Promise.all([shellOf(c, 'okrs'), findOpen(c), choosableOf(ctx, idOf(c))]);
  const values = valuesOfSubject(subject, choosable.periods, preferences.locale);
  return page(c, { shell, subject, choosable, coached: coachOnWords(c, values), values, sought: nothingSought });
});

edits.post(PATH, async (c) => {
  const { preferences } = c.var;
  const sent = await readForm(c);
  const values = readOkrForm(sent);
  if (sent.has('find')) {
    const measure = measureSoFar(values, preferences.locale);
    const { asked, ...found } = await lookUp(c, sent, values, measure);
    return again(c, { ...values, ...asked }, soughtIn(sent), found);
  }
  const { refused } = await trying(save(c, values, Number(sent.text('version'))));
  return refused ? again(c, values, soughtIn(sent), { refused }) : c.redirect(hrefOf(c), 303);
});

/** Says first whether anything of it is refused; then edits, and only then touches the data link. */
async function save(c: WebContext, values: OkrValues, version: number): Promise<void> {
  const { ctx, preferences } = c.var;
  const okrId = idOf(c);
  const [subject, periods] = await Promise.all([findOpen(c), listPeriods(ctx)]);
  refuseStale(subject.okr, version);
  const input = okrInput(values, preferences.locale, subject);
  const link = asksForLink(values, subject) ? await askedLink(c, values) : null;

  const writer = okrWriter(c.env, ctx, okrId);
  const changes = okrChanges(
    subject,
    input,
    periods.find((each) => each.id === input.period_id),
  );
  const due = new Set<OkrId>();
  const note = (changed: { due: OkrId[] }) => {
    for (const each of changed.due) due.add(each);
  };
  if (Object.keys(changes).length > 0) {
    const changed = await writer.editOkr(changes, version);
    note(changed);
    const aside = outsiderWords(changed.outsiders, c.var.formats);
    const period = periods.find((each) => each.id === changed.okr.periodId);
    const outside = changes.starts_on || changes.ends_on ? outsideWords(changed.okr, period) : null;
    const words = [outside, aside].filter(Boolean).join(' ');
    if (words) tell(c, words);
  }
  if (subject.link && !isProvider(values.source)) {
    note({ due: await unlinkNow(c, okrId) });
    if (input.mode === 'rollup') note(await writer.editOkr({ mode: 'rollup' }));
  }
  if (input.mode === 'rollup') due.add(okrId);
  await settleRollUps(c.env, ctx, [...due]);

  if (link) await linkNow(c, okrId, link);
  else if (changes.measure && isProvider(values.source) && !subject.okr.draft)
    await refreshLink(c.env, ctx, okrId, 'edit');
}

function asksForLink(values: OkrValues, { okr, link }: Subject): boolean {
  if (!isProvider(values.source)) return false;
  const same =
    link?.connectionId === values.connection_id &&
    link.count === values.count &&
    isSameQuery(values.source, values.query, link.query);
  return !same || okr.mode !== 'data_source';
}

async function findOpen(c: WebContext): Promise<Tagged> {
  const { ctx } = c.var;
  const [subject, tags] = await Promise.all([findChangeable(ctx, idOf(c)), listTagsOf(ctx, idOf(c))]);
  if (subject.okr.closedAt !== null) throw new Refusal('conflict', 'This OKR is closed. Reopen it to edit it.');
  return { ...subject, tags };
}

type Returned = { refused?: Refused; preview?: Preview; lists?: Lists };

async function again(c: WebContext, values: OkrValues, sought: Sought, returned: Returned) {
  const [shell, subject, choosable, coached] = await Promise.all([
    shellOf(c, 'okrs'),
    findOpen(c),
    choosableFor(c.var.ctx, values, sought, idOf(c)),
    coachOn(c, values, idOf(c)),
  ]);
  return page(c, { shell, subject, choosable, coached, values, sought, ...returned });
}

type Shown = Returned & {
  shell: Awaited<ReturnType<typeof shellOf>>;
  subject: Subject;
  choosable: Choosable;
  coached: Coached;
  values: OkrValues;
  sought: Sought;
};

function page(c: WebContext, { subject, refused, preview, lists, ...shown }: Shown) {
  const { okr } = subject;
  return show(
    c,
    <OkrFormPage
      {...shown}
      formats={c.var.formats}
      mode={{ is: 'edit', id: okr.id, version: okr.version, title: okr.title }}
      action={`${hrefOf(c)}/edit`}
      back={hrefOf(c)}
      errors={refused?.fields ?? {}}
      message={refused?.message}
      preview={preview ?? { state: 'none' }}
      lists={lists ?? {}}
      keyResults={underKeyResults(c.var.ctx, okr.kind)}
    />,
    refused?.status,
  );
}

const idOf = (c: WebContext) => c.req.param('okr') as OkrId;

const hrefOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/okrs/${idOf(c)}`;
