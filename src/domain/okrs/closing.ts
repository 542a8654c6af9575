import { z } from 'zod';
import type { OkrId } from '../../db/ids.ts';
import { NOTE_LENGTH } from '../check-ins/check-in.ts';
import type { Context } from '../context.ts';
import { restLink, wakeLink } from '../data-links/resting.ts';
import { type ClosedStatus, closedStatuses } from '../words.ts';
import { type Changed, commitChange } from './changing.ts';
import { findChangeable } from './finding-subject.ts';
import { closedAs, type Okr } from './okr.ts';
import { refuseDraft } from './refusing-drafts.ts';
import { refuseStale } from './refusing-stale.ts';
import { isScore, suggestedClosure, suggestedScore } from './scoring.ts';

const SCORE = 'A score goes from 0.0 to 1.0 in steps of 0.1.';

/** What may be said when an OKR is closed. Names as in the API. */
export const closureInput = z.strictObject({
  score: z.number(SCORE).refine(isScore, SCORE).optional(),
  note: z.string().trim().max(NOTE_LENGTH, `A note has at most ${NOTE_LENGTH} characters.`).nullable().optional(),
  status: z.enum(closedStatuses, 'An OKR ends closed or postponed.').optional(),
});

export type ClosureInput = z.infer<typeof closureInput>;

/**
 * Closes or postpones an OKR with its value as it is, or edits what was said when it was closed; open children stay open.
 * Unless said: whoever scores closes, else what never moved is postponed; the score is the progress, and a postponed OKR
 * has none. A repeat changes nothing. @throws Refusal `not_found`, `forbidden`, `stale`
 */
export async function closeOkr(ctx: Context, okrId: OkrId, input: ClosureInput, expected?: number): Promise<Changed> {
  const subject = await findChangeable(ctx, okrId);
  const { okr, link } = subject;
  refuseStale(okr, expected);
  refuseDraft(okr, 'close it');
  const said = closureOf(okr, input);
  const again = closedAs(okr) !== null;
  if (again && Object.entries(said).every(([name, value]) => okr[name as keyof Okr] === value)) return { okr, due: [] };

  const { status, score } = said;
  return commitChange(ctx, subject, {
    set: { ...said, closedAt: okr.closedAt ?? ctx.now, heldAt: null },
    chosen: null,
    source: 'person',
    happening: again
      ? { action: 'okr.closure_edited', data: { status, from: okr.score, to: score } }
      : { action: 'okr.closed', data: { status, score } },
    also: () => (link ? [restLink(ctx, okrId)] : []),
  });
}

/**
 * Opens a closed OKR again: its score and closing note go, and it is read and rolled up from here on. An open OKR stays
 * as it is. @throws Refusal `not_found`, `forbidden`, `stale`
 */
export async function reopenOkr(ctx: Context, okrId: OkrId, expected?: number): Promise<Changed> {
  const subject = await findChangeable(ctx, okrId);
  const { okr, link, parents } = subject;
  refuseStale(okr, expected);
  if (okr.closedAt === null) return { okr, due: [] };
  return commitChange(ctx, subject, {
    set: { closedAt: null, score: null, closingNote: null },
    chosen: null,
    source: 'person',
    happening: { action: 'okr.reopened', data: { status: okr.status, score: okr.score } },
    also: () => (link ? [wakeLink(ctx, okrId)] : []),
    // What happened below while it was closed has not reached it.
    ...(okr.mode === 'rollup' && { parents: [okrId, ...parents.map((parent) => parent.okrId)] }),
  });
}

/** How an OKR ends by what is said, and by what was said before. */
export const endOf = (okr: Okr, { score, status }: ClosureInput): ClosedStatus =>
  status ?? closedAs(okr) ?? (score === undefined ? suggestedClosure(okr.progress) : 'closed');

function closureOf(okr: Okr, input: ClosureInput): Pick<Okr, 'status' | 'score' | 'closingNote'> {
  const { score, note } = input;
  const before = closedAs(okr);
  const ends = endOf(okr, input);
  const unsaid = before === ends ? okr.score : ends === 'closed' ? suggestedScore(okr.progress) : null;
  return {
    status: ends,
    score: score ?? unsaid,
    closingNote: note === undefined ? okr.closingNote : note || null,
  };
}
