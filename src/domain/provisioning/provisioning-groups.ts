import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { guard, guardThat, LostRace, type Statement } from '../../db/commit.ts';
import { type MemberId, newId, type TeamId } from '../../db/ids.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { archiveTeam } from '../teams/archiving.ts';
import { commitTeam } from '../teams/creating.ts';
import { deleteTeam } from '../teams/deleting.ts';
import { listUpwards } from '../teams/finding-path.ts';
import { findTeam } from '../teams/listing.ts';
import { MOST_SEATS } from '../teams/team.ts';
import type { Group, GroupGiven, TeamRow } from './group.ts';

/**
 * Makes a team, or brings back an archived one that the identity system knows by that name or external id.
 * @throws Refusal `conflict` when a team has the name, `invalid` for people who are not there or too many of them
 */
export async function provisionGroup(ctx: Context, given: GroupGiven): Promise<Group> {
  demand(may.provision(ctx.actor), sentences.provision);
  const [taken, people] = await Promise.all([findTaken(ctx, given), listPeople(ctx, given.memberIds)]);
  if (taken) {
    if (taken.archivedAt === null || taken.externalId === null) throw nameTaken(taken);
    return store(ctx, { team: taken, members: await listSeated(ctx, taken.id) }, given, people);
  }
  const team: TeamRow = {
    id: newId('tm', ctx.now),
    orgId: ctx.org.id,
    parentId: null,
    leadId: null,
    name: given.name,
    type: null,
    archivedAt: null,
    createdAt: ctx.now,
    changedAt: ctx.now,
    externalId: given.externalId,
  };
  if (people.length > MOST_SEATS) throw tooMany();
  const added = people.map(({ id }) => id);
  await commitTeam(ctx, team, { action: 'team.created', data: { name: team.name } }, [
    ctx.db.insert(teams).values(team),
    ...seating(ctx, team.id, added, []),
  ]);
  return { team, members: people };
}

/**
 * Gives a team the name and the members that the identity system says; what changes nothing writes nothing. `before` as
 * it was read, with its members.
 * @throws Refusal `conflict` when another team has the name, `invalid` for people who are not there or too many of them,
 * `stale` when the team has changed since
 */
export async function reprovisionGroup(ctx: Context, before: Group, given: GroupGiven): Promise<Group> {
  demand(may.provision(ctx.actor), sentences.provision);
  const there = new Set(before.members?.map(({ id }) => id));
  const added = await listPeople(
    ctx,
    given.memberIds.filter((id) => !there.has(id)),
  );
  const wanted = new Set(given.memberIds);
  const kept = (before.members ?? []).filter(({ id }) => wanted.has(id));
  return store(ctx, before, given, [...kept, ...added]);
}

/** Deletes a team, or archives it where OKRs, proposals or other teams belong to it. @throws Refusal `not_found`, `stale` */
export async function unprovisionGroup(ctx: Context, id: TeamId): Promise<void> {
  demand(may.provision(ctx.actor), sentences.provision);
  const team = await findTeam(ctx, id);
  try {
    await deleteTeam(ctx, team);
  } catch (reason) {
    if (!(reason instanceof Refusal) || reason.code !== 'conflict') throw reason;
    await archiveTeam(ctx, team);
  }
}

type Person = { id: MemberId; name: string };

async function store(ctx: Context, before: Group, given: GroupGiven, people: Person[]): Promise<Group> {
  const { team } = before;
  const added = idsBeside(people, before.members);
  const removed = idsBeside(before.members ?? [], people);
  const { name, externalId } = given;
  if (people.length > MOST_SEATS) throw tooMany();
  const isNamedSo = team.name === name && team.externalId === externalId && team.archivedAt === null;
  if (isNamedSo && added.length + removed.length === 0) return { team, members: people };
  const parentId = await findStanding(ctx, team);
  const after: TeamRow = { ...team, name, externalId, parentId, archivedAt: null, changedAt: ctx.now };
  const { db, org } = ctx;
  try {
    await commitTeam(ctx, after, { action: actionOf(team), data: { name, added, removed } }, [
      db
        .update(teams)
        .set(after)
        .where(and(eq(teams.orgId, org.id), unchanged(teams, team))),
      guard(db),
      ...seating(ctx, team.id, added, removed),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('stale', 'Somebody changed this team meanwhile.') : reason;
  }
  return { team: after, members: people };
}

/** Where a team stands; one that comes back below the nearest team above it that is there. */
async function findStanding(ctx: Context, { archivedAt, parentId }: TeamRow): Promise<TeamId | null> {
  if (archivedAt === null || parentId === null) return parentId;
  return (await listUpwards(ctx, parentId)).find((above) => above.archivedAt === null)?.id ?? null;
}

const actionOf = ({ archivedAt }: TeamRow) => (archivedAt === null ? 'team.edited' : 'team.restored');

function idsBeside(people: readonly Person[], others: readonly Person[] | null): MemberId[] {
  const known = new Set(others?.map(({ id }) => id));
  return people.map(({ id }) => id).filter((id) => !known.has(id));
}

/** Seats these and unseats those. Rolls back when there are more than a team has room for. */
function seating({ db, org }: Context, teamId: TeamId, added: MemberId[], removed: MemberId[]): Statement[] {
  const own = and(eq(teamMembers.orgId, org.id), eq(teamMembers.teamId, teamId));
  const listed = (ids: MemberId[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;
  return [
    ...(removed.length > 0
      ? [db.delete(teamMembers).where(and(own, sql`${teamMembers.memberId} in ${listed(removed)}`))]
      : []),
    ...(added.length > 0
      ? [
          db
            .insert(teamMembers)
            .select(sql`select ${org.id}, ${teamId}, value from ${listed(added)} where true`)
            .onConflictDoNothing(),
          guardThat(
            db,
            sql`(select count(*) from ${teamMembers} where org_id = ${org.id} and team_id = ${teamId}) <= ${MOST_SEATS}`,
          ),
        ]
      : []),
  ];
}

/** @throws Refusal `invalid` unless all of them are members of the organization */
async function listPeople({ db, org }: Context, ids: readonly MemberId[]): Promise<Person[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const known = await db
    .select({ id: members.id, name: members.name })
    .from(members)
    .where(
      and(
        eq(members.orgId, org.id),
        sql`${members.id} in (select value from json_each(${JSON.stringify(wanted)}))`,
        isNull(members.erasedAt),
      ),
    );
  const found = new Set(known.map(({ id }) => id));
  const missing = wanted.find((id) => !found.has(id));
  if (missing !== undefined) throw invalid({ members: `There is no user “${missing.slice(0, 60)}”.` });
  return known;
}

/** The team that has the name, or that is archived under the external id, of a new one. */
async function findTaken({ db, org }: Context, { name, externalId }: GroupGiven): Promise<TeamRow | undefined> {
  const own = eq(teams.orgId, org.id);
  const known = await db
    .select()
    .from(teams)
    .where(or(and(own, eq(teams.name, name)), externalId ? and(own, eq(teams.externalId, externalId)) : undefined))
    .limit(3);
  return known.find((team) => team.name === name) ?? known[0];
}

const listSeated = ({ db, org }: Context, teamId: TeamId): Promise<Person[]> =>
  db.all<Person>(sql`
    select person.id, person.name from ${teamMembers} as seat cross join ${members} as person on person.id = seat.member_id
    where seat.org_id = ${org.id} and seat.team_id = ${teamId}`);

const tooMany = () => invalid({ members: `A team has at most ${MOST_SEATS} members.` });

const nameTaken = ({ name, archivedAt }: TeamRow): Refusal =>
  new Refusal(
    'conflict',
    archivedAt === null
      ? `There is a group of this name or external id already: “${name}”.`
      : `A team named “${name}” is archived in Cairn. Bring it back there, or choose another name.`,
  );
