import type { Planned } from '../../domain/invitations/planning.ts';
import type { Formats } from '../format.ts';
import { outcomeWords } from './words.ts';

type Props = { rows: readonly Planned[]; done: boolean; formats: Formats };

/** Each row of a file, with its number there, and what becomes of it. */
export const RowTable = ({ rows, done, formats }: Props) => (
  <div class="scroll" tabindex={0} role="region" aria-label="Table of rows">
    <table class="table">
      <thead>
        <tr>
          <th scope="col" class="n">
            Row
          </th>
          <th scope="col">Person</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((planned) => (
          <Line planned={planned} done={done} formats={formats} />
        ))}
      </tbody>
    </table>
  </div>
);

const Line = ({ planned, done, formats }: Omit<Props, 'rows'> & { planned: Planned }) => {
  const { row, outcome, warning } = planned;
  return (
    <tr>
      <td class="n">{formats.number(row.n)}</td>
      <th scope="row">
        {row.name || row.email || 'Nobody'}
        {row.name && row.email && <small>{row.email}</small>}
      </th>
      <td>
        {outcome.kind === 'refused' && <b>Refused. </b>}
        {outcomeWords(planned, done, formats)}
        {warning && <small>{warning}</small>}
      </td>
    </tr>
  );
};
