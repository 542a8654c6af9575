import type { MemberId } from '../../db/ids.ts';
import type { Job } from '../jobs/job.ts';
import type { Position } from '../paging.ts';

/** What stands where a name was. */
export const NOBODY = 'Former member';

/** Whose name goes out of what others wrote, and whether what they said themselves goes too. */
export type ErasureOrder = { member: MemberId; comments: boolean };

/** How far it is: the place being read (`places` of clearing.ts), and where its last page ended. */
export type ErasureProgress = { place: number; after: Position | null };

export type ErasureJob = Omit<Job, 'type' | 'input' | 'result'> & {
  type: 'erasure';
  input: ErasureOrder;
  result: ErasureProgress;
};

/** A job of this type holds such an order; the only place that makes one is `eraseMember`. */
export const isErasure = (job: { type: string }): job is ErasureJob => job.type === 'erasure';
