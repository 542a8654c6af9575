import { z } from 'zod';
import { syncTriggers } from '../domain/words.ts';

const id = z.string().min(1).max(60);

/** What travels through the queue. Small, and safe to receive twice. */
export const job = z.discriminatedUnion('type', [
  /** Read a source through a connection, for all that is linked to it; every source when none is named. */
  z.object({
    type: z.literal('scan'),
    orgId: id,
    connectionId: id,
    source: z.string().max(25_000).nullable(),
    trigger: z.enum(syncTriggers),
    /** What a push told of; only sources of that topic are read. */
    topic: z.string().max(200).optional(),
    /** The read that waits at the end of a push window. */
    closesWindow: z.boolean().optional(),
  }),
  /** Let OKRs take the readings that their data links hold. */
  z.object({
    type: z.literal('take'),
    orgId: id,
    connectionId: id,
    okrIds: z.array(id).max(100),
    trigger: z.enum(syncTriggers),
  }),
  /** Subscribe to the pushes of what a connection reads. `origin` is where this deployment can be reached. */
  z.object({
    type: z.literal('pushes'),
    orgId: id,
    connectionId: id,
    origin: z.url().max(300),
    /** Look first whether the provider still serves those that are there: of the topics after this one, '' for all. */
    checkAfter: z.string().max(200).optional(),
  }),
  /** Try the credentials of a connection that pauses. */
  z.object({ type: z.literal('trial'), orgId: id, connectionId: id }),
  /** Tell the owner of a connection that it pauses. */
  z.object({ type: z.literal('notice'), orgId: id, connectionId: id }),
  /** Recompute all that is due in an organization, once those that are still taking their readings have. */
  z.object({
    type: z.literal('settle'),
    orgId: id,
    round: z.number().int().min(0).max(100),
    after: z.number().int().min(0).max(600),
  }),
  /** Recompute OKRs whose status turns because days have passed. */
  z.object({ type: z.literal('recompute'), orgId: id, okrIds: z.array(id).max(100) }),
  /** Make the quarters and years of an organization that are missing. */
  z.object({ type: z.literal('periods'), orgId: id }),
  /** Prepare the next of recurring OKRs. */
  z.object({ type: z.literal('recur'), orgId: id, okrIds: z.array(id).max(100) }),
  /** Go on with a job of copies; its row says how far it is. */
  z.object({ type: z.literal('copies'), orgId: id, jobId: id }),
  /** Go on with a job of invitations; its row says how far it is. */
  z.object({ type: z.literal('invitations'), orgId: id, jobId: id }),
  /** Write the letters of invitations. `origin` is where this deployment was reached. */
  z.object({
    type: z.literal('invitation-letters'),
    orgId: id,
    invitationIds: z.array(id).max(20),
    origin: z.url().max(300),
  }),
  /** Send a letter that was written down. */
  z.object({ type: z.literal('letter'), letterId: id }),
  /** Put seals on what happened in an organization, or forget what it keeps no longer. */
  z.object({ type: z.literal('seal'), orgId: id }),
  z.object({ type: z.literal('forget'), orgId: id }),
  /** Go on with a hand-over; its row says how far it is. */
  z.object({ type: z.literal('hand-over'), orgId: id, jobId: id }),
  /** Go on with an export; its row says how far it is. */
  z.object({ type: z.literal('export'), orgId: id, jobId: id }),
  /** Go on with a restore; its row says how far it is. */
  z.object({ type: z.literal('restore'), orgId: id, jobId: id }),
  /** Go on taking the name of somebody whose data was deleted out of what others wrote; its row says how far it is. */
  z.object({ type: z.literal('erasure'), orgId: id, jobId: id }),
  /** Go on deleting an organization; `after` (s) is that of the message which looks once more when all is gone. */
  z.object({ type: z.literal('delete-organization'), orgId: id, after: z.number().int().min(0).max(600) }),
  /** Judge a page of the open OKRs by settings that have changed: the newest first, those before one of them. */
  z.object({ type: z.literal('restate'), orgId: id, before: id.nullable() }),
  /** Move the open OKRs of a team to another one, as a member: those after one of them. */
  z.object({
    type: z.literal('rehome'),
    orgId: id,
    fromId: id,
    toId: id,
    memberId: id,
    /** The admin who acts for that member. */
    by: z.object({ memberId: id, name: z.string().max(200) }).nullable(),
    after: id.nullable(),
  }),
]);

export type Job = z.infer<typeof job>;

/** OKRs in one message: with their reads, writers and ancestors they stay under 50 subrequests, the free plan's limit. */
export const OKRS_PER_JOB = 8;

/** Copies made for one message: each writes up to six statements, in one commit with those that all share. */
export const COPIES_PER_JOB = 6;

/** Open OKRs judged anew for one message: read in one trip and written in one commit. */
export const OKRS_RESTATED_PER_JOB = 100;

/** Messages that one call to the queue takes. */
const MESSAGES_PER_SEND = 100;

type Of<T extends Job['type']> = Extract<Job, { type: T }>;

/** The jobs that read these sources of a connection. */
export const scanJobs = (
  { orgId, connectionId, trigger }: Pick<Of<'scan'>, 'orgId' | 'connectionId' | 'trigger'>,
  sources: readonly string[],
): Job[] => sources.map((source) => ({ type: 'scan', orgId, connectionId, trigger, source }));

/** The jobs that let these OKRs take what was read for them. */
export const takeJobs = (
  { orgId, connectionId, trigger }: Pick<Of<'take'>, 'orgId' | 'connectionId' | 'trigger'>,
  okrIds: readonly string[],
): Job[] => chunks(okrIds, OKRS_PER_JOB).map((some) => ({ type: 'take', orgId, connectionId, trigger, okrIds: some }));

/** The jobs that recompute these OKRs of an organization. */
export const recomputeJobs = (orgId: string, okrIds: readonly string[]): Job[] =>
  chunks(okrIds, OKRS_PER_JOB).map((some) => ({ type: 'recompute', orgId, okrIds: some }));

/** Seconds after which OKRs that take their readings by the queue may all have them. */
export const SOON = 5;

/** The jobs that recompute all that is due in these organizations, in `after` seconds. */
export const settleJobs = (orgIds: readonly string[], { after = 0, round = 0 } = {}): Job[] =>
  orgIds.map((orgId) => ({ type: 'settle', orgId, round, after }));

/** The job that goes on deleting an organization, or in `after` seconds looks whether all of it is gone. */
export const deletionJob = (orgId: string, after = 0): Job => ({ type: 'delete-organization', orgId, after });

/** The jobs that prepare the next of these recurring OKRs of an organization. */
export const recurJobs = (orgId: string, okrIds: readonly string[]): Job[] =>
  chunks(okrIds, OKRS_PER_JOB).map((some) => ({ type: 'recur', orgId, okrIds: some }));

/** Letters written for one message: each is a statement and a message of its own. */
const LETTERS_PER_JOB = 20;

/** The jobs that write the letters of these invitations of an organization. */
export const letterJobs = (orgId: string, invitationIds: readonly string[], origin: string): Job[] =>
  chunks(invitationIds, LETTERS_PER_JOB).map((some) => ({
    type: 'invitation-letters',
    orgId,
    invitationIds: some,
    origin,
  }));

/** Puts jobs into the queue, in as many calls as it takes. */
export async function enqueue(queue: Queue<Job>, jobs: readonly Job[]): Promise<void> {
  for (const some of chunks(jobs, MESSAGES_PER_SEND)) await queue.sendBatch(some.map(messageOf));
}

const messageOf = (body: Job): MessageSendRequest<Job> =>
  (body.type === 'settle' || body.type === 'delete-organization') && body.after > 0
    ? { body, delaySeconds: body.after }
    : { body };

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
