import { TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { NamedSelect } from '../ui/named-select.tsx';
import type { OkrFormProps } from './page.tsx';
import { PeoplePicker } from './people-picker.tsx';
import { SharingFields } from './sharing.tsx';
import { TagsField } from './tags-field.tsx';
import { TimeFields } from './time.tsx';

/** What most OKRs do without. Folded up until something of it is said, looked for or to be put right. */
export const MoreSection = (props: OkrFormProps) => {
  const { values, errors, choosable } = props;
  return (
    <details open={isUsed(props)}>
      <summary class="sec-head">
        <Icon name="right" turn />
        <h2>More</h2>
        <span class="end small count">Tags, own days, checkpoints, people, privacy</span>
      </summary>
      <div class="checkin stack tight">
        <TagsField {...props} />
        <div class="grid">
          <NamedSelect
            id="check-in-owner"
            name="check_in_owner_id"
            label="Checks in"
            among={choosable.reporters}
            none="The first owner"
            value={values.check_in_owner_id}
            error={errors.check_in_owner_id}
          />
          <PeoplePicker {...props} of="delegates" />
        </div>
        <div class="grid">
          <TextField
            id="starts-on"
            name="starts_on"
            type="date"
            label="First day"
            optional
            value={values.starts_on}
            error={errors.starts_on}
          />
          <TextField
            id="ends-on"
            name="ends_on"
            type="date"
            label="Last day"
            optional
            value={values.ends_on}
            hint="Empty means the days of the period."
            error={errors.ends_on}
          />
        </div>
        <TimeFields {...props} />
        <SharingFields {...props} />
      </div>
    </details>
  );
};

/** Names of its fields, as errors name them. */
const fields = [
  'tags',
  'check_in_owner_id',
  'delegate_ids',
  'starts_on',
  'ends_on',
  'checkpoints',
  'recurs',
  'visibility',
  'viewer_ids',
];

const isUsed = ({ values, errors, sought, choosable }: OkrFormProps): boolean => {
  const { tags, owner_ids, check_in_owner_id, starts_on, ends_on, expected, recurs, visibility } = values;
  const period = choosable.periods.find(({ id }) => id === values.period_id);
  return (
    fields.some((name) => errors[name]) ||
    [tags, sought.delegates, sought.viewers].some((text) => text !== '') ||
    values.delegate_ids.length + values.viewer_ids.length > 0 ||
    (check_in_owner_id !== '' && check_in_owner_id !== owner_ids[0]) ||
    (starts_on !== '' && starts_on !== period?.startsOn) ||
    (ends_on !== '' && ends_on !== period?.endsOn) ||
    expected === 'checkpoints' ||
    recurs ||
    visibility === 'private'
  );
};
