import { z } from 'zod';
import { syncTriggers } from '../domain/words.ts';

const id = z.string().min(1).max(60);

/** What travels through the queue. Small, and safe to receive twice. */
export const job = z.discriminatedUnion('type', [
  /** Read some data links of a connection; all of them when none is named. */
  z.object({
    type: z.literal('sync'),
    orgId: id,
    connectionId: id,
    okrIds: z.array(id).max(100).nullable(),
    trigger: z.enum(syncTriggers),
    /** The read that waits at the end of a push window. */
    closesWindow: z.boolean().optional(),
  }),
  /** Recompute OKRs whose children changed, or whose status turns because days have passed. */
  z.object({ type: z.literal('recompute'), orgId: id, okrIds: z.array(id).max(100) }),
  /** Make the quarters and years of an organization that are missing. */
  z.object({ type: z.literal('periods'), orgId: id }),
  /** Prepare the next of recurring OKRs. */
  z.object({ type: z.literal('recur'), orgId: id, okrIds: z.array(id).max(100) }),
  /** Go on with a job of copies; its row says how far it is. */
  z.object({ type: z.literal('copies'), orgId: id, jobId: id }),
  /** Judge a page of the open OKRs by settings that have changed: the newest first, those before one of them. */
  z.object({ type: z.literal('restate'), orgId: id, before: id.nullable() }),
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

type Sync = Pick<Extract<Job, { type: 'sync' }>, 'orgId' | 'connectionId' | 'trigger'>;

/** The jobs that read these links of a connection. */
export const syncJobs = ({ orgId, connectionId, trigger }: Sync, okrIds: readonly string[]): Job[] =>
  chunks(okrIds, OKRS_PER_JOB).map((some) => ({ type: 'sync', orgId, connectionId, trigger, okrIds: some }));

/** The jobs that recompute these OKRs of an organization. */
export const recomputeJobs = (orgId: string, okrIds: readonly string[]): Job[] =>
  chunks(okrIds, OKRS_PER_JOB).map((some) => ({ type: 'recompute', orgId, okrIds: some }));

/** The jobs that prepare the next of these recurring OKRs of an organization. */
export const recurJobs = (orgId: string, okrIds: readonly string[]): Job[] =>
  chunks(okrIds, OKRS_PER_JOB).map((some) => ({ type: 'recur', orgId, okrIds: some }));

/** Puts jobs into the queue, in as many calls as it takes. */
export async function enqueue(queue: Queue<Job>, jobs: readonly Job[]): Promise<void> {
  for (const some of chunks(jobs, MESSAGES_PER_SEND)) await queue.sendBatch(some.map((body) => ({ body })));
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
