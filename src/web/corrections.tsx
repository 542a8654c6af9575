import { Hono } from 'hono';
import type { CheckInId, OkrId } from '../db/ids.ts';
import { type CheckInInput, checkInInput } from '../domain/check-ins/check-in.ts';
import { findForCorrection } from '../domain/check-ins/correcting.ts';
import { measureOf } from '../domain/okrs/okr.ts';
import { invalid } from '../domain/refusal.ts';
import { calls } from '../domain/words.ts';
import { CheckInDeletionPage, CorrectionPage } from '../views/check-ins/correction-page.tsx';
import { takenBackWords } from '../views/check-ins/proposal-words.ts';
import { correctionLinks } from '../views/okrs/links.ts';
import { Renewed } from '../views/okrs/renewed.tsx';
import { readNumber } from '../views/read-number.ts';
import { ToastPartial } from '../views/ui/toast.tsx';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { viewOf } from './okr-view.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell, wantsFragment } from './respond.tsx';

/** What people put right in what they said: a check-in edited, or taken back. */
export const corrections = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/:okr/check-ins/:checkIn';

corrections.get(PATH, (c) => editPage(c));

corrections.post(PATH, async (c) => {
  const sent = await readForm(c);
  const { value: changed, refused } = await trying(edit(c, sent));
  if (refused) return editPage(c, { sent, refused });
  await settleRollUps(c.env, c.var.ctx, changed.due);
  tell(c, 'The check-in is corrected.');
  return c.redirect(linksOf(c).story, 303);
});

corrections.get(`${PATH}/deletion`, async (c) => {
  const [shell, correction] = await Promise.all([shellOf(c, 'okrs'), found(c)]);
  return show(c, <CheckInDeletionPage {...{ shell, correction }} formats={c.var.formats} />);
});

corrections.post(`${PATH}/deletion`, async (c) => {
  const { ctx, formats } = c.var;
  const { okrId, checkInId } = idsOf(c);
  const sent = await readForm(c);
  const { okr, due } = await okrWriter(c.env, ctx, okrId).deleteCheckIn(checkInId);
  await settleRollUps(c.env, ctx, due);
  const said = takenBackWords(measureOf(okr), okr.value, formats);
  if (!wantsFragment(c)) {
    tell(c, said);
    return c.redirect(linksOf(c).story, 303);
  }
  if (sent.text('from') !== 'home') return show(c, <Renewed {...(await viewOf(c, okrId))} said={said} />);
  c.header('HX-Trigger', 'checked-in');
  return show(c, <ToastPartial message={said} />);
});

async function edit(c: WebContext, sent: Sent) {
  const { okrId, checkInId } = idsOf(c);
  return okrWriter(c.env, c.var.ctx, okrId).editCheckIn(checkInId, readCorrection(sent, c.var.preferences.locale));
}

/** What differs from what the form was made with. An emptied note goes. @throws Refusal `invalid` */
function readCorrection(sent: Sent, locale: string): CheckInInput {
  const text = sent.text('value');
  const value = text === '' || text === sent.text('was') ? undefined : readNumber(text, locale);
  if (value === null) throw invalid({ value: 'Write a number, like 712.' });
  const call = calls.find((each) => each === sent.text('status'));
  const status = call === sent.text('suggested') ? undefined : call;
  const note = sent.has('note') ? sent.text('note') : undefined;
  if (value === undefined && status === undefined && !note) return { note };
  const parsed = checkInInput.safeParse({ value, status, note });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return parsed.data;
}

async function editPage(c: WebContext, failed?: { sent: Sent; refused: Refused }) {
  const [shell, correction] = await Promise.all([shellOf(c, 'okrs'), found(c)]);
  const { sent, refused } = failed ?? {};
  const typed = sent && {
    value: sent.text('value'),
    status: calls.find((each) => each === sent.text('status')) ?? null,
    note: sent.text('note'),
  };
  const errors = refused?.message ? { note: refused.message } : refused?.fields;
  return show(c, <CorrectionPage {...{ shell, correction, typed, errors }} formats={c.var.formats} />, refused?.status);
}

const found = (c: WebContext) => {
  const { okrId, checkInId } = idsOf(c);
  return findForCorrection(c.var.ctx, okrId, checkInId);
};

const idsOf = (c: WebContext) => ({
  okrId: c.req.param('okr') as OkrId,
  checkInId: c.req.param('checkIn') as CheckInId,
});

const linksOf = (c: WebContext) => {
  const { okrId, checkInId } = idsOf(c);
  return correctionLinks(c.var.ctx.org.slug, okrId, checkInId);
};
