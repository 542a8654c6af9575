import { visibilities } from '../../domain/words.ts';
import { Segmented } from '../ui/segmented.tsx';
import type { OkrFormProps } from './page.tsx';
import { PeoplePicker } from './people-picker.tsx';

const visibilityWords = {
  public: 'Everyone in the organization',
  private: 'Only the people named here',
} as const;

/** Who can see it. The list of those who may look on hides while everyone may, where the browser can. */
export const SharingFields = (props: OkrFormProps) => (
  <>
    <Segmented
      id="visibility"
      legend="Who can see it"
      name="visibility"
      value={props.values.visibility}
      options={visibilities.map((value) => ({
        value,
        label: visibilityWords[value],
        icon: value === 'private' ? 'lock' : undefined,
      }))}
      hint="Owners, delegates, whoever checks in and whoever made it always can. The number of a private OKR still counts above it."
      error={props.errors.visibility}
    />
    <div class="if-private">
      <PeoplePicker {...props} of="viewers" />
    </div>
  </>
);
