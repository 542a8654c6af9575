import type { Job } from '../jobs/job.ts';
import type { Position } from '../paging.ts';

/**
 * How far an export is: the shelf being read, where its last page ended, and how many files there are. `rows` counts
 * what was read, by table.
 */
export type Progress = {
  shelf: number;
  after: Position | null;
  files: number;
  rows: Record<string, number>;
  at: number;
};

export type ExportJob = Omit<Job, 'type' | 'input' | 'result'> & {
  type: 'export';
  input: Record<string, never>;
  result: Progress;
};

export const isExport = (job: Job | ExportJob): job is ExportJob => job.type === 'export';

export const beginningOf = (at: number): Progress => ({ shelf: 0, after: null, files: 0, rows: {}, at });
