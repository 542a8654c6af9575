import { z } from 'zod';
import type { MemberId } from '../../db/ids.ts';
import type { tasks } from '../../db/schema/tasks.ts';
import { isDay } from '../../lib/days.ts';
import type { Okr } from '../okrs/okr.ts';

/** One step of a project, as it is stored. */
export type Task = typeof tasks.$inferSelect;

/** How many tasks of a project are done, and how many there are. */
export type Tally = { done: number; all: number };

export const MOST_TASKS = 100;

const fields = z.strictObject({
  title: z.string().trim().min(1, 'Say what is to be done.').max(300, 'A task has at most 300 characters.'),
  assignee_id: (z.string().max(60) as unknown as z.ZodType<MemberId>).nullable(),
  due_on: z.string().refine(isDay, 'Write a day as YYYY-MM-DD.').nullable(),
});

/** What is said of a new task; only the title is needed. Names as in the API. */
export const newTaskInput = fields.partial().extend({ title: fields.shape.title });

/** What may be changed of a task. `position` counts from 0 at the top. */
export const taskPatch = fields.partial().extend({
  done: z.boolean().optional(),
  position: z
    .int()
    .min(0)
    .max(MOST_TASKS - 1)
    .optional(),
});

export type NewTask = z.infer<typeof newTaskInput>;
export type TaskPatch = z.infer<typeof taskPatch>;

/** Whether the value of an OKR follows its tasks. */
export const goesByTasks = ({ kind, mode }: Pick<Okr, 'kind' | 'mode'>): boolean =>
  kind === 'project' && mode === 'rollup';

export const tallyOf = (tasks: readonly Pick<Task, 'doneAt'>[]): Tally => ({
  done: tasks.filter((task) => task.doneAt !== null).length,
  all: tasks.length,
});

/** The value of a project that goes by its tasks: `100 * done / all`; null while there are none. */
export const valueOfTasks = ({ done, all }: Tally): number | null => (all === 0 ? null : (100 * done) / all);
