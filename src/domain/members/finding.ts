import { and, asc, eq, gte, inArray, isNull, lt, ne, or, type SQL } from 'drizzle-orm';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { okrOwners, okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';

/** A person to choose. */
export type Person = { id: MemberId; name: string };

/** People in one list; beyond that a name has to be typed. */
export const MOST_PEOPLE = 200;

const person = { id: members.id, name: members.name };

/** Members who may own OKRs, by name: all of them, or those whose name or address begins with `q`. At most 200. */
export const listAssignable = ({ db, org }: Context, q = ''): Promise<Person[]> =>
  db
    .select(person)
    .from(members)
    .where(and(eq(members.orgId, org.id), isNull(members.deactivatedAt), ne(members.role, 'observer'), beginning(q)))
    .orderBy(asc(members.name))
    .limit(MOST_PEOPLE);

/** These members, whoever of them still exists. */
export const listMembersNamed = ({ db, org }: Context, ids: readonly MemberId[]): Promise<Person[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select(person)
        .from(members)
        .where(and(eq(members.orgId, org.id), inArray(members.id, [...ids])));

/** The owners of an OKR and who checks in for it. */
export const listPeopleOf = ({ db, org }: Context, okrId: OkrId): Promise<Person[]> =>
  db
    .select(person)
    .from(members)
    .where(
      and(
        eq(members.orgId, org.id),
        or(
          inArray(
            members.id,
            db
              .select({ id: okrOwners.memberId })
              .from(okrOwners)
              .where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.okrId, okrId))),
          ),
          inArray(
            members.id,
            db
              .select({ id: okrs.checkInOwnerId })
              .from(okrs)
              .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId))),
          ),
        ),
      ),
    );

/** A range that an index can serve, unlike a pattern. */
function beginning(q: string): SQL | undefined {
  if (q === '') return undefined;
  const upper = q.charAt(0).toLocaleUpperCase() + q.slice(1);
  const lower = q.toLocaleLowerCase();
  const end = (text: string) => `${text}\u{10ffff}`;
  return or(
    and(gte(members.name, upper), lt(members.name, end(upper))),
    and(gte(members.name, q), lt(members.name, end(q))),
    and(gte(members.email, lower), lt(members.email, end(lower))),
  );
}
