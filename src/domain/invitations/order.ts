import type { InvitationId } from '../../db/ids.ts';
import type { Job } from '../jobs/job.ts';
import type { Planned } from './planning.ts';

export const INVITATIONS = 'invitations';

/** How many rows come to what. */
export type Totals = { invited: number; changed: number; same: number; refused: number };

/** What a job of invitations was asked for; its rows are kept apart, in parts. `origin` is where links lead. */
export type Order = {
  from: 'file' | 'pasted';
  origin: string;
  /** What the rows were going to do when they were read. */
  planned: Totals;
  /** Teams that rows name and that did not exist then, and whether they are made. */
  missingTeams: string[];
  creating: boolean;
};

/** What rows have done so far; `letters` are the invitations of the last part, whose letters are asked for next. */
export type Progress = Totals & { letters: InvitationId[] };

/** A job of invitations: `waiting` until somebody who has seen the plan says go. */
export type InvitationJob = Omit<Job, 'input' | 'result'> & { input: Order; result: Progress };

export const isInvitationJob = (job: Job | InvitationJob): job is InvitationJob => job.type === INVITATIONS;

/** Rows that are worked off for one message, in one commit: what the free plan's 10 ms are enough for. */
export const ROWS_PER_PART = 40;

export function totalsOf(planned: readonly Planned[]): Totals {
  const totals: Totals = { invited: 0, changed: 0, same: 0, refused: 0 };
  for (const { outcome } of planned) totals[outcome.kind] += 1;
  return totals;
}
