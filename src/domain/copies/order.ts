import { z } from 'zod';
import type { MemberId, OkrId, PeriodId, TokenId } from '../../db/ids.ts';
import type { Job } from '../jobs/job.ts';

/** How much of what is below an OKR is copied with it. */
export const depths = ['alone', 'children', 'descendants'] as const;
export type Depth = (typeof depths)[number];

const id = <T extends string>() => z.string().max(60) as unknown as z.ZodType<T>;

/** What may be said of copies. Names as in the API. */
export const copiesInput = z.strictObject({
  period_id: id<PeriodId>(),
  depth: z.enum(depths, 'Copy it alone, with its children or with all descendants.').default('alone'),
  owner_id: id<MemberId>().nullable().optional(),
  postpone: z.boolean().optional(),
});

export type CopiesInput = z.infer<typeof copiesInput>;

/** A source and the id that its copy has, decided before the work begins so that it can be repeated. */
export type Pair = { from: OkrId; to: OkrId };

/** What a job of copies was asked for. Parents stand before their children. `ownerId` null keeps the owners. */
export type Order = {
  okrId: OkrId;
  periodId: PeriodId;
  ownerId: MemberId | null;
  postpone: boolean;
  pairs: Pair[];
  tokenId: TokenId | null;
  /** The admin who asked for it in the name of somebody. */
  byId?: MemberId | null;
};

export type CopyJob = Omit<Job, 'input' | 'result'> & { input: Order; result: { okr_ids: OkrId[] } };

/** A job of this type holds an order; the only place that makes one is `askForCopies`. */
export const isCopyJob = (job: Job | CopyJob): job is CopyJob => job.type === 'copies';
