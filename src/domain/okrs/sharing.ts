import { and, eq, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { okrPeople } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { may, type Ties } from '../permission.ts';
import { invalid } from '../refusal.ts';
import type { OkrPart, Visibility } from '../words.ts';

/** Whom an OKR is shared with, as far as it is said. Names as in the API. */
export type Sharing = {
  visibility?: Visibility;
  viewer_ids?: readonly MemberId[];
  delegate_ids?: readonly MemberId[];
};

/** Makes these the viewers and delegates of an OKR; those of whom nothing is said stay. */
export const sharingRows = (ctx: Context, okrId: OkrId, given: Sharing): Statement[] => [
  ...(given.viewer_ids ? partRows(ctx, okrId, 'viewer', given.viewer_ids) : []),
  ...(given.delegate_ids ? partRows(ctx, okrId, 'delegate', given.delegate_ids) : []),
];

/** The event of an OKR that becomes private or public; none when it stays what it is. */
export const visibilityEvent = (ctx: Context, okrId: OkrId, before: Visibility, after?: Visibility): Statement[] =>
  after === undefined || after === before
    ? []
    : [eventRow(ctx, { action: after === 'private' ? 'okr.made_private' : 'okr.made_public', subject: okrId })];

/** @throws Refusal `invalid` when whoever changes an OKR would lose sight of it */
export function refuseHiding({ actor }: Pick<Context, 'actor'>, after: Ties): void {
  if (!may.seeOkr(actor, after))
    throw invalid({ viewer_ids: 'You would not see it any more. Name yourself among those who can.' });
}

function partRows({ db, org }: Context, okrId: OkrId, part: OkrPart, members: readonly MemberId[]): Statement[] {
  const named = JSON.stringify([...new Set(members)]);
  return [
    db.delete(okrPeople).where(and(eq(okrPeople.orgId, org.id), eq(okrPeople.okrId, okrId), eq(okrPeople.part, part))),
    db.insert(okrPeople).select(sql`select ${org.id}, ${okrId}, value, ${part} from json_each(${named})`),
  ];
}
