import { MOST_CHECKPOINTS } from '../../domain/okrs/checkpoints.ts';
import { outsideSentence } from '../../domain/okrs/outside.ts';
import type { Period } from '../../domain/periods/finding.ts';
import { LEAD_DAYS } from '../../domain/recurring/recurring.ts';
import { CheckBox } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { StatusGlyph } from '../ui/status.tsx';
import type { OkrFormProps } from './page.tsx';
import type { OkrValues } from './values.ts';

/** Rows in all, and at least so many of them to fill in. */
const LEAST_ROWS = 5;
const EMPTY_ROWS = 2;

/** Where it should be on the way, and whether it comes again. */
export const TimeFields = ({ values, errors }: Pick<OkrFormProps, 'values' | 'errors'>) => (
  <>
    <Segmented
      id="expected"
      legend="Expected progress"
      name="expected"
      value={values.expected}
      options={[
        { value: 'line', label: 'Straight line' },
        { value: 'checkpoints', label: 'Checkpoints' },
      ]}
      hint="What today’s value is compared with: the same way every day, or through values that you name."
      error={errors.checkpoints}
    />
    <fieldset class="stack tight if-checkpoints">
      <legend class="vh">Checkpoints</legend>
      <p class="small">
        A day between the first and the last, and the value it should have reached then. In time; empty rows do not
        count.
      </p>
      {rowsOf(values).map(({ day, value }, i) => (
        <div class="unit">
          <input type="date" name="checkpoint_day" value={day} aria-label={`Day of checkpoint ${i + 1}`} />
          <input
            name="checkpoint_value"
            value={value}
            inputmode="decimal"
            autocomplete="off"
            aria-label={`Value of checkpoint ${i + 1}`}
          />
          <span class="if-percent">%</span>
          <span class="if-metric">{values.unit}</span>
        </div>
      ))}
    </fieldset>
    <CheckBox
      id="recurs"
      name="recurs"
      label="Comes again every period"
      hint={`${LEAD_DAYS} days before it ends, the next one is there as a draft: same start, same target, same people.`}
      checked={values.recurs}
    />
  </>
);

const rowsOf = ({ checkpoints }: OkrValues): OkrValues['checkpoints'] => {
  const empty = Math.max(EMPTY_ROWS, LEAST_ROWS - checkpoints.length);
  return [...checkpoints, ...Array.from({ length: empty }, () => ({ day: '', value: '' }))].slice(0, MOST_CHECKPOINTS);
};

type DaysProps = { org: string; values: DayValues; periods: readonly Period[] };
type DayValues = Pick<OkrValues, 'period_id' | 'starts_on' | 'ends_on'>;

/** Says when the days typed lie outside the period, while they are typed where there is JavaScript. */
export const DaysOutside = ({ org, values, periods }: DaysProps) => (
  <div
    id="days-outside"
    aria-live="polite"
    hx-get={`/o/${org}/okrs/days`}
    hx-trigger="change from:#period, change from:#starts-on, change from:#ends-on"
    hx-include="#period, #starts-on, #ends-on"
    hx-swap="innerHTML"
  >
    <OutsideWarning values={values} period={periods.find(({ id }) => id === values.period_id) ?? null} />
  </div>
);

export const OutsideWarning = ({ values, period }: { values: DayValues; period: Period | null }) => {
  const startsOn = values.starts_on || period?.startsOn;
  const endsOn = values.ends_on || period?.endsOn;
  const says = period && startsOn && endsOn ? outsideSentence({ startsOn, endsOn }, period) : null;
  return (
    says && (
      <p class="status is-behind small">
        <StatusGlyph status="behind" />
        {says}
      </p>
    )
  );
};
