import { Choices } from '../ui/choice.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { SectionHead } from '../ui/heads.tsx';
import type { OkrValues } from './values.ts';

/** Metric or percent. The fields of a metric hide while percent is chosen, where the browser can. */
export const MeasureSection = ({ values, errors }: { values: OkrValues; errors: Record<string, string> }) => (
  <section class="stack tight" id="measure" aria-labelledby="measured">
    <SectionHead id="measured" title="How it is measured" />
    <Choices
      legend="Measured as"
      name="measure"
      wide
      value={values.measure}
      options={[
        { value: 'metric', title: 'Metric', detail: 'A number that goes from x to y', icon: 'metric' },
        { value: 'percent', title: 'Percent', detail: 'A share of the whole, 0 to 100% complete', icon: 'milestone' },
      ]}
    />
    {errors.measure && <span class="error">{errors.measure}</span>}
    <div class="grid fit if-metric">
      <TextField
        id="measure-name"
        name="measure_name"
        label="What you count"
        wide
        value={values.measure_name}
        placeholder="Customers sending weekly"
        error={errors.measure_name}
        attributes={{ maxlength: 120 }}
      />
      <TextField
        id="unit"
        name="unit"
        label="Unit"
        optional
        value={values.unit}
        placeholder="customers, days, %, EUR"
        error={errors.unit}
        attributes={{ maxlength: 40, list: 'units' }}
      />
      <datalist id="units">
        {units.map((unit) => (
          <option value={unit}></option>
        ))}
      </datalist>
      <TextField
        id="start"
        name="start"
        label="From"
        value={values.start}
        placeholder="0"
        inputmode="decimal"
        error={errors.start}
      />
      <TextField id="target" name="target" label="To" value={values.target} inputmode="decimal" error={errors.target} />
      <SelectField
        id="decimals"
        name="decimals"
        label="Decimals"
        value={values.decimals}
        options={decimalsOffered(values.decimals)}
        error={errors.decimals}
      />
    </div>
    <input type="hidden" name="direction" value={values.direction} />
    <p class="small count if-metric">{directionWords[values.direction] ?? wayWords}</p>
    <p class="small count if-percent">
      From a data source, progress is the share of what matches that is done. Take Metric when the target is less than
      everything, like 20 of however many bugs.
    </p>
  </section>
);

/** Units that many take; a currency by its ISO code is written as money. Any other word will do. */
const units = ['%', 'USD', 'EUR', 'GBP', 'JPY', 'CHF', 'INR', 'customers', 'people', 'days', 'hours', 'points'];

const decimalsOffered = (chosen: string) =>
  ['', ...new Set(['0', '1', '2', '3', chosen].filter(Boolean))].map((value) => ({
    value,
    label: value === '' ? 'As it is' : value,
  }));

const wayWords = 'It counts up when the target lies above the start, and down when it lies below.';

const directionWords: Record<string, string> = {
  stay_above: 'It is met while the number stays above the target.',
  stay_below: 'It is met while the number stays below the target.',
  baseline: 'Its target is not known yet, so there is no progress.',
};
