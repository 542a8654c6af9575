import { once } from '../hx.ts';
import { Gate } from '../layout.tsx';
import { FiscalYearField, LocaleField, TimeZoneField } from '../settings/place-fields.tsx';
import type { Frame } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { TextField } from '../ui/field.tsx';

export type Founding = Record<'name' | 'slug' | 'owner' | 'time_zone' | 'locale' | 'fiscal_year_start', string>;

type Props = {
  frame: Frame;
  values: Founding;
  zones: readonly string[];
  /** What the address of an organization begins with: `cairn.example/o/`. */
  before: string;
  errors: Partial<Record<keyof Founding, string>>;
  message?: string;
};

/** A new organization: what it is called, and where and how it counts its days. */
export const NewOrganizationPage = ({ frame, values, zones, before, errors, message }: Props) => (
  <Gate frame={frame} title="New organization">
    <div class="stack tight">
      <h1>A place for your plans.</h1>
      <p>A few answers to begin with. All but the address can be changed later.</p>
    </div>
    {message && <Alert status="behind" title={message} urgent />}
    <form class="stack tight" method="post" action="/organizations" {...once}>
      <TextField
        id="name"
        name="name"
        label="Name of the organization"
        value={values.name}
        error={errors.name}
        autocomplete="organization"
        required
      />
      <TextField
        id="slug"
        name="slug"
        label="Address"
        value={values.slug}
        error={errors.slug}
        hint={`${before}… Leave it empty, and it is made of the name.`}
        autocomplete="off"
      />
      <TextField
        id="owner"
        name="owner"
        label="Your name"
        value={values.owner}
        error={errors.owner}
        autocomplete="name"
        required
      />
      <TimeZoneField zones={zones} value={values.time_zone} error={errors.time_zone} />
      <LocaleField
        locale={frame.locale}
        value={values.locale}
        hint="How numbers and days are written."
        error={errors.locale}
      />
      <FiscalYearField locale={frame.locale} value={values.fiscal_year_start} error={errors.fiscal_year_start} />
      <button class="btn primary big">Make the organization</button>
    </form>
  </Gate>
);
