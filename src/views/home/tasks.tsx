import type { DueTask } from '../../domain/tasks/listing-mine.ts';
import { domId } from '../dom-id.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { quoted } from '../okrs/okr-words.ts';
import { taskLinks } from '../tasks/links.ts';
import { dueWords } from '../tasks/words.ts';
import { SectionHead } from '../ui/heads.tsx';

type Props = { org: string; tasks: readonly DueTask[]; today: string; formats: Formats };

/** The member's tasks that are late or due within a week, to be ticked off here. */
export const DueTasks = ({ org, tasks, today, formats }: Props) => (
  <section aria-labelledby="due-tasks">
    <SectionHead id="due-tasks" title="Tasks due" count={formats.number(tasks.length)} />
    <ul class="rows" role="list">
      {tasks.map((task) => (
        <Line org={org} task={task} today={today} formats={formats} />
      ))}
    </ul>
  </section>
);

const Line = ({
  org,
  task: { id, title, dueOn, project },
  today,
  formats,
}: Omit<Props, 'tasks'> & { task: DueTask }) => {
  const action = taskLinks(org, project.id, id).completion;
  const row = domId('task', id);
  return (
    <li id={row}>
      <form method="post" action={action} hx-post={action} hx-target={`#${row}`} hx-swap="outerHTML" {...once}>
        <input type="hidden" name="from" value="home" />
        <button class="btn only" aria-label={`Done: ${quoted(title)}`} />
      </form>
      <p>
        <a href={taskLinks(org, project.id).section}>{title}</a>
        <small>{`${dueWords(dueOn, today, formats)} · ${project.title}`}</small>
      </p>
    </li>
  );
};
