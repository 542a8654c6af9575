import type { OkrId } from '../db/ids.ts';
import { countCheckInsSince } from '../domain/check-ins/counting.ts';
import { tellStory } from '../domain/check-ins/telling.ts';
import { todayOf } from '../domain/context.ts';
import { asOf } from '../domain/okrs/as-of.ts';
import { findOkr } from '../domain/okrs/finding.ts';
import { Refusal } from '../domain/refusal.ts';
import { addDays, isDay, startOf } from '../lib/days.ts';
import { okrLinks } from '../views/okrs/links.ts';
import { PastPage } from '../views/okrs/past-page.tsx';
import type { WebContext } from './context.ts';
import { shellOf, show } from './respond.tsx';

/** The page of an OKR as of a past day; today's own for today and later. @throws Refusal `not_found`, also for what is no day */
export async function showPast(c: WebContext, okrId: OkrId, on: string) {
  const { ctx, formats } = c.var;
  if (!isDay(on)) throw new Refusal('not_found', 'There is no such day.');
  if (on >= todayOf(ctx)) return c.redirect(okrLinks(ctx.org.slug, okrId).page, 303);
  const after = startOf(addDays(on, 1), ctx.org.timeZone);
  const [shell, present, story, since] = await Promise.all([
    shellOf(c, 'okrs'),
    findOkr(ctx, okrId),
    tellStory(ctx, okrId, after),
    countCheckInsSince(ctx, okrId, after),
  ]);
  return show(
    c,
    <PastPage
      shell={shell}
      org={ctx.org}
      present={present}
      found={asOf(present, on, ctx.org)}
      story={story}
      newest
      may={{ change: false, administer: false, propose: false, correct: () => false }}
      on={on}
      since={since}
      formats={formats}
    />,
  );
}
