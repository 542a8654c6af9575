import { newId, type OkrId } from '../db/ids.ts';
import { propose } from '../domain/check-ins/proposing.ts';
import { tellStory } from '../domain/check-ins/telling.ts';
import { todayOf } from '../domain/context.ts';
import { explain } from '../domain/okrs/explaining.ts';
import { findOkr } from '../domain/okrs/finding.ts';
import { may } from '../domain/permission.ts';
import type { OkrView } from '../views/okrs/okr-view.ts';
import type { WebContext } from './context.ts';

/** What the page of an OKR shows; `before` (ms) for the story further back. @throws Refusal `not_found` */
export async function viewOf(c: WebContext, okrId: OkrId, before: number | null = null): Promise<OkrView> {
  const { ctx, formats, preferences } = c.var;
  const [found, story] = await Promise.all([findOkr(ctx, okrId), tellStory(ctx, okrId, before)]);
  return {
    org: ctx.org,
    found,
    explanation: explain(ctx, found, formats),
    story,
    newest: before === null,
    proposal: propose(ctx, found.okr),
    checkInId: newId('chk', ctx.now),
    may: { change: may.changeOkr(ctx.actor, found.ties), administer: may.administer(ctx.actor) },
    today: todayOf(ctx),
    now: ctx.now,
    locale: preferences.locale,
    formats,
  };
}
