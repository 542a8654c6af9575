import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { newId } from '../db/ids.ts';
import { propose } from '../domain/check-ins/proposing.ts';
import { findLastWord, type LastWord } from '../domain/home/finding-due.ts';
import { findQuick } from '../domain/home/finding-quick.ts';
import { measureOf } from '../domain/okrs/okr.ts';
import { calls } from '../domain/words.ts';
import { QuickCheckInPage } from '../views/check-in/page.tsx';
import { VerdictAnswer } from '../views/check-in/verdict.tsx';
import type { Typed } from '../views/check-ins/check-in-form.tsx';
import { saidWords } from '../views/check-ins/proposal-words.ts';
import { readNumber } from '../views/read-number.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { checkInAll } from './check-in-all.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { readForm, type Sent } from './form.ts';
import { checkInId, readCheckIn } from './reading-check-in.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** `/o/:org/check-in`: one due OKR after the other, made for a phone. */
export const checkIn = new Hono<WebEnv>();

checkIn.route('/', checkInAll);

const PATH = '/o/:org/check-in';

checkIn.get(PATH, (c) => page(c, c.req.query()));

checkIn.get(`${PATH}/verdict`, async (c) => {
  const { ctx, formats, preferences } = c.var;
  const { okr: okrId = '', value: text = '', status, suggested } = c.req.query();
  const { okr } = await findLastWord(ctx, okrId as OkrId);
  const value = text.trim() === '' ? okr.value : readNumber(text, preferences.locale);
  const error = value === null && text.trim() !== '' ? UNREADABLE : undefined;
  const proposal = propose(ctx, okr, value);
  const own = status !== undefined && status !== suggested ? callOf(status) : null;
  return show(c, <VerdictAnswer {...{ okr, proposal, error, formats }} call={own ?? proposal.call} />);
});

checkIn.post(PATH, async (c) => {
  const { ctx, preferences } = c.var;
  const sent = await readForm(c);
  const okrId = sent.text('okr') as OkrId;
  const { value: changed, refused } = await trying(said(c, sent, okrId, preferences.locale));
  if (refused) return page(c, { okr: okrId, done: sent.text('done') }, { sent, refused });
  await settleRollUps(c.env, ctx, changed.due);
  const query = new URLSearchParams({ done: String(countOf(sent.text('done')) + 1), said: okrId });
  if (sent.text('next')) query.set('okr', sent.text('next'));
  return c.redirect(`/o/${ctx.org.slug}/check-in?${query}`, 303);
});

const JUST_NOW_MS = 30_000;
const UNREADABLE = 'Write a number, like 712.';

async function said(c: WebContext, sent: Sent, okrId: OkrId, locale: string) {
  const input = readCheckIn(sent, locale);
  return okrWriter(c.env, c.var.ctx, okrId).checkIn(input, checkInId(sent, c.var.now));
}

type Failed = { sent: Sent; refused: Refused };

async function page(c: WebContext, query: Record<string, string>, failed?: Failed) {
  const { ctx, formats } = c.var;
  const [shell, quick] = await Promise.all([
    shellOf(c, 'check-in'),
    findQuick(ctx, (query.okr || null) as OkrId | null, (query.said || null) as OkrId | null),
  ]);
  const { due, part, current } = quick;
  const done = countOf(query.done);
  const index = due.findIndex((each) => each.okr.id === current?.okr.id);
  const next = (index >= 0 && due[index + 1]?.okr.id) || null;
  const form = current && { ...formOf(c, current, failed), row: quick.row, next, done, today: shell.today };
  const step = index >= 0 ? { at: done + index + 1, of: done + due.length } : null;
  const toast = form ? undefined : toastOf(c, quick.said);
  return show(c, <QuickCheckInPage {...{ shell, form, step, part, formats, toast }} />, failed?.refused.status);
}

function formOf(c: WebContext, word: LastWord, failed?: Failed) {
  const { ctx, formats, preferences } = c.var;
  const { locale } = preferences;
  const value = (failed && readNumber(failed.sent.text('value'), locale)) ?? word.okr.value;
  return {
    action: `/o/${ctx.org.slug}/check-in`,
    word,
    proposal: propose(ctx, word.okr, value),
    id: failed?.sent.text('id') || newId('chk', ctx.now),
    locale,
    formats,
    ...(failed && { typed: typedOf(failed.sent), errors: errorsOf(failed.refused) }),
  };
}

/** Tells of the last check-in, where no button lies under the toast; a reload later does not tell it again. */
function toastOf(c: WebContext, said: LastWord | null) {
  if (!said || c.var.now - (said.okr.checkedInAt ?? 0) > JUST_NOW_MS) return undefined;
  return { message: saidWords(measureOf(said.okr), said.okr.value, c.var.formats) };
}

const typedOf = (sent: Sent): Typed => ({
  value: sent.text('value'),
  status: callOf(sent.text('status')),
  note: sent.text('note'),
  on: sent.text('on'),
});

const errorsOf = ({ fields, message }: Refused) => (Object.keys(fields).length > 0 ? fields : { value: message ?? '' });

const callOf = (text: string) => calls.find((call) => call === text) ?? null;

const countOf = (text: string | undefined): number => Math.min(99, Math.max(0, Number.parseInt(text ?? '', 10) || 0));
