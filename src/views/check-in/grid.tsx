import type { Proposal } from '../../domain/check-ins/proposing.ts';
import { measureOf, type Okr } from '../../domain/okrs/okr.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import { calls } from '../../domain/words.ts';
import { typedNumber } from '../check-ins/measure-words.ts';
import { domId } from '../dom-id.ts';
import type { Formats } from '../format.ts';
import { okrLinks } from '../okrs/links.ts';
import { targetWords, valueInShort, valueWords } from '../okrs/value-words.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { StatusMark, statusWords } from '../ui/status.tsx';

/** One OKR in the grid: where it stands, what was typed when the form came back, and whether it is saved. */
export type GridRow = {
  okr: Okr;
  team: string | null;
  locale: string;
  proposal: Proposal;
  /** Id of the check-in to be. */
  id: string;
  typed: { value: string; status: string; note: string } | null;
  errors: FieldErrors;
  saved: boolean;
};

type Around = { org: string; today: string; formats: Formats };

/** The name of a field of one row: that of the single form and the OKR's id. */
export const fieldOf = (name: string, okrId: string): string => `${name}_${okrId}`;

const asTheNumbersSay = { value: '', label: 'As the numbers say' };
const statusOptions = [asTheNumbersSay, ...calls.map((call) => ({ value: call, label: statusWords[call] }))];

/** One row per OKR; the three columns to fill carry `data-column`, by which the keyboard and a pasted column find their way. */
export const Grid = ({ rows, ...around }: Around & { rows: readonly GridRow[] }) => (
  <table class="table fold">
    <thead>
      <tr>
        <th scope="col">OKR</th>
        <th scope="col">Last value</th>
        <th scope="col">Expected</th>
        <th scope="col">Value now</th>
        <th scope="col">Your call</th>
        <th scope="col">What changed?</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Line {...around} row={row} />
      ))}
    </tbody>
  </table>
);

const Line = ({ org, today, row, formats }: Around & { row: GridRow }) => {
  const { okr, team, proposal, typed, errors, saved, locale } = row;
  const id = (name: string) => domId('all', okr.id, name);
  return (
    <tr>
      <th scope="row">
        <a href={okrLinks(org, okr.id).page}>{okr.title}</a>
        <small>{[team, saved ? 'saved' : lastWord(okr.checkedInAt, today, formats)].filter(Boolean).join(' · ')}</small>
        <input type="hidden" name="okr" value={okr.id} />
        <input type="hidden" name={fieldOf('id', okr.id)} value={row.id} />
        <input type="hidden" name={fieldOf('was', okr.id)} value={typedNumber(okr.value, locale, okr.decimals)} />
      </th>
      <td class="short">
        {lastValue(okr, formats)}
        {okr.valueAt !== null && okr.value !== null && <small>{ageWords(okr.valueAt, today, formats)}</small>}
      </td>
      <td>
        <StatusMark status={okr.status} />
        {proposal.expected !== null && <small>{expectedWords(okr.progress, proposal.expected, formats)}</small>}
      </td>
      <td>
        <TextField
          id={id('value')}
          name={fieldOf('value', okr.id)}
          label={`Value of ${okr.title}`}
          silent
          value={typed?.value}
          placeholder={valueInShort(measureOf(okr), okr.value, formats)}
          inputmode="decimal"
          autocomplete="off"
          error={errors.value ?? errors.percent}
          attributes={{ 'data-column': 'value' }}
        />
      </td>
      <td>
        <SelectField
          id={id('status')}
          name={fieldOf('status', okr.id)}
          label={`Your call on ${okr.title}`}
          silent
          value={typed?.status}
          options={statusOptions}
          error={errors.status}
          attributes={{ 'data-column': 'status' }}
        />
      </td>
      <td>
        <TextField
          id={id('note')}
          name={fieldOf('note', okr.id)}
          label={`What changed in ${okr.title}?`}
          silent
          value={typed?.note}
          placeholder="What changed? Optional"
          autocomplete="off"
          error={errors.note}
          attributes={{ 'data-column': 'note' }}
        />
      </td>
    </tr>
  );
};

const lastValue = (okr: Okr, formats: Formats): string => {
  const measure = measureOf(okr);
  const target = okr.value === null ? null : targetWords(measure, formats, valueInShort);
  return [target === null ? valueWords(measure, okr.value, formats) : valueInShort(measure, okr.value, formats), target]
    .filter(Boolean)
    .join(' ');
};

const expectedWords = (progress: number | null, expected: number, formats: Formats): string =>
  [progress === null ? '' : `${formats.percent(progress)} of`, `${formats.percent(expected)} expected`]
    .filter(Boolean)
    .join(' ');

/** “9 days ago”; of today the time. */
export const ageWords = (at: number, today: string, formats: Formats): string =>
  formats.dayOf(at) === today ? formats.moment(at) : formats.ago(at);

const lastWord = (at: number | null, today: string, formats: Formats): string =>
  at === null ? 'no word yet' : `last word ${ageWords(at, today, formats)}`;
