import { Layout } from '../layout.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Group } from './group.tsx';
import { Logo } from './logo.tsx';
import { localesOffered, monthsIn } from './places.ts';
import type { SettingsView } from './settings-view.ts';

type Props = SettingsView & { zones: readonly string[]; logoError: string | null };

/** What an organization is called, where and how it counts its days, and who makes tags. */
export const OrganizationSettingsPage = ({ zones, logoError, ...view }: Props) => {
  const { shell, values } = view;
  return (
    <Layout shell={shell} title="Settings" narrow>
      <PageHead title="Settings" under="For everybody in the organization. Each part is saved on its own." />
      <Group
        {...view}
        group="organization"
        title="Organization"
        says="These decide what everybody reads as today, as a month and as a number."
      >
        {(errors) => (
          <div class="grid">
            <TextField
              id="name"
              name="name"
              label="Name"
              value={values.name}
              error={errors.name}
              autocomplete="organization"
              required
            />
            <SelectField
              id="time_zone"
              name="time_zone"
              label="Time zone"
              value={values.time_zone}
              options={[...new Set([values.time_zone ?? '', ...zones])].map((zone) => ({
                value: zone,
                label: zone.replaceAll('_', ' '),
              }))}
              hint="Days begin and end here, and with them what is expected by today."
              error={errors.time_zone}
            />
            <TextField
              id="locale"
              name="locale"
              label="Language and region"
              value={values.locale}
              hint="Numbers and days are written so for members who have chosen nothing else."
              error={errors.locale}
              attributes={{ list: 'locales' }}
              autocomplete="off"
              required
            />
            <datalist id="locales">
              {localesOffered(shell.locale).map(({ tag, name }) => (
                <option value={tag}>{name}</option>
              ))}
            </datalist>
            <SelectField
              id="fiscal_year_start"
              name="fiscal_year_start"
              label="The fiscal year begins in"
              value={values.fiscal_year_start}
              options={monthsIn(shell.locale).map((label, i) => ({ value: String(i + 1), label }))}
              hint="New quarters and years are cut by it. Periods that exist stay as they are."
              error={errors.fiscal_year_start}
            />
          </div>
        )}
      </Group>
      <Logo base={view.base} shell={shell} error={logoError} />
      <Group
        {...view}
        group="rhythm"
        title="Check-ins"
        says="An OKR asks for its next check-in this long after the last one."
      >
        {(errors) => (
          <TextField
            id="cadence_days"
            name="cadence_days"
            label="Days between check-ins"
            value={values.cadence_days}
            unit="days"
            inputmode="numeric"
            error={errors.cadence_days}
            required
          />
        )}
      </Group>
      <Group
        {...view}
        group="tags"
        title="Tags"
        says="Whoever may not make new tags chooses among those that are there."
      >
        {(errors) => (
          <Segmented
            id="tag_policy"
            legend="Who makes new tags"
            name="tag_policy"
            value={values.tag_policy ?? null}
            options={[
              { value: 'everyone', label: 'Everyone but observers' },
              { value: 'admins', label: 'Owners and admins' },
            ]}
            error={errors.tag_policy}
          />
        )}
      </Group>
    </Layout>
  );
};
