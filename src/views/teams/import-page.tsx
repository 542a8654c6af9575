import type { ImportLine } from '../../domain/teams/import-plan.ts';
import { MOST_ROWS } from '../../domain/teams/import-rows.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import { counted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Field } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { adminTeamLinks } from './links.ts';

/** A file that was read: what each row does, or has done, and the file itself as long as it is only a trial. */
export type ImportReport = { lines: readonly ImportLine[]; done: boolean; text: string };

type PageProps = { shell: Shell; formats: Formats; report: ImportReport | null; error?: string | undefined };

/** Teams out of a file: first what it would do, row by row, then doing it. */
export const ImportTeamsPage = ({ shell, formats, report, error }: PageProps) => {
  const links = adminTeamLinks(shell.org.slug);
  return (
    <Layout shell={shell} title="Import teams" narrow={report === null}>
      <PageHead
        title="Import teams"
        over={
          <p class="small">
            <a href={links.list}>Teams</a>
          </p>
        }
        under="From a CSV file, as spreadsheets save it. Nothing is written before you have seen what it does."
      />
      {report && <Report shell={shell} formats={formats} report={report} />}
      <section class="stack tight" aria-labelledby="file-head">
        <SectionHead id="file-head" title={report ? 'Another file' : 'The file'} />
        <form class="stack tight" method="post" action={links.import} enctype="multipart/form-data" {...once}>
          <Field
            id="file"
            label="CSV file"
            hint={`At most ${formats.number(MOST_ROWS)} teams and 1 MB.`}
            error={error ?? null}
          >
            {(wiring) => <input {...wiring} type="file" name="file" accept=".csv,text/csv" required />}
          </Field>
          <div class="row">
            <button class="btn primary">See what it does</button>
          </div>
        </form>
        <p class="small">
          {'The first row names the columns: '}
          <b>name</b>
          {', and where you like '}
          <b>parent</b>, <b>type</b>, <b>lead email</b>
          {' and '}
          <b>members</b>
          {
            ' (addresses with ; between them). An empty cell leaves things as they are, and nobody is taken out of a team.'
          }
        </p>
        <p class="small">
          <a href={links.export} download>
            Export the teams there are
          </a>
          {' to begin with a file in this form.'}
        </p>
      </section>
    </Layout>
  );
};

const Report = ({ shell, formats, report }: { shell: Shell; formats: Formats; report: ImportReport }) => {
  const { lines, done, text } = report;
  const count = (outcome: ImportLine['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  const works = count('new') + count('changed');
  const refused = count('refused');
  return (
    <section class="stack tight" aria-labelledby="report">
      <SectionHead id="report" title={done ? 'What it did' : 'What it would do'} />
      <p role="status">{summary(count, done, formats)}</p>
      {refused > 0 && (
        <Alert
          status="behind"
          title={`${counted(refused, 'row', formats.number)} ${done ? 'left out' : 'would be left out'}`}
        >
          Change the file and import it again. Rows that are done already change nothing.
        </Alert>
      )}
      {!done && works > 0 && (
        <form method="post" action={adminTeamLinks(shell.org.slug).import} enctype="multipart/form-data" {...once}>
          <input type="hidden" name="confirmed" value="yes" />
          <textarea name="text" hidden aria-label="The file as it was read">
            {text}
          </textarea>
          <button class="btn primary">{`Import ${counted(works, 'team', formats.number)}`}</button>
        </form>
      )}
      <div class="scroll" tabindex={0} role="region" aria-label="Rows of the file">
        <table class="table">
          <thead>
            <tr>
              <th scope="col" class="n">
                Row
              </th>
              <th scope="col">Team</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr>
                <td class="n">{formats.number(line.n)}</td>
                <th scope="row">{line.name || 'No name'}</th>
                <td>
                  {outcomes[line.outcome][done ? 1 : 0]}
                  {line.says.length > 0 && <small>{saysWords(line)}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const outcomes: Record<ImportLine['outcome'], [would: string, did: string]> = {
  new: ['Would be new', 'New'],
  changed: ['Would change', 'Changed'],
  same: ['As it is already', 'As it was already'],
  refused: ['Left out', 'Left out'],
};

const saysWords = ({ outcome, says }: ImportLine): string =>
  outcome === 'refused' ? says.join(' ') : ` ${says.join(', ')}`;

function summary(count: (outcome: ImportLine['outcome']) => number, done: boolean, { number }: Formats): string {
  const [fresh, changed, same] = [count('new'), count('changed'), count('same')];
  const parts = [
    `${number(fresh)} new`,
    `${number(changed)} ${done ? 'changed' : 'to change'}`,
    `${number(same)} as ${done ? 'they were' : 'they are'} already`,
  ];
  return `${parts.join(', ')}.`;
}
