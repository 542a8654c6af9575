import type { OkrFormProps } from './page.tsx';
import { Picker } from './picker.tsx';

/** The parts that people can have in an OKR: the field of the chosen, and how the form speaks of them. */
const parts = {
  owners: { name: 'owner_ids', add: 'add_owner', legend: 'Owners', label: 'Add an owner' },
  delegates: {
    name: 'delegate_ids',
    add: 'add_delegate',
    legend: 'Delegates, who act for its owners',
    label: 'Add a delegate',
  },
  viewers: { name: 'viewer_ids', add: 'add_viewer', legend: 'May see it while it is private', label: 'Add somebody' },
} as const;

/** People with one part in the OKR. Each picker looks names up on its own, where they do not all fit its list. */
export const PeoplePicker = ({
  of,
  action,
  values,
  errors,
  choosable,
  sought,
}: OkrFormProps & { of: keyof typeof parts }) => {
  const { name, add, legend, label } = parts[of];
  const { options, more } = choosable[of];
  return (
    <Picker
      id={of}
      name={name}
      legend={legend}
      chosen={values[name].map((id) => ({ id, label: choosable.named.get(id) ?? 'Somebody who left' }))}
      options={options.map((each) => ({ id: each.id, label: each.name }))}
      add={{ name: add, label }}
      search={
        more || sought[of] !== '' ? { name: `sought_${of}`, label: 'Find people by name', value: sought[of] } : null
      }
      action={action}
      error={errors[name]}
    />
  );
};
