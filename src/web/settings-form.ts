import { type Setting, type Settings, type SettingsPatch, settingsPatch } from '../domain/organizations/settings.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { typedNumber } from '../views/check-ins/measure-words.ts';
import { readNumber } from '../views/read-number.ts';
import { type GroupName, groups, type SettingsValues, type SettingsView } from '../views/settings/settings-view.ts';
import type { Sent } from './form.ts';
import type { Refused } from './refused.ts';

/** The group of a page that a form was sent for. @throws Refusal `not_found` */
export function groupOf<Name extends GroupName>(sent: Sent, names: readonly Name[]): Name {
  const group = names.find((name) => name === sent.text('group'));
  if (!group) throw new Refusal('not_found', 'There are no such settings.');
  return group;
}

/** What a group of settings was set to, and nothing of the others. @throws Refusal `invalid` with a sentence per field */
export function readGroup(sent: Sent, group: GroupName, locale: string): SettingsPatch {
  const given = groups[group].map((setting) => [setting, readSetting(sent, setting, locale)]);
  const parsed = settingsPatch.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw invalid(
    Object.fromEntries(parsed.error.issues.toReversed().map(({ path, message }) => [path.join('.'), message])),
  );
}

/** All settings as a form shows them; the group that came back as it was typed. */
export function valuesOf(settings: Settings, locale: string, returned?: Returned): SettingsValues {
  const values: SettingsValues = {};
  for (const [setting, value] of Object.entries(settings)) Object.assign(values, textsOf(setting, value, locale));
  if (!returned) return values;
  const { sent, group } = returned;
  const own = Object.keys(values).filter((field) =>
    (groups[group] as readonly string[]).includes(field.split('.')[0]!),
  );
  return { ...values, ...Object.fromEntries(own.map((field) => [field, sent.text(field)])) };
}

/** A form that is shown again: to say what is wrong with it, or what it would do. */
export type Returned = {
  sent: Sent;
  group: GroupName;
  refused?: Pick<Refused, 'fields' | 'message'> & { status: 200 | 409 | 422 };
};

/** What the page says of a form that came back. */
export const returnedOf = (returned?: Returned): SettingsView['returned'] =>
  returned
    ? { group: returned.group, errors: returned.refused?.fields ?? {}, message: returned.refused?.message }
    : null;

const numbers: readonly string[] = [
  'fiscal_year_start',
  'cadence_days',
  'behind_bound',
  'at_risk_bound',
  'session_days',
] satisfies Setting[];
const flags: readonly string[] = [
  'objectives_under_key_results',
  'key_results_under_key_results',
  'projects_aligned',
  'projects_contribute',
  'member_connections',
  'member_tokens',
] satisfies Setting[];

function readSetting(sent: Sent, setting: Setting, locale: string): unknown {
  const number = (field: string) => readNumber(sent.text(field), locale);
  if (setting === 'score_bands') {
    const band = (ambition: string) => ({
      green: number(`score_bands.${ambition}.green`),
      orange: number(`score_bands.${ambition}.orange`),
    });
    return { committed: band('committed'), aspirational: band('aspirational') };
  }
  if (flags.includes(setting)) return sent.has(setting);
  return numbers.includes(setting) ? number(setting) : sent.text(setting);
}

function textsOf(field: string, value: unknown, locale: string): SettingsValues {
  if (typeof value === 'object' && value !== null)
    return Object.assign({}, ...Object.entries(value).map(([name, each]) => textsOf(`${field}.${name}`, each, locale)));
  if (typeof value === 'boolean') return { [field]: value ? 'on' : '' };
  return { [field]: typeof value === 'number' ? typedNumber(value, locale) : String(value) };
}
