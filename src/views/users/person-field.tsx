import type { Person } from '../../domain/members/finding.ts';
import { Notes } from '../ui/field.tsx';
import { FindField } from '../ui/find-field.tsx';
import { NamedSelect } from '../ui/named-select.tsx';

/** Somebody to choose, out of those who were found by `sought`. */
export type Choosing = { people: readonly Person[]; more: boolean; sought: string };

type Props = Choosing & {
  id: string;
  name: string;
  label: string;
  /** Words for nobody, where that will do. */
  none?: string;
  value: string;
  /** Whoever is chosen now, whether or not they were found. */
  chosen?: Person | null;
  hint?: string;
  error?: string;
  /** Where the form goes, also to come back with others to choose from. */
  action: string;
};

/** One of many people, without JavaScript: a list of some, and a field to look further. */
export const PersonField = ({ id, people, more, sought, chosen, action, hint, error, ...select }: Props) => (
  <div class="stack tight" id={`${id}-choice`}>
    <NamedSelect
      id={id}
      {...select}
      hint={hint}
      error={error}
      among={chosen && !people.some((each) => each.id === chosen.id) ? [chosen, ...people] : people}
    />
    {(more || sought !== '') && (
      <FindField
        id={`${id}-search`}
        name={`sought_${select.name}`}
        label="Find people by name"
        value={sought}
        find={select.name}
        attributes={{
          'hx-post': action,
          'hx-include': 'closest form',
          'hx-target': `#${id}-choice`,
          'hx-select': `#${id}-choice`,
          'hx-swap': 'outerHTML',
        }}
      />
    )}
    {sought !== '' && people.length === 0 && (
      <Notes id={`${id}-none`} hint="Nobody has a name like that." error={null} />
    )}
  </div>
);
