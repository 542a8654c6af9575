import { and, eq, isNull, sql } from 'drizzle-orm';
import { commit, isDuplicate, LostRace, type Statement, written } from '../../db/commit.ts';
import { type MemberId, newId, type TeamId } from '../../db/ids.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import { invitations } from '../../db/schema/people.ts';
import type { KeyRing } from '../../lib/sealed.ts';
import type { Context } from '../context.ts';
import { eventRows } from '../events/event.ts';
import { demandFor } from '../members/creating.ts';
import { type Member, memberRow } from '../members/member.ts';
import { demand, may, sentences } from '../permission.ts';
import { type FieldErrors, invalid, Refusal } from '../refusal.ts';
import { INVITATION_MS, type Invitation, type NewInvitation } from './invitation.ts';
import { demandAllowance, guardAllowance, INVITED, overLimit } from './limiting.ts';
import { makeToken } from './token.ts';

/** A member who was asked to come, and the letter's side of it. */
export type Invited = { member: Member; invitation: Invitation };

/**
 * Makes people members at once, so that teams, a manager and OKRs can be given to them before they come, and invites
 * them. All of them or none.
 * @throws Refusal `forbidden` unless admin, or for an owner unless owner; `conflict` when an address is a member's;
 * `invalid` for a team or manager who is not there; `limit` beyond what an organization may send in a day
 */
export async function invite(ctx: Context, ring: KeyRing, people: readonly NewInvitation[]): Promise<Invited[]> {
  demand(may.administer(ctx.actor), sentences.admin);
  for (const { role } of people) demandFor(ctx, role);
  refuseRepeated(people);
  await Promise.all([demandAllowance(ctx, people.length), checkReferences(ctx, people)]);
  const made = people.map(({ name, email, role, manager_id: managerId = null }) =>
    memberRow({
      ...{ id: newId('mem', ctx.now), orgId: ctx.org.id, createdAt: ctx.now, invitedAt: ctx.now },
      ...{ name, email, role, managerId },
    }),
  );
  const rows = await Promise.all(made.map(({ id }) => invitationRow(ctx, ring, id)));
  const seats = people.flatMap(({ team_ids }, i) =>
    [...new Set(team_ids)].map((teamId) => [made[i]!.id, teamId] as const),
  );
  try {
    await commit(ctx.db, [
      guardAllowance(ctx, made.length),
      memberRows(ctx, made),
      invitationRows(ctx, rows),
      seatRows(ctx, seats),
      eventRows(
        ctx,
        rows.map((row, i) => invitedEvent(row, made[i]!)),
      ),
    ]);
  } catch (reason) {
    if (reason instanceof LostRace) throw overLimit(0);
    if (isDuplicate(reason, 'members.email')) throw await takenIn(ctx, people);
    throw reason;
  }
  return made.map((member, i) => ({ member, invitation: rows[i]! }));
}

/** An invitation of a member, to be written; it opens the door from then on. */
export async function invitationRow(ctx: Context, ring: KeyRing, memberId: MemberId, id = newId('inv', ctx.now)) {
  const { tokenHash } = await makeToken(ring, id);
  const row: Invitation = {
    id,
    orgId: ctx.org.id,
    memberId,
    tokenHash,
    invitedById: ctx.actor.memberId,
    createdAt: ctx.now,
    expiresAt: ctx.now + INVITATION_MS,
    acceptedAt: null,
    revokedAt: null,
  };
  return row;
}

export const invitedEvent = ({ id, memberId }: Invitation, { role }: Pick<Member, 'role'>) => ({
  action: INVITED,
  subject: memberId,
  data: { invitation: id, role },
});

/** New members, who have not come yet. */
export const memberRows = ({ db, org, now }: Context, made: readonly Member[]): Statement =>
  written(
    db,
    sql`insert into ${members} (id, org_id, email, name, role, manager_id, created_at, changed_at, invited_at, words)
      select value ->> 'id', ${org.id}, value ->> 'email', value ->> 'name', value ->> 'role', value ->> 'managerId',
        ${now}, ${now}, ${now}, value ->> 'words' from json_each(${JSON.stringify(made)})`,
  );

export const invitationRows = ({ db, org }: Context, rows: readonly Invitation[]): Statement =>
  db.insert(invitations).select(sql`
    select value ->> 'id', ${org.id}, value ->> 'memberId', value ->> 'tokenHash', value ->> 'invitedById',
      value ->> 'createdAt', value ->> 'expiresAt', null, null from json_each(${JSON.stringify(rows)})`);

/** Seats in teams; those that are taken already stay. */
export const seatRows = ({ db, org }: Context, seats: readonly (readonly [MemberId, TeamId])[]): Statement =>
  db
    .insert(teamMembers)
    .select(sql`select ${org.id}, value ->> 1, value ->> 0 from json_each(${JSON.stringify(seats)}) where true`)
    .onConflictDoNothing();

function refuseRepeated(people: readonly NewInvitation[]): void {
  const at = people.findIndex(({ email }, i) => people.findIndex((other) => other.email === email) < i);
  if (at >= 0) throw invalid({ [fieldOf(people, at, 'email')]: 'This address is there twice.' });
}

/** @throws Refusal `invalid` unless teams and managers are there */
async function checkReferences({ db, org }: Context, people: readonly NewInvitation[]): Promise<void> {
  const among = (ids: readonly unknown[]) => sql`(select value from json_each(${JSON.stringify([...new Set(ids)])}))`;
  const [bosses, joined] = await Promise.all([
    db
      .select({ id: members.id })
      .from(members)
      .where(
        and(
          eq(members.orgId, org.id),
          sql`${members.id} in ${among(people.flatMap(({ manager_id }) => manager_id ?? []))}`,
          isNull(members.deactivatedAt),
        ),
      ),
    db
      .select({ id: teams.id })
      .from(teams)
      .where(
        and(
          eq(teams.orgId, org.id),
          sql`${teams.id} in ${among(people.flatMap(({ team_ids }) => team_ids))}`,
          isNull(teams.archivedAt),
        ),
      ),
  ]);
  const errors: FieldErrors = {};
  people.forEach(({ manager_id, team_ids }, i) => {
    if (manager_id && !bosses.some(({ id }) => id === manager_id))
      errors[fieldOf(people, i, 'manager_id')] = `No member ${manager_id} in this organization.`;
    const missing = team_ids.find((teamId) => !joined.some(({ id }) => id === teamId));
    if (missing) errors[fieldOf(people, i, 'team_ids')] = `No team ${missing} in this organization.`;
  });
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

/** Where a field of one of them is: by its own name when there is only one. */
const fieldOf = (people: readonly NewInvitation[], i: number, name: string) =>
  people.length === 1 ? name : `people.${i}.${name}`;

const TAKEN = 'A member has this address already. One who was deactivated can be made active again.';

async function takenIn({ db, org }: Context, people: readonly NewInvitation[]): Promise<Refusal> {
  const taken = await db
    .select({ email: members.email })
    .from(members)
    .where(
      and(
        eq(members.orgId, org.id),
        sql`${members.email} in (select value from json_each(${JSON.stringify(people.map(({ email }) => email))}))`,
      ),
    );
  const fields = people.flatMap(({ email }, i) =>
    taken.some((each) => each.email === email) ? [[fieldOf(people, i, 'email'), TAKEN]] : [],
  );
  return new Refusal('conflict', TAKEN, Object.fromEntries(fields));
}
