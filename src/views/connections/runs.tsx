import type { Run } from '../../domain/connections/finding-runs.ts';
import type { Formats } from '../format.ts';
import { Empty } from '../ui/empty.tsx';
import { StatusMark } from '../ui/status.tsx';
import { OkrName } from './fed-okrs.tsx';
import { outcomeWords, triggerWords } from './words.tsx';

/** The newest reads through a connection, each with what came of it. */
export const Runs = ({ org, runs, formats }: { org: string; runs: readonly Run[]; formats: Formats }) =>
  runs.length === 0 ? (
    <Empty title="Nothing read yet">Readings of the last 90 days are listed here.</Empty>
  ) : (
    <div class="scroll" tabindex={0} role="region" aria-label="Table of readings">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">OKR</th>
            <th scope="col">When</th>
            <th scope="col">Why</th>
            <th scope="col" class="n">
              Done
            </th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr>
              <th scope="row">
                <OkrName org={org} id={run.okrId} title={run.title} />
                {run.detail && <small>{run.detail}</small>}
              </th>
              <td class="short">{formats.moment(run.finishedAt)}</td>
              <td class="short">{triggerWords[run.trigger]}</td>
              <td class="n">{doneWords(run, formats)}</td>
              <td>
                <StatusMark {...outcomeWords[run.outcome]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

const doneWords = ({ matched, completed }: Run, formats: Formats): string =>
  matched === null ? '–' : `${formats.number(completed ?? 0)} of ${formats.number(matched)}`;
