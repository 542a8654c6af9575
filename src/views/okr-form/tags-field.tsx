import { TextField } from '../ui/field.tsx';
import type { OkrFormProps } from './page.tsx';

/** The tags of an OKR as one line of text, with the tags that exist to choose from. */
export const TagsField = ({ values, errors, choosable }: OkrFormProps) => (
  <>
    <TextField
      id="tags"
      name="tags"
      label="Tags"
      optional
      value={values.tags}
      hint="Separate them with commas."
      error={errors.tags}
      autocomplete="off"
      attributes={{ list: 'tag-names' }}
    />
    <datalist id="tag-names">
      {choosable.tags.map((name) => (
        <option value={name}></option>
      ))}
    </datalist>
  </>
);
