import { z } from 'zod';
import type { MemberId, OkrId, TokenId } from '../../db/ids.ts';
import type { Job } from '../jobs/job.ts';

/** What may be said of a hand-over. Names as in the API. */
export const handOverInput = z.strictObject({
  to: z.string('Choose who takes it.').min(1, 'Choose who takes it.').max(60) as unknown as z.ZodType<MemberId>,
});
export type HandOverInput = z.infer<typeof handOverInput>;

/** What a job hands over from whom to whom, and who asked for it through what. */
export type HandOverOrder = { from: MemberId; to: MemberId; tokenId: TokenId | null; byId: MemberId | null };

/** How far it is. `after`: the last OKR that was looked at. `kept`: private OKRs that stayed with whom they belong to. */
export type HandOverResult = {
  /** Whether teams, reports and connections have changed hands. */
  placed: boolean;
  after: OkrId | null;
  okrs: number;
  kept: number;
  teams: number;
  reports: number;
  connections: number;
};

export type HandOverJob = Omit<Job, 'type' | 'input' | 'result'> & {
  type: 'hand-over';
  input: HandOverOrder;
  result: HandOverResult;
};

/** A job of this type holds an order; the only place that makes one is `orderHandOver`. */
export const isHandOverJob = (job: { type: string }): job is HandOverJob => job.type === 'hand-over';
