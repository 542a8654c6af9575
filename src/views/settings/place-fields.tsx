import type { Child } from 'hono/jsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { localesOffered, monthsIn } from './places.ts';

type Props = {
  value: string | undefined;
  error?: string | undefined;
  hint?: Child;
};

type Usual = {
  /** What holds where nothing is chosen; without it something has to be. */
  usual?: { value: string; words: string };
};

/** The language and region in which somebody reads numbers and days. `locale` is that of who is asked. */
export const LocaleField = ({ value, error, hint, usual, locale }: Props & Usual & { locale: string }) => (
  <>
    <TextField
      id="locale"
      name="locale"
      label="Language and region"
      value={value}
      placeholder={usual?.value}
      hint={hint}
      error={error}
      attributes={{ list: 'locales' }}
      autocomplete="off"
      optional={usual !== undefined}
      required={usual === undefined}
    />
    <datalist id="locales">
      {localesOffered(locale).map(({ tag, name }) => (
        <option value={tag}>{name}</option>
      ))}
    </datalist>
  </>
);

/** A time zone out of `zones`; one that is set and not among them stays to be chosen. */
export const TimeZoneField = ({ value, error, hint, usual, zones }: Props & Usual & { zones: readonly string[] }) => (
  <SelectField
    id="time_zone"
    name="time_zone"
    label="Time zone"
    value={value}
    options={[
      ...(usual ? [{ value: '', label: `${usual.words}: ${zoneWords(usual.value)}` }] : []),
      ...[...new Set([value ?? '', ...zones])].filter(Boolean).map((zone) => ({ value: zone, label: zoneWords(zone) })),
    ]}
    hint={hint}
    error={error}
  />
);

/** The month with which the fiscal year begins, 1 to 12. */
export const FiscalYearField = ({ value, error, hint, locale }: Props & { locale: string }) => (
  <SelectField
    id="fiscal_year_start"
    name="fiscal_year_start"
    label="The fiscal year begins in"
    value={value}
    options={monthsIn(locale).map((label, i) => ({ value: String(i + 1), label }))}
    hint={hint}
    error={error}
  />
);

const zoneWords = (zone: string) => zone.replaceAll('_', ' ');
