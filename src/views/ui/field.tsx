import type { Child } from 'hono/jsx';
import { Behaviour } from './behaviour.tsx';

/** What an input needs so that its label, hint and error belong to it. */
export type Wiring = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' };

type FieldProps = {
  id: string;
  label: Child;
  /** Shown under the input; stays when there is an error. */
  hint?: Child;
  error?: string | null;
  optional?: boolean;
  /** Takes the whole row of a grid. */
  wide?: boolean;
  /** Keeps the label for screen readers only. */
  silent?: boolean;
};

/** A label, an input of one's own and its hint and error: `<Field ...>{(wiring) => <input {...wiring} />}</Field>`. */
export const Field = ({ children, ...props }: FieldProps & { children: (wiring: Wiring) => Child }) => (
  <div class={props.wide ? 'field wide' : 'field'}>
    <label for={props.id} class={props.silent ? 'vh' : undefined}>
      {props.label}
      {props.optional && <span class="count"> optional</span>}
    </label>
    {children(wiringOf(props))}
    <Notes {...props} />
  </div>
);

type InputProps = FieldProps & {
  name: string;
  value?: string | number | null;
  /** Words beside the input: “of 1,000 downloads”. */
  unit?: Child;
  type?: string;
  placeholder?: string;
  required?: boolean;
  inputmode?: 'text' | 'decimal' | 'numeric' | 'email' | 'url' | 'search';
  autocomplete?: string;
  /** Anything else the input itself should carry, such as `hx-*`. */
  attributes?: Record<string, string | number | boolean | undefined>;
};

export const TextField = ({ name, value, unit, attributes, ...props }: InputProps) => (
  <Field {...props}>
    {(wiring) => {
      const input = (
        <input
          {...wiring}
          name={name}
          type={props.type ?? 'text'}
          value={value ?? undefined}
          placeholder={props.placeholder}
          required={props.required}
          inputmode={props.inputmode}
          autocomplete={props.autocomplete}
          {...attributes}
        />
      );
      return unit ? (
        <div class="unit">
          {input}
          <span>{unit}</span>
        </div>
      ) : (
        input
      );
    }}
  </Field>
);

type AreaProps = Omit<InputProps, 'unit' | 'type' | 'inputmode'> & {
  rows?: number;
  /** `lead` for a title, `query` for a query. */
  look?: 'lead' | 'query';
  /** Where names are looked up that are mentioned in it with an @. */
  mentions?: string;
};

export const TextArea = ({ name, value, rows = 2, look, mentions, attributes, ...props }: AreaProps) => (
  <Field {...props}>
    {(wiring) => (
      <>
        <textarea
          {...wiring}
          name={name}
          rows={rows}
          class={look}
          spellcheck={look === 'query' ? false : undefined}
          placeholder={props.placeholder}
          required={props.required}
          data-mentions={mentions}
          {...attributes}
        >
          {value ?? ''}
        </textarea>
        {mentions && <Behaviour name="mentions" />}
      </>
    )}
  </Field>
);

export type Option = { value: string; label: string; disabled?: boolean };

export const SelectField = ({
  name,
  value,
  options,
  attributes,
  ...props
}: Omit<InputProps, 'unit'> & { options: readonly Option[] }) => (
  <Field {...props}>
    {(wiring) => (
      <select {...wiring} name={name} required={props.required} {...attributes}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    )}
  </Field>
);

/** A single tick box with its words. */
export const CheckBox = (props: { id: string; name: string; label: Child; hint?: Child; checked?: boolean }) => (
  <label class="check" for={props.id}>
    <input type="checkbox" id={props.id} name={props.name} value="on" checked={props.checked} />
    <span>
      {props.label}
      {props.hint && <small>{props.hint}</small>}
    </span>
  </label>
);

/** Hint and error of a field or a fieldset, with the ids that `wiringOf` points at. */
export const Notes = ({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>) => (
  <>
    {error && (
      <span class="error" id={`${id}-error`}>
        {error}
      </span>
    )}
    {hint && <small id={`${id}-hint`}>{hint}</small>}
  </>
);

export const wiringOf = ({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>): Wiring => {
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? 'true' : undefined,
  };
};
