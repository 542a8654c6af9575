import type { Proposal } from '../../domain/check-ins/proposing.ts';
import { measureOf, type Okr } from '../../domain/okrs/okr.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Call } from '../../domain/words.ts';
import { domId } from '../dom-id.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { briefly, valueWords } from '../okrs/value-words.ts';
import { CheckBox, TextArea, TextField } from '../ui/field.tsx';
import { YourCall } from '../ui/segmented.tsx';
import { AnotherDay } from './another-day.tsx';
import { typedNumber, unitWords } from './measure-words.ts';
import { enoughWords, numbersSay } from './proposal-words.ts';

/** What a person had typed when the form came back. */
export type Typed = { value: string; status: Call | null; note: string; sticky?: boolean; on?: string };

export type CheckInFormProps = {
  /** `/o/:org`. */
  home: string;
  okr: Okr;
  proposal: Proposal;
  /** Id of the check-in to be: a form sent twice checks in once. */
  id: string;
  /** Where to go back to without JavaScript. */
  from: 'home' | 'okr' | 'quick';
  today: string;
  locale: string;
  formats: Formats;
  /** What htmx replaces with the answer, relative to the form. */
  target?: string;
  typed?: Typed;
  errors?: FieldErrors;
};

/** A check-in: one number, one call, one optional sentence, prefilled. */
export const CheckInForm = ({ okr, proposal, formats, locale, errors = {}, ...props }: CheckInFormProps) => {
  const action = `${props.home}/okrs/${okr.id}/check-ins`;
  const part = (name: string) => domId('check-in', okr.id, name);
  const measure = measureOf(okr);
  const typed = props.typed ?? { value: typedNumber(okr.value, locale, okr.decimals), status: proposal.call, note: '' };
  return (
    <form
      class="checkin grid"
      method="post"
      action={action}
      hx-post={action}
      hx-target={props.target ?? 'this'}
      hx-swap="outerHTML"
      {...once}
    >
      <input type="hidden" name="id" value={props.id} />
      <input type="hidden" name="from" value={props.from} />
      <input type="hidden" name="was" value={typedNumber(okr.value, locale, okr.decimals)} />
      <input type="hidden" name="suggested" value={proposal.call ?? ''} />
      <TextField
        id={part('value')}
        name="value"
        label="Where is it now?"
        value={typed.value}
        unit={unitWords(measure, formats)}
        inputmode="decimal"
        autocomplete="off"
        hint={[
          okr.valueAt && okr.value !== null
            ? `${valueWords(briefly(measure), okr.value, formats)} on ${formats.day(formats.dayOf(okr.valueAt))}.`
            : '',
          enoughWords(measure, proposal, formats),
        ]
          .filter(Boolean)
          .join(' ')}
        error={errors.value ?? errors.sticky}
      />
      <YourCall id={part('call')} value={typed.status} hint={numbersSay(proposal)} error={errors.status} />
      <TextArea
        id={part('note')}
        name="note"
        label="What changed?"
        optional
        wide
        placeholder="One sentence your team can act on"
        value={typed.note}
        error={errors.note}
        mentions={`${props.home}/mentions`}
      />
      {okr.mode !== 'manual' && (
        <div class="wide">
          <input type="hidden" name="held" value={okr.heldAt === null ? '' : 'on'} />
          <CheckBox
            id={part('sticky')}
            name="sticky"
            label="Keep my value until I resume"
            checked={typed.sticky ?? okr.heldAt !== null}
          />
        </div>
      )}
      <AnotherDay id={part('on')} okr={okr} today={props.today} typed={typed.on} error={errors.on} />
      <div class="row wide">
        <button class="btn primary" id={part('send')}>
          Check in
        </button>
        <button class="btn quiet" name="nothing_new" value="1">
          Nothing new
        </button>
      </div>
    </form>
  );
};
