import type { OkrId } from '../../db/ids.ts';
import type { Day } from '../../lib/days.ts';
import type { Direction, Kind } from '../words.ts';

/** A number as its author wrote it, and what it is; null while it is none. */
export type Figure = { typed: string; value: number | null };

/** A metric as far as it has been typed. An empty direction lets start and target tell it. */
export type MeasureDraft = { name: string; unit: string; start: Figure; target: Figure; direction: Direction | '' };

/** What somebody is writing. `measure` is null while progress is read in percent, `endsOn` to take the period's last day. */
export type Draft = { kind: Kind; title: string; measure: MeasureDraft | null; endsOn: Day | null };

/** A value on a day, in the unit of the measure. */
export type Mark = { day: Day; value: number };

/** What stands around a draft, as far as everybody in the organization may see it. Counts include the draft itself. */
export type Neighbours = {
  today: Day | null;
  /** Last day of the period. */
  endsOn: Day | null;
  /** Objectives and how many key results each has; of the draft itself when it is an objective that exists. */
  keyResults: readonly { title: string; count: number; own: boolean }[];
  /** The objectives of the same team, person or organization in the same period. */
  objectives: { of: string; period: string; count: number } | null;
  /** Open OKRs of the same kind and period that share its words. */
  alike: readonly { id: OkrId; title: string }[];
  /** First and last value known of it, or of the OKR that it was copied from. */
  history: { first: Mark; last: Mark } | null;
};

/** A draft about which nothing else is known. */
export const alone: Neighbours = {
  today: null,
  endsOn: null,
  keyResults: [],
  objectives: null,
  alike: [],
  history: null,
};
