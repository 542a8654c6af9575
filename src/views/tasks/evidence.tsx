import { partsOf } from '../okrs/evidence.tsx';
import { okrLinks } from '../okrs/links.ts';
import type { OkrView } from '../okrs/okr-view.ts';
import { Facts } from '../ui/facts.tsx';
import { taskWords } from './words.ts';

/** How tasks make the number of a project: those that were done last, those that are open, and the division. */
export const FromTasks = ({ org, found, explanation, today, formats }: OkrView) => {
  const { okr, tasks, tally } = found;
  if (tally.all === 0) return <p>{explanation.formula}</p>;
  const [term, result] = partsOf(explanation.formula);
  const done = tasks.filter((task) => task.doneAt !== null).sort((a, b) => b.doneAt! - a.doneAt!);
  const open = tasks.filter((task) => task.doneAt === null);
  const shown = [...done.slice(0, SHOWN), ...open.slice(0, SHOWN)];
  return (
    <>
      <Facts
        items={[
          { term: 'Tasks done', value: `${formats.number(tally.done)} of ${formats.number(tally.all)}` },
          ...shown.map((task) => ({ term: task.title, value: taskWords(task, today, formats) || 'open' })),
          { term, value: <b>{result}</b> },
        ]}
      />
      {shown.length < tasks.length && (
        <p class="small">
          <a href={`${okrLinks(org.slug, okr.id).page}#okr-tasks`}>{`All ${formats.number(tally.all)} tasks`}</a>
        </p>
      )}
    </>
  );
};

/** Of each sort. */
const SHOWN = 3;
