import { and, asc, eq, inArray, isNull, like, ne, or, type SQL, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/sqlite-core';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { containing } from '../../db/pattern.ts';
import { okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';

/** A person to choose. */
export type Person = { id: MemberId; name: string };

/** People in one list; beyond that a name has to be typed. */
export const MOST_PEOPLE = 100;

const person = { id: members.id, name: members.name };

/** How many members a search looks through: it must not cost more in a larger organization. */
const REACH = 5_000;

/** Members who may own OKRs, by name: the first of them, or those with `q` in their name or address. At most 100. */
export const listAssignable = (ctx: Context, q = ''): Promise<Person[]> =>
  listActive(ctx, q, ne(members.role, 'observer'));

/** The same of all members, observers among them: whoever may be let in on something. */
export const listMembers = (ctx: Context, q = ''): Promise<Person[]> => listActive(ctx, q);

function listActive({ db, org }: Context, q: string, who?: SQL): Promise<Person[]> {
  const within = db
    .select({ ...person, email: members.email })
    .from(members)
    .where(and(eq(members.orgId, org.id), isNull(members.deactivatedAt), who))
    .orderBy(asc(members.name))
    .limit(q ? REACH : MOST_PEOPLE)
    .as('within');
  return db
    .select({ id: within.id, name: within.name })
    .from(within)
    .where(q ? or(like(within.name, containing(q)), like(within.email, containing(q))) : undefined)
    .limit(MOST_PEOPLE);
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
