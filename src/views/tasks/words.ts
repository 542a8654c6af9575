import type { ListedTask } from '../../domain/tasks/listing.ts';
import type { Tally } from '../../domain/tasks/task.ts';
import type { Formats } from '../format.ts';

/** “3 of 8 tasks done”, “1 of 1 task done”. */
export const tallyWords = ({ done, all }: Tally, { number }: Pick<Formats, 'number'>): string =>
  `${number(done)} of ${number(all)} ${all === 1 ? 'task' : 'tasks'} done`;

/** Who is to do a task by when, or when it was done; empty where nothing is known. */
export function taskWords({ assignee, dueOn, doneAt }: ListedTask, today: string, formats: Formats): string {
  const when =
    doneAt === null
      ? dueOn === null
        ? null
        : dueWords(dueOn, today, formats)
      : `done ${formats.day(formats.dayOf(doneAt))}`;
  return [assignee, when].filter((word) => word !== null).join(' · ');
}

/** “due today”, “due 24 Nov”, “late since 11 Nov”. */
export function dueWords(dueOn: string, today: string, formats: Pick<Formats, 'day'>): string {
  if (dueOn === today) return 'due today';
  return `${dueOn < today ? 'late since' : 'due'} ${formats.day(dueOn)}`;
}
