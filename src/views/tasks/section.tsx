import type { ListedTask } from '../../domain/tasks/listing.ts';
import { goesByTasks } from '../../domain/tasks/task.ts';
import { domId } from '../dom-id.ts';
import { type OkrView, regions } from '../okrs/okr-view.ts';
import { SectionHead } from '../ui/heads.tsx';
import { QuickAdd } from './quick-add.tsx';
import { TaskRow } from './row.tsx';
import { tallyWords } from './words.ts';

/** The tasks of a project: ticked off, put in order and added to where they stand. */
export const Tasks = (view: OkrView) => {
  const { org, me, found, may, today, focus, formats } = view;
  const { okr, tasks, tally } = found;
  if (okr.kind !== 'project') return null;
  const open = okr.closedAt === null;
  return (
    <section class="stack tight" aria-labelledby="tasks" id={regions.tasks}>
      <SectionHead
        id="tasks"
        title="Tasks"
        count={tally.all > 0 ? tallyWords(tally, formats) : undefined}
        note={goesByTasks(okr) ? 'Each counts the same' : 'They do not move the number'}
      />
      {tally.all === 0 && (
        <p class="checkin">
          {goesByTasks(okr) ? 'Its number is the share of its tasks that is done.' : 'There are no tasks yet.'}
        </p>
      )}
      <ul class="rows" role="list">
        {tasks.map((task, at) => (
          <TaskRow
            org={org.slug}
            task={task}
            at={at}
            last={at === tasks.length - 1}
            may={{ change: may.change && open, tick: open && (may.change || isMine(task, me)) }}
            today={today}
            focus={focus}
            formats={formats}
          />
        ))}
      </ul>
      {may.change && open && <QuickAdd {...view} />}
    </section>
  );
};

const isMine = (task: ListedTask, me: OkrView['me']): boolean => me !== null && task.assigneeId === me;

/** Where the focus goes when a part of a task was pressed. */
export const taskFocus = (id: string, part: 'tick' | 'up' | 'down'): string => domId('task', id, part);
