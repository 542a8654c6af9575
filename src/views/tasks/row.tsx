import type { Child } from 'hono/jsx';
import type { ListedTask } from '../../domain/tasks/listing.ts';
import { domId } from '../dom-id.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { quoted } from '../okrs/okr-words.ts';
import { Icon } from '../ui/icon.tsx';
import { taskLinks } from './links.ts';
import { taskWords } from './words.ts';

type RowProps = {
  org: string;
  task: ListedTask;
  /** Where it stands, from 0. */
  at: number;
  last: boolean;
  may: { change: boolean; tick: boolean };
  today: string;
  /** Id of the button that the keyboard was on. */
  focus?: string;
  formats: Formats;
};

/** One task: ticked off in front, moved up and down behind. */
export const TaskRow = ({ org, task, at, last, may, today, focus, formats }: RowProps) => {
  const { id, title, doneAt } = task;
  const links = taskLinks(org, task.okrId, id);
  const said = taskWords(task, today, formats);
  return (
    <li id={domId('task', id)}>
      {may.tick ? (
        <Press action={doneAt === null ? links.completion : links.reopening}>
          <button
            class={doneAt === null ? 'btn only' : 'btn only primary'}
            id={domId('task', id, 'tick')}
            autofocus={focus === domId('task', id, 'tick')}
            aria-pressed={doneAt === null ? 'false' : 'true'}
            aria-label={`Done: ${quoted(title)}`}
          >
            {doneAt !== null && <Icon name="check" />}
          </button>
        </Press>
      ) : (
        <Icon name={doneAt === null ? 'minus' : 'check'} label={doneAt === null ? 'Open' : 'Done'} />
      )}
      <p>
        {may.change ? <a href={links.page}>{title}</a> : title}
        {said && <small>{said}</small>}
      </p>
      {may.change && (
        <Press action={links.position} class="unit">
          <Step {...{ id, title, focus }} to={at - 1} part="up" sign="↑" off={at === 0} />
          <Step {...{ id, title, focus }} to={at + 1} part="down" sign="↓" off={last} />
        </Press>
      )}
    </li>
  );
};

const Press = ({ action, children, ...attributes }: { action: string; class?: string; children: Child }) => (
  <form method="post" action={action} hx-post={action} hx-target="this" hx-swap="none" {...once} {...attributes}>
    {children}
  </form>
);

type StepProps = {
  id: string;
  title: string;
  to: number;
  part: 'up' | 'down';
  sign: string;
  off: boolean;
  focus: string | undefined;
};

const Step = ({ id, title, to, part, sign, off, focus }: StepProps) => (
  <button
    class="btn only"
    id={domId('task', id, part)}
    name="to"
    value={to}
    disabled={off}
    autofocus={focus === domId('task', id, part)}
    aria-label={`Move ${quoted(title)} ${part}`}
  >
    <span aria-hidden="true">{sign}</span>
  </button>
);
