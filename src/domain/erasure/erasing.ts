import { and, eq, gt, gte, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { commit, guard, LostRace, type Statement } from '../../db/commit.ts';
import { firstIdAt, newId } from '../../db/ids.ts';
import { apiTokens, idempotencyKeys } from '../../db/schema/access.ts';
import { connections } from '../../db/schema/connections.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { archiveParts, letters } from '../../db/schema/letters.ts';
import { members, teamMembers } from '../../db/schema/organizations.ts';
import { behalves, identities, invitations } from '../../db/schema/people.ts';
import { KEPT_MS } from '../archives/asking.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import type { Member } from '../members/member.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { places } from './clearing.ts';
import { type ErasureJob, NOBODY } from './erasure-job.ts';
import { forgetAddresses, isElsewhere } from './forgetting.ts';

/**
 * Deletes the personal data of somebody who has left, for good: what they did and own stays, under no name. Archives that
 * were made go too, because they hold it. The job that is returned takes the name out of what others wrote, and the
 * person's comments away where `comments` asks for it.
 * @throws Refusal `forbidden` unless owner in person, `conflict` unless deactivated, or when it was done already
 */
export async function eraseMember(ctx: Context, member: Member, comments: boolean): Promise<ErasureJob> {
  demand(may.deleteForGood(ctx.actor), sentences.forGood);
  if (member.erasedAt !== null) throw erased();
  if (member.deactivatedAt === null) throw new Refusal('conflict', `Deactivate ${member.name} first.`);
  const job = jobOf(ctx, member, comments);
  try {
    await commit(ctx.db, [
      ...withoutTraces(ctx, member),
      withoutName(ctx, member),
      guard(ctx.db),
      ctx.db.insert(jobs).values(job),
      eventRow(ctx, { action: 'member.erased', subject: member.id, data: { job: job.id, comments } }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('stale', 'This member has changed since you read it.') : reason;
  }
  return job;
}

const erased = () => new Refusal('conflict', 'The data of this person is deleted already.');

function withoutName({ db, org, now }: Context, { id, email }: Member): Statement {
  return db
    .update(members)
    .set({
      name: NOBODY,
      email: `${id.toLowerCase()}@erased.invalid`,
      words: '',
      locale: null,
      timeZone: null,
      managerId: null,
      seenAt: null,
      invitedAt: null,
      externalId: null,
      userName: null,
      profile: null,
      allowsBehalf: false,
      changedAt: now,
      erasedAt: now,
    })
    .where(
      and(
        eq(members.orgId, org.id),
        eq(members.id, id),
        eq(members.email, email),
        isNotNull(members.deactivatedAt),
        isNull(members.erasedAt),
      ),
    );
}

/** All that is kept of a person beside their own row. Goes before that, which is how it is found. */
function withoutTraces(ctx: Context, { id, email, createdAt }: Member): Statement[] {
  const { db, org } = ctx;
  const tokens = db
    .select({ id: apiTokens.id })
    .from(apiTokens)
    .where(and(eq(apiTokens.orgId, org.id), eq(apiTokens.memberId, id), eq(apiTokens.kind, 'personal')));
  return [
    ...forgetAddresses(db, org.id, sql`${id}`),
    db
      .delete(letters)
      .where(
        and(
          gte(letters.createdAt, createdAt),
          eq(letters.to, email),
          or(eq(letters.orgId, org.id), sql`${letters.orgId} is null and not ${isElsewhere(org.id, sql`${email}`)}`),
        ),
      ),
    db.delete(idempotencyKeys).where(and(eq(idempotencyKeys.orgId, org.id), inArray(idempotencyKeys.tokenId, tokens))),
    db
      .delete(apiTokens)
      .where(and(eq(apiTokens.orgId, org.id), eq(apiTokens.memberId, id), eq(apiTokens.kind, 'personal'))),
    db.delete(identities).where(and(eq(identities.orgId, org.id), eq(identities.memberId, id))),
    db.delete(invitations).where(and(eq(invitations.orgId, org.id), eq(invitations.memberId, id))),
    db.delete(teamMembers).where(and(eq(teamMembers.orgId, org.id), eq(teamMembers.memberId, id))),
    db
      .update(behalves)
      .set({ reason: '' })
      .where(and(eq(behalves.orgId, org.id), eq(behalves.memberId, id))),
    withoutCredentials(ctx, id),
    ...withoutArchives(ctx),
  ];
}

/** Accounts that they alone connected: what these feed keeps its values until an admin enters other credentials. */
const withoutCredentials = ({ db, org, now }: Context, id: Member['id']): Statement =>
  db
    .update(connections)
    .set({
      config: sql`json_remove(${connections.config}, '$.user')`,
      secret: '',
      account: null,
      pausedAt: now,
      trialAt: null,
      noticedAt: now,
      failureReason: 'unauthorized',
      failureDetail: 'The data of whose account this was is deleted.',
      version: sql`${connections.version} + 1`,
    })
    .where(
      sql`${connections.id} in (select account.id from ${connections} as account
        where account.org_id = ${org.id} and account.owner_id = ${id} and account.shared = 0)`,
    );

/** Exports, which hold everybody, and rows of invitations that were worked off. */
function withoutArchives({ db, org, now }: Context): Statement[] {
  const recent = and(eq(jobs.orgId, org.id), gt(jobs.id, firstIdAt('job', now - KEPT_MS - DAY_MS)));
  const holding = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(recent, or(eq(jobs.type, 'export'), inArray(jobs.state, ['done', 'failed']))));
  return [
    db.delete(archiveParts).where(and(eq(archiveParts.orgId, org.id), inArray(archiveParts.jobId, holding))),
    db.delete(jobs).where(and(recent, eq(jobs.type, 'export'))),
  ];
}

const DAY_MS = 24 * 60 * 60_000;

const jobOf = ({ org, actor, now }: Context, { id }: Member, comments: boolean): ErasureJob => ({
  id: newId('job', now),
  orgId: org.id,
  askedById: actor.memberId,
  type: 'erasure',
  state: 'waiting',
  input: { member: id, comments },
  result: { place: 0, after: null },
  done: 0,
  total: places.length,
  failure: null,
  createdAt: now,
  updatedAt: now,
});
