import { Hono } from 'hono';
import type { PeriodId } from '../db/ids.ts';
import type { Span } from '../domain/okrs/expected.ts';
import { outsideSentence } from '../domain/okrs/outside.ts';
import { findPeriod } from '../domain/periods/finding.ts';
import { Refusal } from '../domain/refusal.ts';
import { OutsideWarning } from '../views/okr-form/time.tsx';
import type { WebEnv } from './context.ts';
import { readQuery } from './form.ts';
import { show } from './respond.tsx';

/** Whether the days in the form of an OKR lie outside its period. Answers with the warning alone. */
export const days = new Hono<WebEnv>();

days.get('/o/:org/okrs/days', async (c) => {
  const sent = readQuery(c);
  const period = await findPeriod(c.var.ctx, sent.text('period_id') as PeriodId).catch(noneOfThese);
  const values = { period_id: '', starts_on: sent.text('starts_on'), ends_on: sent.text('ends_on') };
  return show(c, <OutsideWarning values={values} period={period} />);
});

/** The warning for the page that follows the saving of an OKR; nothing when its days lie inside. */
export function outsideWords(own: Span, period: Span | undefined): string | null {
  const says = period ? outsideSentence(own, period) : null;
  return says && `Saved. ${says}`;
}

function noneOfThese(reason: unknown): null {
  if (reason instanceof Refusal && reason.code === 'not_found') return null;
  throw reason;
}
