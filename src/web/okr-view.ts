import { newId, type OkrId } from '../db/ids.ts';
import { type Proposal, propose } from '../domain/check-ins/proposing.ts';
import { tellStory } from '../domain/check-ins/telling.ts';
import { todayOf } from '../domain/context.ts';
import { listMentioned } from '../domain/mentions/naming.ts';
import { explain } from '../domain/okrs/explaining.ts';
import type { Explanation } from '../domain/okrs/explanation.ts';
import { findOkr } from '../domain/okrs/finding.ts';
import { foresee } from '../domain/okrs/foresight.ts';
import { may } from '../domain/permission.ts';
import { listReactions } from '../domain/reactions/finding.ts';
import { findNext } from '../domain/recurring/finding.ts';
import { calls } from '../domain/words.ts';
import type { OkrView } from '../views/okrs/okr-view.ts';
import type { WebContext } from './context.ts';

/** What the page of an OKR shows; `before` (ms) for the story further back. @throws Refusal `not_found` */
export async function viewOf(c: WebContext, okrId: OkrId, before: number | null = null): Promise<OkrView> {
  const { ctx, formats, preferences } = c.var;
  const [found, story, reactions, names, next] = await Promise.all([
    findOkr(ctx, okrId),
    tellStory(ctx, okrId, before),
    listReactions(ctx, [okrId]),
    listMentioned(ctx, [okrId]),
    findNext(ctx, okrId),
  ]);
  const explanation = explain(ctx, found, formats);
  return {
    org: ctx.org,
    found,
    explanation,
    foresight: foresee(ctx, found),
    next,
    story,
    talk: { org: ctx.org, okrId, actor: ctx.actor, formats, comments: [...story.answers], reactions, names },
    newest: before === null,
    proposal: withChildren(propose(ctx, found.okr), explanation),
    checkInId: newId('chk', ctx.now),
    may: {
      change: may.changeOkr(ctx.actor, found.ties),
      administer: may.administer(ctx.actor),
      propose: may.createOkr(ctx.actor),
      correct: (authorId) => found.okr.closedAt === null && may.correctCheckIn(ctx.actor, authorId),
    },
    me: ctx.actor.memberId,
    today: todayOf(ctx),
    now: ctx.now,
    locale: preferences.locale,
    formats,
  };
}

/** A parent's status may come from its children, of which a proposal for a value alone knows nothing. */
function withChildren(proposal: Proposal, { mode, computed_status, status, status_source }: Explanation): Proposal {
  if (mode !== 'rollup') return proposal;
  const held = status_source === 'chosen' ? status : computed_status;
  return { ...proposal, computed: computed_status, call: calls.find((call) => call === held) ?? null };
}
