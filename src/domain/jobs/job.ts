import type { jobs } from '../../db/schema/jobs.ts';

/** Work that somebody asked for, and how far it has come. */
export type Job = typeof jobs.$inferSelect;

/** True when nothing more will happen to it. */
export const isOver = ({ state }: Pick<Job, 'state'>): boolean => state === 'done' || state === 'failed';
