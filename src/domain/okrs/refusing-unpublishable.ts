import type { Context } from '../context.ts';
import { demand, may } from '../permission.ts';
import { MOST_DRAFTS } from '../proposals/proposal.ts';
import { Refusal } from '../refusal.ts';
import { demandLevel } from './creating.ts';
import { isChange, type Line } from './line.ts';

/**
 * @throws Refusal `forbidden` for changes of OKRs that the actor may not change, and for what they may not make at its
 * level; `conflict` for OKRs of teams that need the approval of a lead. `any`: whether the actor leads a team at all.
 */
export function demandPublishable(ctx: Context, lines: readonly Line[], any: boolean): void {
  for (const { draft, live } of lines) {
    if (live)
      demand(may.changeOkr(ctx.actor, live.ties), `You may not change “${live.okr.title}”, so you cannot publish it.`);
    const { level, teamId } = draft.okr;
    const there = draft.ties.leadIds.includes(ctx.actor.memberId!);
    if (!live || live.okr.level !== level || live.okr.teamId !== teamId)
      demandLevel(ctx, level, teamId, { any, there });
  }
}

/** @throws Refusal `conflict` with the first reason why these drafts cannot be published together as things are */
export function refuseUnpublishable(lines: readonly Line[]): void {
  const reason = reasonAgainst(lines);
  if (reason) throw new Refusal('conflict', reason);
}

function reasonAgainst(lines: readonly Line[]): string | null {
  if (lines.length === 0) return 'There is no draft to publish.';
  if (lines.length > MOST_DRAFTS) return `At most ${MOST_DRAFTS} drafts are published together. Take some of them out.`;
  const here = new Set(lines.map(({ draft }) => draft.okr.id));
  const changed = new Set<string>();
  for (const line of lines) {
    const { draft, live } = line;
    const title = `“${draft.okr.title}”`;
    const above = draft.parents.find((parent) => parent.draft && !here.has(parent.id));
    if (above) return `${title} stands under “${above.title}”, which is still a draft. Publish that first.`;
    const over = draft.parents.find((parent) => parent.closed && !live?.parents.some((each) => each.id === parent.id));
    if (over) return `${title} stands under “${over.title}”, which is closed. Reopen that, or align it elsewhere.`;
    if (!isChange(line)) continue;
    if (!live) return `The OKR that ${title} would change is gone. Delete this draft.`;
    if (live.okr.closedAt !== null) return `“${live.okr.title}” is closed. Reopen it, or delete the proposed change.`;
    if (changed.has(live.okr.id)) return `“${live.okr.title}” is changed twice here. Keep one of the two changes.`;
    changed.add(live.okr.id);
  }
  return null;
}
