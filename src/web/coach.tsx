import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { CoachAnswer } from '../views/okr-form/coach.tsx';
import { coachOn } from './coaching.ts';
import type { WebEnv } from './context.ts';
import { readQuery } from './form.ts';
import { readOkrForm } from './okr-form.ts';
import { show } from './respond.tsx';

/** What the writing coach says while somebody types: a part of the forms that make and edit OKRs. */
export const coach = new Hono<WebEnv>();

coach.get('/o/:org/okrs/coach', async (c) => {
  demand(may.createOkr(c.var.ctx.actor), sentences.observer);
  const asked = readQuery(c);
  const coached = await coachOn(c, readOkrForm(asked), (asked.text('okr') || null) as OkrId | null);
  return show(c, <CoachAnswer coached={coached} org={c.var.ctx.org.slug} />);
});
