import { and, asc, eq, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/sqlite-core';
import type { MemberId, OkrId, OrgId } from '../../db/ids.ts';
import { okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members, memberWords } from '../../db/schema/organizations.ts';
import { wordsOf } from '../../lib/words.ts';
import type { Context } from '../context.ts';

/** A person to choose. */
export type Person = { id: MemberId; name: string };

/** People in one list; beyond that a name has to be typed. */
export const MOST_PEOPLE = 100;

const person = { id: members.id, name: members.name };

/** Members who may own OKRs, by name: the first of them, or those with `q` in their name or address. At most 100. */
export const listAssignable = (ctx: Context, q = ''): Promise<Person[]> =>
  listActive(ctx, q, ne(members.role, 'observer'));

/** The same of all members, observers among them: whoever may be let in on something. */
export const listMembers = (ctx: Context, q = ''): Promise<Person[]> => listActive(ctx, q);

function listActive({ db, org }: Context, q: string, who?: SQL): Promise<Person[]> {
  // The unary plus leads SQLite by those who were found, not through all that the organization has.
  const ofOrg = q.trim() === '' ? eq(members.orgId, org.id) : sql`+${members.orgId} = ${org.id}`;
  return db
    .select(person)
    .from(members)
    .where(and(ofOrg, isNull(members.deactivatedAt), who, found(org.id, q)))
    .orderBy(asc(members.name))
    .limit(MOST_PEOPLE);
}

/**
 * Whether a member's name and address have a word that begins with each word of `q`; undefined where `q` has none. The
 * longest word is looked up and the others among the words of whom it finds, so that a search costs what it finds and not
 * what the organization has.
 */
export function found(orgId: OrgId, q: string): SQL | undefined {
  const ids = idsFound(orgId, q);
  return ids ? sql`${members.id} in (${ids})` : q.trim() === '' ? undefined : sql`false`;
}

/** Subquery: the ids of those whom `found` means, each once; null where `q` has no word. */
export function idsFound(orgId: OrgId, q: string): SQL | null {
  const [longest, ...others] = wordsOf(q).toSorted((a, b) => b.length - a.length);
  if (longest === undefined) return null;
  const begins = (word: string) => sql`word between ${word} and ${`${word}\u{10ffff}`}`;
  return sql`select distinct said.member_id from ${memberWords} as said
    where said.org_id = ${orgId} and said.${begins(longest)}${sql.join(
      others.map(
        (word) =>
          sql` and exists (select 1 from ${memberWords} as also indexed by member_words_by_member where also.org_id = ${orgId} and also.member_id = said.member_id and also.${begins(word)})`,
      ),
    )}`;
}

/** These members, whoever of them still exists. */
export const listMembersNamed = ({ db, org }: Context, ids: readonly MemberId[]): Promise<Person[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select(person)
        .from(members)
        .where(and(eq(members.orgId, org.id), inArray(members.id, [...ids])));

/** The owners of an OKR, who checks in for it, its delegates and its viewers. */
export const listPeopleOf = ({ db, org }: Context, okrId: OkrId): Promise<Person[]> =>
  db
    .select(person)
    .from(members)
    .where(
      and(
        eq(members.orgId, org.id),
        inArray(
          members.id,
          union(
            db
              .select({ id: okrOwners.memberId })
              .from(okrOwners)
              .where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.okrId, okrId))),
            db
              .select({ id: okrPeople.memberId })
              .from(okrPeople)
              .where(and(eq(okrPeople.orgId, org.id), eq(okrPeople.okrId, okrId))),
            db
              .select({ id: sql<MemberId>`${okrs.checkInOwnerId}` })
              .from(okrs)
              .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId))),
          ),
        ),
      ),
    );
