import { Layout } from '../layout.tsx';
import { TextField } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Group } from './group.tsx';
import { Logo } from './logo.tsx';
import { FiscalYearField, LocaleField, TimeZoneField } from './place-fields.tsx';
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
            <TimeZoneField
              zones={zones}
              value={values.time_zone}
              hint="Days begin and end here, and with them what is expected by today."
              error={errors.time_zone}
            />
            <LocaleField
              locale={shell.locale}
              value={values.locale}
              hint="Numbers and days are written so for members who have chosen nothing else."
              error={errors.locale}
            />
            <FiscalYearField
              locale={shell.locale}
              value={values.fiscal_year_start}
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
