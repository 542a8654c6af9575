import type { Job } from '../jobs/job.ts';

/** The archive that a restore takes, by its own words. `rows` counts what it holds, by table. */
export type Archive = {
  org: string;
  slug: string;
  name: string;
  readAt: string;
  rows: Record<string, number>;
  /** The newest seal on the audit log that the archive was made of. */
  seal: { n: number; hash: string } | null;
};

/** A row as the database and the archive hold it, by names of columns. */
export type Row = Record<string, string | number | null>;

/**
 * How far a restore is: all is looked at before anything is written, and what was written is undone when something goes
 * wrong. `n` is the next file of a pass; undoing, the one after the next. `rows` counts what was looked at, by table.
 */
export type RestoreProgress = {
  pass: 'look' | 'write' | 'undo';
  n: number;
  rows: Record<string, number>;
  /** Whom the archive knows by the address of who restores it. */
  owner: Row | null;
  /** Why it is being undone. */
  why: string | null;
};

export type RestoreJob = Omit<Job, 'type' | 'input' | 'result'> & {
  type: 'restore';
  input: { archive: Archive; files: number };
  result: RestoreProgress;
};

export const isRestore = (job: Job | RestoreJob): job is RestoreJob => job.type === 'restore';

export const restoreBegun: RestoreProgress = { pass: 'look', n: 0, rows: {}, owner: null, why: null };

/** Steps of a restore: each file is looked at and then written; the last one brings all of it to life. */
export const stepsOf = (files: number): number => 2 * files;

/** Steps that are done. Undoing goes backwards. */
export const stepsDone = ({ pass, n }: RestoreProgress, files: number): number => (pass === 'look' ? n : files + n);

/** Rows of all tables together. */
export const rowsIn = (rows: Record<string, number>): number =>
  Object.values(rows).reduce((sum, each) => sum + each, 0);
