import { sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { comments, mentions } from '../../db/schema/conversations.ts';
import { checkIns, okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { visible } from '../okrs/visible.ts';
import type { SubjectId } from '../reactions/finding.ts';

/** Something that mentions the actor: where, who said it, and the words. */
export type Mention = {
  okrId: OkrId;
  title: string;
  subjectId: SubjectId;
  by: string | null;
  text: string;
  at: number;
  seen: boolean;
};

const DAYS_MS = 14 * 24 * 60 * 60_000;
const READ = 30;
const SHOWN = 8;

/**
 * What mentions the actor, unseen first: the newest eight of two weeks, at OKRs that they may see. What a draft says itself is
 * no news before it is published; what people say about it is. One statement.
 */
export async function listMentions(ctx: Context): Promise<Mention[]> {
  const { db, org, actor, now } = ctx;
  const found = await db.all<Omit<Mention, 'seen'> & { seen: number }>(sql`
    select okr.id as okrId, okr.title, named.subject_id as subjectId, author.name as by, named.at,
      coalesce(said.text, told.note, okr.description, '') as text, named.seen_at is not null as seen
    from (select * from ${mentions} where org_id = ${org.id} and member_id = ${actor.memberId} and at > ${now - DAYS_MS}
      order by at desc limit ${READ}) as named
    cross join ${okrs} as okr on okr.id = named.okr_id
    left join ${members} as author on author.id = named.by_id
    left join ${comments} as said on said.id = named.subject_id
    left join ${checkIns} as told on told.id = named.subject_id
    where okr.org_id = ${org.id} and named.by_id is not ${actor.memberId} and ${visible(ctx, sql`okr`)}
      and (okr.draft = 0 or named.subject_id <> okr.id)
    order by seen, named.at desc limit ${SHOWN}`);
  return found.map((each) => ({ ...each, seen: Boolean(each.seen) }));
}
