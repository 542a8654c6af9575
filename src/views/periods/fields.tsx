import type { Period } from '../../domain/periods/finding.ts';
import { periodKinds } from '../../domain/words.ts';
import { TextField } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { kindWords } from './words.ts';

/** What stands in the form of a period, as typed. Names as in the API. */
export type PeriodValues = { name: string; kind: string; starts_on: string; ends_on: string };

export const emptyPeriod: PeriodValues = { name: '', kind: 'custom', starts_on: '', ends_on: '' };

export const valuesOfPeriod = ({ name, kind, startsOn, endsOn }: Period): PeriodValues => ({
  name,
  kind,
  starts_on: startsOn,
  ends_on: endsOn,
});

type FieldsProps = { values: PeriodValues; errors: Record<string, string> };

/** Name, kind and days of a period. */
export const PeriodFields = ({ values, errors }: FieldsProps) => (
  <div class="grid">
    <TextField
      id="name"
      name="name"
      label="Name"
      value={values.name}
      error={errors.name}
      autocomplete="off"
      required
      attributes={{ maxlength: 80 }}
    />
    <Segmented
      id="kind"
      name="kind"
      legend="Kind"
      value={values.kind}
      options={periodKinds.map((value) => ({ value, label: kindWords[value] }))}
      error={errors.kind}
    />
    <TextField
      id="starts-on"
      name="starts_on"
      type="date"
      label="First day"
      value={values.starts_on}
      error={errors.starts_on}
      required
    />
    <TextField
      id="ends-on"
      name="ends_on"
      type="date"
      label="Last day"
      value={values.ends_on}
      error={errors.ends_on}
      required
    />
  </div>
);
