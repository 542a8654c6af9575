import { Field, Notes, wiringOf } from '../ui/field.tsx';
import { FindField } from '../ui/find-field.tsx';

type Choice = { id: string; label: string };

type PickerProps = {
  id: string;
  /** Field name of the chosen ones; one tick box each. */
  name: string;
  legend: string;
  chosen: readonly Choice[];
  options: readonly Choice[];
  /** The list to add one from. What is selected there when the form is saved counts as chosen. */
  add: { name: string; label: string };
  /** Only for lists that do not fit: a text that the options are looked up by. */
  search: { name: string; label: string; value: string } | null;
  /** Where the form goes, also to come back with more in it. */
  action: string;
  error?: string;
};

/** Several of many, without JavaScript: tick boxes for the chosen, a list to add from, a field to look further. */
export const Picker = ({ id, name, legend, chosen, options, add, search, action, error }: PickerProps) => {
  const { id: _, ...wiring } = wiringOf({ id, error });
  const rest = options.filter((option) => !chosen.some((each) => each.id === option.id));
  const again = {
    'hx-post': action,
    'hx-include': 'closest form',
    'hx-target': `#${id}`,
    'hx-select': `#${id}`,
    'hx-swap': 'outerHTML',
  };
  return (
    <fieldset class="field" id={id} {...wiring}>
      <legend>{legend}</legend>
      {chosen.map((each) => (
        <label class="check">
          <input type="checkbox" name={name} value={each.id} checked />
          <span>{each.label}</span>
        </label>
      ))}
      <Field id={`${id}-add`} label={add.label} silent={chosen.length === 0}>
        {(inner) => (
          <div class="row">
            <select {...inner} class="grow" name={add.name}>
              <option value="">{chosen.length === 0 ? 'None' : 'No more'}</option>
              {rest.map((option) => (
                <option value={option.id}>{option.label}</option>
              ))}
            </select>
            <button class="btn" id={`${id}-more`} name="find" value={id} formnovalidate {...again}>
              Add
            </button>
          </div>
        )}
      </Field>
      {search && <FindField id={`${id}-search`} {...search} find={id} attributes={again} />}
      <Notes id={id} error={error} />
    </fieldset>
  );
};
