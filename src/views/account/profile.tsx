import { once } from '../hx.ts';
import { localesOffered } from '../settings/places.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { SectionHead } from '../ui/heads.tsx';
import type { AccountView } from './account-view.ts';

/** What somebody is called, and how they read numbers, days and times. */
export const Profile = ({ shell, base, values, org, zones, returned }: AccountView) => {
  const errors = returned?.form === 'profile' ? returned.errors : {};
  return (
    <section class="stack tight" aria-labelledby="profile">
      <SectionHead id="profile" title="You" />
      <form class="stack tight" method="post" action={base} {...once}>
        <div class="grid">
          <TextField
            id="name"
            name="name"
            label="Name"
            value={values.name}
            error={errors.name}
            autocomplete="name"
            attributes={{ maxlength: 120 }}
            required
          />
          <TextField
            id="locale"
            name="locale"
            label="Language and region"
            value={values.locale}
            placeholder={org.locale}
            hint={`How you read numbers and days. Empty is as everybody at ${org.name}.`}
            error={errors.locale}
            attributes={{ list: 'locales' }}
            autocomplete="off"
            optional
          />
          <datalist id="locales">
            {localesOffered(shell.locale).map(({ tag, name }) => (
              <option value={tag}>{name}</option>
            ))}
          </datalist>
          <SelectField
            id="time_zone"
            name="time_zone"
            label="Time zone"
            value={values.time_zone}
            options={[
              { value: '', label: `As everybody at ${org.name}: ${zoneWords(org.timeZone)}` },
              ...[...new Set([values.time_zone, ...zones])]
                .filter(Boolean)
                .map((zone) => ({ value: zone, label: zoneWords(zone) })),
            ]}
            hint="Times are shown to you in it. What is expected by today goes by the organization’s."
            error={errors.time_zone}
          />
        </div>
        <div class="row">
          <button class="btn">
            Save<span class="vh"> what is said of you</span>
          </button>
        </div>
      </form>
    </section>
  );
};

const zoneWords = (zone: string) => zone.replaceAll('_', ' ');
