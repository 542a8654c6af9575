import { and, eq, sql } from 'drizzle-orm';
import { commit, guard, guardThat, type Statement, written } from '../../db/commit.ts';
import { type MemberId, newId, type TeamId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import type { KeyRing } from '../../lib/sealed.ts';
import type { Context } from '../context.ts';
import { eventRows, type Happening } from '../events/event.ts';
import { holdsNothing } from '../members/holdings.ts';
import { memberRow, searchWords } from '../members/member.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { findGround } from './ground.ts';
import { invitationRow, invitationRows, invitedEvent, memberRows, seatRows } from './inviting.ts';
import { demandAllowance, guardAllowance } from './limiting.ts';
import { type InvitationJob, type Progress, ROWS_PER_PART, totalsOf } from './order.ts';
import { listParts, rewritePart } from './parts.ts';
import { eachOnce, type Known, lookUp, nameIn, type Planned, plan, roleIn } from './planning.ts';

/**
 * Works off the next part of a job, against the organization as it is now: what was done before, by this job or by
 * anybody, is found done and not done again. The job's row moves in the same commit.
 * @throws LostRace when another delivery of the message was faster, Refusal `forbidden` unless admin, `limit`
 */
export async function inviteStep(ctx: Context, ring: KeyRing, job: InvitationJob): Promise<InvitationJob> {
  demand(may.administer(ctx.actor), sentences.admin);
  const part = Math.floor(job.done / ROWS_PER_PART);
  const before = await listParts(ctx, job.id, part, part + 1);
  if (before.length === 0) throw new Refusal('conflict', 'Its rows are kept for a few days, and these are gone.');
  const open = before.filter(({ outcome }) => outcome.kind !== 'refused').map(({ row }) => row);
  const ground = await findGround(ctx, open);
  const now = plan(open, ground, { creating: job.input.creating });
  const after = [...before.filter(({ outcome }) => outcome.kind === 'refused'), ...now];

  const made = await writesOf(ctx, ring, now, lookUp(ground));
  const totals = totalsOf(after);
  const result: Progress = {
    invited: job.result.invited + totals.invited,
    changed: job.result.changed + totals.changed,
    same: job.result.same + totals.same,
    refused: job.result.refused + totals.refused,
    letters: made.letters,
  };
  const next = { ...job, done: Math.min(job.total, job.done + ROWS_PER_PART), result, updatedAt: ctx.now };
  if (made.letters.length > 0) await demandAllowance(ctx, made.letters.length);
  await commit(ctx.db, [
    moveOn(ctx, job, next),
    guard(ctx.db),
    rewritePart(ctx, job.id, part, after),
    ...made.statements,
  ]);
  return next;
}

/** Ends a job whose last letters are written. */
export const finishJob = ({ db, org, now }: Context, { id }: InvitationJob): Promise<unknown> =>
  db
    .update(jobs)
    .set({ state: 'done', updatedAt: now })
    .where(and(eq(jobs.orgId, org.id), eq(jobs.id, id), eq(jobs.state, 'running')))
    .then();

const moveOn = ({ db, org }: Context, before: InvitationJob, { done, result, updatedAt }: InvitationJob): Statement =>
  db
    .update(jobs)
    .set({ done, result, updatedAt })
    .where(and(eq(jobs.orgId, org.id), eq(jobs.id, before.id), eq(jobs.done, before.done), eq(jobs.state, 'running')));

type Looking = ReturnType<typeof lookUp>;

/** What a part writes: new teams, new members with their invitations, changes of members, seats, and the events of all. */
async function writesOf(ctx: Context, ring: KeyRing, planned: readonly Planned[], looking: Looking) {
  const { org, now } = ctx;
  const newcomers = planned.filter(({ outcome }) => outcome.kind === 'invited');
  const idOf = new Map<string, MemberId>([
    ...[...looking.members].map(([email, { id }]) => [email, id] as const),
    ...newcomers.map(({ row }) => [row.email, newId('mem', now)] as const),
  ]);
  const done = planned.filter(({ outcome }) => outcome.kind === 'invited' || outcome.kind === 'changed');
  const newTeams = eachOnce(done.flatMap(({ missing }) => missing)).map((name) => [name, newId('tm', now)] as const);
  const made = new Map(newTeams.map(([name, id]) => [name.toLowerCase(), id]));
  const teamId = (name: string): TeamId => looking.team(name)?.id ?? made.get(name.toLowerCase())!;

  const added = newcomers.map(({ row }) =>
    memberRow({
      ...{ id: idOf.get(row.email)!, orgId: org.id, createdAt: now, invitedAt: now },
      ...{ name: nameIn(row), email: row.email, role: roleIn(row) ?? 'member' },
      managerId: idOf.get(row.manager) ?? null,
    }),
  );
  const invitations = await Promise.all(added.map(({ id }) => invitationRow(ctx, ring, id)));
  const changes = done.flatMap(({ row, outcome }) => {
    const member = looking.members.get(row.email);
    return member && outcome.kind === 'changed' ? [changeOf(row, member, outcome.fields, idOf)] : [];
  });
  const managed = changes.filter(({ fields }) => fields.includes('manager')).map(({ id }) => id);
  const seats = done.flatMap(({ row }) => row.teams.map((name) => [idOf.get(row.email)!, teamId(name)] as const));

  const happenings: Happening[] = [
    ...newTeams.map(([name, subject]) => ({ action: 'team.created', subject, data: { name } })),
    ...invitations.map((each, i) => invitedEvent(each, added[i]!)),
    ...changes.map(({ id, fields, role }) => ({ action: 'member.edited', subject: id, data: { role, fields } })),
  ];
  const statements =
    happenings.length === 0
      ? []
      : [
          guardAllowance(ctx, invitations.length),
          teamRows(ctx, newTeams),
          memberRows(ctx, added),
          invitationRows(ctx, invitations),
          changeRows(ctx, changes),
          seatRows(ctx, seats),
          guardObserving(ctx, changes),
          ...(managed.length > 0 ? [guardReporting(ctx, managed)] : []),
          eventRows(ctx, happenings),
        ];
  return { statements, letters: invitations.map(({ id }) => id) };
}

/** Whoever is given something at the same moment does not become an observer. */
const guardObserving = ({ db, org }: Context, changes: readonly Change[]): Statement => {
  const ids = changes.filter(({ role, fields }) => role === 'observer' && fields.includes('role')).map(({ id }) => id);
  return guardThat(
    db,
    sql`not exists (select 1 from json_each(${JSON.stringify(ids)}) as said
      where not (${holdsNothing(org.id, sql`said.value` as unknown as MemberId)}))`,
  );
};

type Change = Pick<Known, 'id' | 'name' | 'role' | 'managerId'> & { words: string; fields: readonly string[] };

const changeOf = (
  row: Planned['row'],
  member: Known,
  fields: readonly string[],
  idOf: ReadonlyMap<string, MemberId>,
): Change => {
  const name = row.name || member.name;
  return {
    id: member.id,
    name,
    role: roleIn(row) ?? member.role,
    managerId: row.manager === '' ? member.managerId : (idOf.get(row.manager) ?? null),
    words: searchWords({ name, email: member.email }),
    fields,
  };
};

const changeRows = ({ db, org, now }: Context, changes: readonly Change[]): Statement =>
  written(
    db,
    sql`update ${members} set name = said.value ->> 'name', role = said.value ->> 'role',
        manager_id = said.value ->> 'managerId', words = said.value ->> 'words', changed_at = ${now}
      from json_each(${JSON.stringify(changes)}) as said
      where ${members.id} = said.value ->> 'id' and +${members.orgId} = ${org.id}`,
  );

const teamRows = ({ db, org, now }: Context, made: readonly (readonly [string, TeamId])[]): Statement =>
  written(
    db,
    sql`insert into ${teams} (id, org_id, name, created_at, changed_at)
      select value ->> 1, ${org.id}, value ->> 0, ${now}, ${now} from json_each(${JSON.stringify(made)})`,
  );

/** A manager who is changed elsewhere at the same moment could close a circle; then this commit ends here. */
const guardReporting = ({ db }: Context, ids: readonly MemberId[]): Statement =>
  guardThat(
    db,
    sql`not exists (
      with recursive up(below, id, height) as (
        select own.id, own.manager_id, 1 from json_each(${JSON.stringify(ids)}) as said
          cross join ${members} as own on own.id = said.value where own.manager_id is not null
        union
        select up.below, boss.manager_id, up.height + 1 from up cross join ${members} as boss on boss.id = up.id
          where boss.manager_id is not null and up.height < 50
      )
      select 1 from up where id = below)`,
  );
