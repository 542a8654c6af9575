import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { todayOf } from '../domain/context.ts';
import { isClosed, measureOf } from '../domain/okrs/okr.ts';
import type { FieldErrors } from '../domain/refusal.ts';
import { calls } from '../domain/words.ts';
import { CheckInForm, type Typed } from '../views/check-ins/check-in-form.tsx';
import { saidWords } from '../views/check-ins/proposal-words.ts';
import { outsiderWords } from '../views/comments/outsider-words.ts';
import { correctionLinks, okrLinks } from '../views/okrs/links.ts';
import { OkrPage } from '../views/okrs/okr-page.tsx';
import { Renewed } from '../views/okrs/renewed.tsx';
import { ToastPartial } from '../views/ui/toast.tsx';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { corrections } from './corrections.tsx';
import { readForm, type Sent } from './form.ts';
import { viewOf } from './okr-view.ts';
import { checkInId, readCheckIn } from './reading-check-in.ts';
import { type Refused, trying } from './refused.ts';
import { answer, shellOf, show, tell, wantsFragment } from './respond.tsx';

/** Check-ins of one OKR, from its page and from lists of what is due. */
export const checkIns = new Hono<WebEnv>();

checkIns.route('/', corrections);

checkIns.post('/o/:org/okrs/:id/check-ins', async (c) => {
  const okrId = c.req.param('id') as OkrId;
  const { ctx, formats } = c.var;
  const sent = await readForm(c);
  const { value: changed, refused } = await trying(checkIn(c, okrId, sent));
  if (refused) return again(c, okrId, sent, refused);
  await settleRollUps(c.env, ctx, changed.due);

  const fromHome = sent.text('from') === 'home';
  const { page } = okrLinks(ctx.org.slug, okrId);
  const on = sent.text('on') === todayOf(ctx) ? '' : sent.text('on');
  const aside = outsiderWords(changed.outsiders, formats);
  const said = [saidWords(measureOf(changed.okr), changed.checkIn.value, formats, on), aside].filter(Boolean).join(' ');
  if (!wantsFragment(c)) {
    tell(c, said);
    return c.redirect(fromHome ? `/o/${ctx.org.slug}` : page, 303);
  }
  const { deletion } = correctionLinks(ctx.org.slug, okrId, changed.checkIn.id);
  const undo = { action: deletion, fields: { from: fromHome ? 'home' : 'okr' } };
  if (!fromHome) return show(c, <Renewed {...(await viewOf(c, okrId))} said={said} undo={undo} />);
  c.header('HX-Reswap', 'delete');
  c.header('HX-Trigger', 'checked-in');
  return show(c, <ToastPartial message={said} undo={undo} />);
});

/** A form that cannot be read is refused like one that may not be. */
async function checkIn(c: WebContext, okrId: OkrId, sent: Sent) {
  const input = readCheckIn(sent, c.var.preferences.locale);
  return okrWriter(c.env, c.var.ctx, okrId).checkIn(input, checkInId(sent, c.var.now));
}

/** The form once more, with what was typed and what to change. */
async function again(c: WebContext, okrId: OkrId, sent: Sent, { fields, message, status }: Refused) {
  const [shell, view] = await Promise.all([shellOf(c, 'okrs'), viewOf(c, okrId)]);
  const typed: Typed = {
    value: sent.text('value'),
    status: calls.find((call) => call === sent.text('status')) ?? null,
    note: sent.text('note'),
    sticky: sent.has('sticky'),
    on: sent.text('on'),
  };
  const errors: FieldErrors = Object.keys(fields).length > 0 ? fields : { value: message ?? '' };
  // The page of an OKR that was closed meanwhile has no form to show what was typed.
  if (!wantsFragment(c) && isClosed(view.found.okr)) return answer(c, 409, 'stale', message);
  if (!wantsFragment(c)) return show(c, <OkrPage {...view} shell={shell} typed={typed} errors={errors} />, status);
  const { org, found, proposal, locale, formats } = view;
  const from = sent.text('from') === 'home' ? 'home' : 'okr';
  c.header('HX-Retarget', `form[action="${okrLinks(org.slug, okrId).checkIns}"]`);
  c.header('HX-Reswap', 'outerHTML');
  return show(
    c,
    <CheckInForm
      {...{ proposal, locale, formats, typed, errors, from }}
      home={`/o/${org.slug}`}
      today={view.today}
      okr={found.okr}
      id={sent.text('id')}
      target={from === 'home' ? 'closest .due' : undefined}
    />,
    status,
  );
}
