import { once } from '../hx.ts';
import type { OkrView } from '../okrs/okr-view.ts';
import { TextField } from '../ui/field.tsx';
import { NamedSelect } from '../ui/named-select.tsx';
import { taskLinks } from './links.ts';

/** A new task as it stands in the form. */
export type TypedTask = { title: string; assignee_id: string; due_on: string };

/** Where the next task is written. Enter adds it, and the next one can be written at once. */
export const QuickAdd = ({ org, found, focus, typedTask, taskErrors = {} }: OkrView) => {
  const { tasks } = taskLinks(org.slug, found.okr.id);
  const owners = found.owners.filter((owner) => owner.active);
  return (
    <form class="checkin row" method="post" action={tasks} hx-post={tasks} hx-target="this" hx-swap="none" {...once}>
      <div class="grow">
        <TextField
          id={QUICK_ADD}
          name="title"
          label="A task"
          silent
          placeholder="Write a task, press Enter"
          required
          autocomplete="off"
          value={typedTask?.title}
          error={taskErrors.title}
          attributes={{ maxlength: 300, autofocus: focus === QUICK_ADD }}
        />
      </div>
      <NamedSelect
        id="task-assignee"
        name="assignee_id"
        label="Given to"
        silent
        among={owners}
        none="Nobody yet"
        value={typedTask?.assignee_id ?? ''}
        error={taskErrors.assignee_id}
      />
      <TextField
        id="task-due"
        name="due_on"
        type="date"
        label="Due on"
        silent
        value={typedTask?.due_on}
        error={taskErrors.due_on}
      />
      <button class="btn">Add</button>
    </form>
  );
};

export const QUICK_ADD = 'task-title';
