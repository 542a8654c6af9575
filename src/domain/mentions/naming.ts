import { eq, sql } from 'drizzle-orm';
import type { MemberId } from '../../db/ids.ts';
import { mentions } from '../../db/schema/conversations.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type AskedOkrs, askedOkrs } from '../okrs/asked.ts';

/** The names that mentioned members have today. */
export type Names = ReadonlyMap<MemberId, string>;

const MOST = 500;

/** The names of all who are mentioned at these OKRs: in descriptions, notes and comments. */
export async function listMentioned({ db, org }: Context, okrIds: AskedOkrs): Promise<Names> {
  const found = await db
    .selectDistinct({ id: members.id, name: members.name })
    .from(sql`${askedOkrs(okrIds)} as asked`)
    .crossJoin(mentions)
    .innerJoin(members, eq(members.id, mentions.memberId))
    .where(sql`${mentions.orgId} = ${org.id} and ${mentions.okrId} = asked.value`)
    .limit(MOST);
  return new Map(found.map(({ id, name }) => [id, name]));
}
