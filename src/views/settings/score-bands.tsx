import { type Ambition, ambitions } from '../../domain/words.ts';
import { ambitionWords } from '../okrs/okr-words.ts';
import { TextField } from '../ui/field.tsx';
import { Group } from './group.tsx';
import type { SettingsView } from './settings-view.ts';

const says =
  'A closed OKR is green or orange from these scores on, and red below. It is seen at once on what is closed already.';

/** The scores from which on a closed OKR is green, and orange. */
export const ScoreBands = (view: SettingsView) => (
  <Group {...view} group="scores" title="Scores" says={says}>
    {(errors) => (
      <div class="grid">
        {ambitions.map((ambition) => (
          <fieldset class="field">
            <legend>{ambitionWords[ambition]}</legend>
            <div class="grid fit">
              <Least {...{ view, errors, ambition }} band="green" label="Green from" />
              <Least {...{ view, errors, ambition }} band="orange" label="Orange from" />
            </div>
          </fieldset>
        ))}
      </div>
    )}
  </Group>
);

type LeastProps = {
  view: SettingsView;
  errors: Record<string, string>;
  ambition: Ambition;
  band: 'green' | 'orange';
  label: string;
};

const Least = ({ view, errors, ambition, band, label }: LeastProps) => {
  const field = `score_bands.${ambition}.${band}`;
  return (
    <TextField
      id={`${ambition}-${band}`}
      name={field}
      label={label}
      value={view.values[field]}
      inputmode="decimal"
      error={errors[field]}
      required
    />
  );
};
