import type { Measure } from '../../src/domain/okrs/measure.ts';
import type { Call, Kind, Level, Mode } from '../../src/domain/words.ts';

/** One line of a story: the week of the period (0 is the first), the value then, and what was said. */
export type Told = [week: number, value: number, note?: string, call?: Call];

/** What a reading saw in a week: items that matched, and those of them that were done. */
export type Read = [week: number, matched: number, completed: number];

/** A step of a project: due in so many days from today, and done so many days ago. */
export type Step = { title: string; assignee: string; dueIn?: number; doneAgo?: number };

/** The quarter before today, that of today, the one after; the year of today and its quarters. */
export type PeriodKey = 'last' | 'this' | 'next' | 'year' | 'q1' | 'q2' | 'q3' | 'q4';

export type Planned = {
  key: string;
  /** Keys of its parents; a parent stands before its children. */
  under?: string[];
  kind: Kind;
  title: string;
  description?: string;
  owner: string;
  team?: string;
  level?: Level;
  /** This quarter unless said. */
  period?: PeriodKey;
  /** The one that this is a quarterly instalment of. */
  instalmentOf?: string;
  ambition?: 'aspirational';
  tags?: string[];
  measure?: Measure;
  mode?: Mode;
  /** Weeks of the period and the values expected then. */
  checkpoints?: [week: number, value: number][];
  recurs?: true;
  /** Members who alone see it, besides its owner; it is private then. */
  viewers?: string[];
  delegates?: string[];
  /** Of a project: whether it counts in its parents. */
  counts?: true;
  steps?: Step[];
  /** A query of the Jira stand-in that feeds it and what was read. */
  jql?: string;
  read?: Read[];
  told?: Told[];
  /** The same with days before today in place of weeks. */
  lately?: Told[];
  /** A value said so many days ago for a day before that one, after everything else was told. */
  toldLate?: { saidAgo: number; aboutAgo: number; value: number; note: string };
  /** Made so many days ago rather than on the first day. */
  addedAgo?: number;
  /** Closed so many days ago rather than when its period is over. */
  closedAgo?: number;
  closingNote?: string;
};

/** A number that goes from start to target. */
export const from = (
  start: number,
  target: number,
  name: string,
  unit: string | null = null,
  decimals: number | null = null,
): Measure => ({
  type: 'metric',
  name,
  unit,
  start,
  target,
  direction: target < start ? 'decrease' : 'increase',
  riskThreshold: null,
  decimals,
});
