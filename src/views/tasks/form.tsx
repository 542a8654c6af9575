import type { Person } from '../../domain/members/finding.ts';
import type { ListedTask } from '../../domain/tasks/listing.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { CheckBox, TextField } from '../ui/field.tsx';
import { FindField } from '../ui/find-field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { NamedSelect } from '../ui/named-select.tsx';
import { taskLinks } from './links.ts';

/** What stands in the form of a task, as typed. */
export type TaskValues = { title: string; assignee_id: string; due_on: string; done: boolean };

type PageProps = {
  shell: Shell;
  project: { id: string; title: string };
  task: ListedTask;
  values: TaskValues;
  /** Whom it can be given to; `more` when the list is cut, `sought` is what it was narrowed by. */
  people: readonly Person[];
  more: boolean;
  sought: string;
  errors: Record<string, string>;
  message?: string;
};

/** One task, to be changed or deleted. */
export const TaskPage = ({ shell, project, task, values, people, more, sought, errors, message }: PageProps) => {
  const links = taskLinks(shell.org.slug, project.id, task.id);
  const rest = people.filter(({ id }) => id !== task.assigneeId);
  const own = task.assigneeId === null ? [] : [{ id: task.assigneeId, name: task.assignee ?? 'Somebody who left' }];
  return (
    <Layout shell={shell} title="Edit task" narrow>
      <PageHead
        title="Edit task"
        over={
          <p class="small">
            <a href={okrLinks(shell.org.slug, project.id).page}>{project.title}</a>
          </p>
        }
      />
      {message && <Alert status="behind" title={message} urgent />}
      <form class="stack" method="post" action={links.page}>
        <button class="vh" tabindex={-1} aria-hidden="true"></button>
        <TextField
          id="title"
          name="title"
          label="What is to be done"
          value={values.title}
          error={errors.title}
          required
          attributes={{ maxlength: 300 }}
        />
        <div class="grid fit">
          <div class="stack tight">
            <NamedSelect
              id="assignee"
              name="assignee_id"
              label="Given to"
              among={[...own, ...rest]}
              none="Nobody yet"
              value={values.assignee_id}
              error={errors.assignee_id}
            />
            {(more || sought !== '') && (
              <FindField id="people" name="people" label="Find people by name" value={sought} find="people" />
            )}
          </div>
          <TextField
            id="due-on"
            name="due_on"
            type="date"
            label="Due on"
            optional
            value={values.due_on}
            error={errors.due_on}
          />
        </div>
        <CheckBox id="done" name="done" label="Done" checked={values.done} />
        <div class="row">
          <button class="btn primary">Save task</button>
          <a class="btn quiet" href={links.section}>
            Cancel
          </a>
          <a class="btn quiet end" href={links.deletion}>
            Delete
          </a>
        </div>
      </form>
    </Layout>
  );
};

/** What deleting a task does, and the button that does it. */
export const TaskDeletionPage = ({
  shell,
  project,
  task,
  counts,
}: Pick<PageProps, 'shell' | 'project' | 'task'> & { counts: boolean }) => {
  const links = taskLinks(shell.org.slug, project.id, task.id);
  return (
    <Layout shell={shell} title="Delete task" narrow>
      <PageHead
        title={`Delete ${quoted(task.title)}?`}
        over={
          <p class="small">
            <a href={okrLinks(shell.org.slug, project.id).page}>{project.title}</a>
          </p>
        }
      />
      <form class="stack tight" method="post" action={links.deletion}>
        <p>
          {counts ? 'The project is then the share of its other tasks that is done.' : 'The project keeps its value.'}
        </p>
        <div class="row">
          <button class="btn primary">Delete this task</button>
          <a class="btn quiet" href={links.section}>
            Keep it
          </a>
        </div>
      </form>
    </Layout>
  );
};
