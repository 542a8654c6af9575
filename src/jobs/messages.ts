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
  }),
  /** Recompute OKRs whose children changed, or whose status turns because days have passed. */
  z.object({ type: z.literal('recompute'), orgId: id, okrIds: z.array(id).max(100) }),
]);

export type Job = z.infer<typeof job>;
