import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { candidatesIn, writings } from './candidates.ts';
import { mentionedIn, type Person } from './mention.ts';

/** Who a text may mean: members named by id, and active ones whose names begin with a word after an @. */
export type People = { byId: Person[]; byName: Person[]; complete: boolean };

/** Who may see an OKR and can be mentioned at it. */
export type Seers = 'everyone' | ReadonlySet<MemberId>;

const MOST = 200;
const SUGGESTED = 8;

const person = { id: members.id, name: members.name };

/**
 * Whom a text may mention; `before` is the text that it replaces, whose people are known. Asks nothing without an @.
 * Names are looked up by their beginnings, so that it costs no more in a larger organization.
 */
export async function findPeople(ctx: Context, text: string | null, before: string | null = null): Promise<People> {
  if (!text?.includes('@')) return { byId: [], byName: [], complete: true };
  const candidates = candidatesIn(text);
  const ids = [...candidates.flatMap((each) => ('id' in each ? [each.id] : [])), ...mentionedIn(before)];
  const starts = candidates.flatMap((each) => ('words' in each ? writings(each.words[0]!) : []));
  const [byId, byName] = await Promise.all([
    ids.length === 0 ? [] : listById(ctx, ids),
    starts.length === 0 ? [] : listByStart(ctx, starts, MOST),
  ]);
  return { byId, byName, complete: byName.length < MOST };
}

/** Active members whose name begins so, by name; at most eight. */
export const suggestPeople = (ctx: Context, start: string): Promise<Person[]> =>
  listByStart(ctx, writings(start), SUGGESTED);

/** Who may see an OKR; nobody when there is none. */
export async function findSeers({ db, org }: Context, okrId: OkrId): Promise<Seers> {
  const [found] = await db
    .select({
      visibility: okrs.visibility,
      ids: sql<string>`(select json_group_array(seer.id) from (
        select ${okrs.creatorId} as id union select ${okrs.checkInOwnerId}
        union select own.member_id from ${okrOwners} as own where own.org_id = ${org.id} and own.okr_id = ${okrs.id}
        union select part.member_id from ${okrPeople} as part where part.org_id = ${org.id} and part.okr_id = ${okrs.id}
      ) as seer)`.as('seers'),
    })
    .from(okrs)
    .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId)));
  return found?.visibility === 'public' ? 'everyone' : new Set<MemberId>(found ? JSON.parse(found.ids) : []);
}

const listById = ({ db, org }: Context, ids: readonly MemberId[]): Promise<Person[]> =>
  db
    .select(person)
    .from(members)
    .where(and(eq(members.orgId, org.id), sql`${members.id} in (select value from json_each(${JSON.stringify(ids)}))`));

const listByStart = ({ db, org }: Context, starts: readonly string[], most: number): Promise<Person[]> =>
  db
    .selectDistinct(person)
    .from(sql`json_each(${JSON.stringify(starts)}) as asked`)
    .crossJoin(members)
    .where(
      and(
        eq(members.orgId, org.id),
        sql`${members.name} >= asked.value and ${members.name} < asked.value || char(1114111)`,
        isNull(members.deactivatedAt),
      ),
    )
    .orderBy(asc(members.name))
    .limit(most);
