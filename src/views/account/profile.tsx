import { once } from '../hx.ts';
import { LocaleField, TimeZoneField } from '../settings/place-fields.tsx';
import { TextField } from '../ui/field.tsx';
import { SectionHead } from '../ui/heads.tsx';
import type { AccountView } from './account-view.ts';

/** What somebody is called, and how they read numbers, days and times. */
export const Profile = ({ shell, base, values, org, zones, returned }: AccountView) => {
  const errors = returned?.form === 'profile' ? returned.errors : {};
  const usual = `As everybody at ${org.name}`;
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
          <LocaleField
            locale={shell.locale}
            value={values.locale}
            usual={{ value: org.locale, words: usual }}
            hint={`How you read numbers and days. Empty is as everybody at ${org.name}.`}
            error={errors.locale}
          />
          <TimeZoneField
            zones={zones}
            value={values.time_zone}
            usual={{ value: org.timeZone, words: usual }}
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
