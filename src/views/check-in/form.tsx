import type { Proposal } from '../../domain/check-ins/proposing.ts';
import { stepsOf } from '../../domain/check-ins/stepping.ts';
import type { LastWord } from '../../domain/home/finding-due.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import type { OkrRow } from '../../domain/okrs/row.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import { AnotherDay } from '../check-ins/another-day.tsx';
import type { Typed } from '../check-ins/check-in-form.tsx';
import { nowWords, typedNumber } from '../check-ins/measure-words.ts';
import { domId } from '../dom-id.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { briefly, valueWords } from '../okrs/value-words.ts';
import { weekStones } from '../okrs/weeks.ts';
import { Behaviour } from '../ui/behaviour.tsx';
import { TextArea } from '../ui/field.tsx';
import { plainText } from '../ui/plain-text.ts';
import { Trail } from '../ui/trail.tsx';
import { QuickCall, Verdict } from './verdict.tsx';

export type QuickFormProps = {
  /** `/o/:org/check-in`. */
  action: string;
  word: LastWord;
  row: OkrRow | null;
  proposal: Proposal;
  id: string;
  /** The OKR after this one; null for the last. */
  next: string | null;
  /** How many were said before this one. */
  done: number;
  today: string;
  locale: string;
  formats: Formats;
  typed?: Typed;
  errors?: FieldErrors;
};

/** What it is, one big number with its verdict, a call, a sentence; the button under the thumb. */
export const QuickForm = ({
  action,
  word,
  proposal,
  formats,
  locale,
  typed,
  errors = {},
  ...props
}: QuickFormProps) => {
  const { okr } = word;
  const measure = measureOf(okr);
  const was = typedNumber(okr.value, locale, okr.decimals);
  const field = domId('check-in', okr.id, 'value');
  return (
    <form class="checkin" method="post" action={action} hx-boost="true" {...once}>
      <input type="hidden" name="okr" value={okr.id} />
      <input type="hidden" name="id" value={props.id} />
      <input type="hidden" name="was" value={was} />
      <input type="hidden" name="next" value={props.next ?? ''} />
      <input type="hidden" name="done" value={props.done} />
      <What word={word} row={props.row} today={props.today} formats={formats} />
      <div class="stack tight">
        <div class="row">
          <label class="small" for={field}>
            <b>{nowWords(measure)}</b>
          </label>
          {okr.value !== null && okr.valueAt !== null && (
            <span class="small count end">
              was {valueWords(briefly(measure), okr.value, formats)} on {formats.day(formats.dayOf(okr.valueAt))}
            </span>
          )}
        </div>
        <input
          class="num"
          id={field}
          name="value"
          inputmode="decimal"
          autocomplete="off"
          placeholder="–"
          value={typed?.value ?? was}
          aria-describedby="verdict"
          aria-invalid={errors.value ? 'true' : undefined}
          hx-get={`${action}/verdict?okr=${okr.id}`}
          hx-trigger="input changed delay:250ms"
          hx-include="#call input"
          hx-target="#verdict"
          hx-sync="this:replace"
        />
        <Verdict okr={okr} proposal={proposal} error={errors.value} formats={formats} />
      </div>
      <div class="stack tight">
        <Steps steps={stepsOf(measure, okr.value)} field={field} formats={formats} />
        <QuickCall call={typed ? typed.status : proposal.call} suggested={proposal.call} />
        <TextArea
          id={domId('check-in', okr.id, 'note')}
          name="note"
          label="What changed?"
          silent
          rows={1}
          placeholder="What changed? Optional"
          value={typed?.note}
          error={errors.note}
        />
        <AnotherDay
          id={domId('check-in', okr.id, 'on')}
          okr={okr}
          today={props.today}
          typed={typed?.on}
          error={errors.on}
        />
        <button class="btn primary big">{props.next ? 'Check in, then next' : 'Check in'}</button>
        <div class="even">
          <button class="btn quiet" name="nothing_new" value="1">
            Nothing new
          </button>
          {props.next && (
            <a class="btn quiet" href={`${action}?okr=${props.next}&done=${props.done}`}>
              Skip
            </a>
          )}
          <a class="btn quiet" href={`${action}/all`}>
            All at once
          </a>
        </div>
      </div>
    </form>
  );
};

const What = ({
  word: { okr, team, last },
  row,
  today,
  formats,
}: Pick<QuickFormProps, 'word' | 'row' | 'today' | 'formats'>) => (
  <div class="stack tight">
    {team && <p class="small count">{team}</p>}
    <h1>{okr.title}</h1>
    {row && (
      <p>
        <Trail weeks={weekStones(row, today)} />
      </p>
    )}
    {last?.note && (
      <p class="small">
        “{plainText(last.note)}”{' '}
        <span class="count">
          {last.mine ? 'You' : (last.author ?? 'A script')}, {formats.day(formats.dayOf(last.at))}
        </span>
      </p>
    )}
  </div>
);

type StepsProps = { steps: readonly [number, number]; field: string; formats: Formats };

const Steps = ({ steps: [small, large], field, formats }: StepsProps) => (
  <div class="even steps">
    {[-large, -small, small, large].map((step) => {
      const size = formats.number(Math.abs(step));
      return (
        <button
          class="btn"
          type="button"
          data-step={step}
          aria-controls={field}
          aria-label={`${size} ${step < 0 ? 'less' : 'more'}`}
        >
          {step < 0 ? `−${size}` : `+${size}`}
        </button>
      );
    })}
    <Behaviour name="steps" />
  </div>
);
