import type { CheckInId, ConnectionId, MemberId, OkrId, TaskId } from '../../db/ids.ts';
import type { Day } from '../../lib/days.ts';
import type { Sample } from '../readings/reading.ts';
import type { CheckInSource, Count, Mode, Provider, Status, StatusSource } from '../words.ts';

/** A child that a roll-up looked at; `okr_id` is null for one that the reader may not see. `part` is what it adds to the result, in points or in the parent's unit. */
export type ChildInput = {
  type: 'child';
  okr_id: OkrId | null;
  title: string;
  contribution: number;
  progress: number | null;
  value: number | null;
  part: number | null;
  counts: boolean;
  /** Since when it has its value, RFC 3339. */
  value_at: string | null;
  /** Other parents in which it counts, fully in each. */
  also_in: { okr_id: OkrId; title: string }[];
};

/** A task that a project's number counts. Times RFC 3339. */
export type TaskInput = {
  type: 'task';
  id: TaskId;
  title: string;
  assignee: string | null;
  due_on: Day | null;
  added_at: string;
  done_at: string | null;
};

/** What the last good reading saw. Times RFC 3339. */
export type ReadingInput = {
  type: 'reading';
  provider: Provider;
  connection: { id: ConnectionId; name: string };
  query: Record<string, unknown>;
  count: Count;
  matched: number | null;
  completed: number | null;
  value: number | null;
  approximate: boolean;
  read_at: string | null;
  samples: Sample[];
};

/** The check-in that the value comes from. */
export type CheckInInput = {
  type: 'check_in';
  id: CheckInId;
  at: string;
  author: string | null;
  source: CheckInSource;
  value: number | null;
  note: string | null;
};

export type Input = ChildInput | TaskInput | ReadingInput | CheckInInput;

/** A value of a person that automatic ones do not replace, and what they say. `since` RFC 3339. */
export type Override = {
  since: string;
  by: { member_id: MemberId | null; name: string };
  value: number | null;
  automatic_value: number | null;
};

/** How a number came about, as data. `formula`, `rule` and `notes` are words with the real numbers in them. */
export type Explanation = {
  okr_id: OkrId;
  mode: Mode;
  value: number | null;
  progress: number | null;
  percent: number | '<1' | null;
  expected: number;
  gap_points: number | null;
  status: Status;
  status_source: StatusSource;
  /** The status that the numbers give, whatever a person chose. */
  computed_status: Status;
  formula: string;
  rule: string;
  inputs: Input[];
  override: Override | null;
  notes: string[];
};

/** How numbers look in words. */
export type Wording = { number(value: number): string; percent(progress: number | null): string };
