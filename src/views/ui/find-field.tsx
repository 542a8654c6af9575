import { Field } from './field.tsx';

type FindFieldProps = {
  id: string;
  name: string;
  label: string;
  value: string;
  /** What the button sends, and anything else that it should carry, such as `hx-*`. */
  find: string;
  attributes?: Record<string, string>;
};

/** Inside a form: words that a list beside it is narrowed by. */
export const FindField = ({ id, name, label, value, find, attributes }: FindFieldProps) => (
  <Field id={id} label={label} silent>
    {(wiring) => (
      <div class="row">
        <input {...wiring} class="grow" type="search" name={name} value={value} placeholder={label} />
        <button class="btn" id={`${id}-button`} name="find" value={find} formnovalidate {...attributes}>
          Find
        </button>
      </div>
    )}
  </Field>
);
