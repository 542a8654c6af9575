import { visibilities } from '../../domain/words.ts';
import { SectionHead } from '../ui/heads.tsx';
import { Segmented } from '../ui/segmented.tsx';
import type { OkrFormProps } from './page.tsx';
import { Picker } from './picker.tsx';

const visibilityWords = {
  public: 'Everyone in the organization',
  private: 'Only the people named here',
} as const;

/** Who can see it, and who acts for its owners. */
export const SharingSection = ({ action, values, errors, choosable: { people } }: OkrFormProps) => {
  const named = (ids: readonly string[]) =>
    ids.map((id) => ({
      id,
      label: [...people.chosen, ...people.options].find((each) => each.id === id)?.name ?? 'Somebody who left',
    }));
  const options = people.options.map(({ id, name }) => ({ id, label: name }));
  return (
    <section class="stack tight" aria-labelledby="sharing">
      <SectionHead id="sharing" title="Who else" />
      <div class="grid">
        <Segmented
          id="visibility"
          legend="Who can see it"
          name="visibility"
          value={values.visibility}
          options={visibilities.map((value) => ({
            value,
            label: visibilityWords[value],
            icon: value === 'private' ? 'lock' : undefined,
          }))}
          hint="Owners, delegates, whoever checks in and whoever made it always can. The number of a private OKR still counts above it."
          error={errors.visibility}
          wide
        />
        <Picker
          id="viewers"
          name="viewer_ids"
          legend="May see it while it is private"
          chosen={named(values.viewer_ids)}
          options={options}
          add={{ name: 'add_viewer', label: 'Add somebody' }}
          search={null}
          action={action}
          error={errors.viewer_ids}
        />
        <Picker
          id="delegates"
          name="delegate_ids"
          legend="Delegates, who act for its owners"
          chosen={named(values.delegate_ids)}
          options={options}
          add={{ name: 'add_delegate', label: 'Add a delegate' }}
          search={null}
          action={action}
          error={errors.delegate_ids}
        />
      </div>
    </section>
  );
};
