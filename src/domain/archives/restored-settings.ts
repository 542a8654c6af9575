import { organizations } from '../../db/schema/organizations.ts';
import { columnOf, type Setting, settingsPatch } from '../organizations/settings.ts';
import { invalid } from '../refusal.ts';
import type { Row } from './restore-job.ts';

type Settings = Partial<typeof organizations.$inferInsert>;

/**
 * What an organization takes from the one in an archive: its name, settings and logo. It keeps its address, and its members
 * sign in as before, for the archive holds no sign-in of its own. @throws Refusal `invalid` for settings that nobody can have made
 */
export function settingsIn(row: Row): Settings {
  const all = Object.entries(columnOf) as [Setting, (typeof columnOf)[Setting]][];
  const given = all.flatMap(([setting, key]) => {
    const column = organizations[key];
    const value = row[column.name] ?? null;
    return value === null ? [] : [[setting, column.mapFromDriverValue(value as never)]];
  });
  const parsed = settingsPatch.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw invalid({ file: `Settings of the organization: ${parsed.error.issues[0]!.message}` });
  const settings = Object.fromEntries(all.map(([setting, key]) => [key, parsed.data[setting] ?? null]));
  const { logo_hash, periods_due_on } = row;
  return {
    ...settings,
    logoHash: /^[0-9a-f]{16}$/.test(String(logo_hash)) ? String(logo_hash) : null,
    periodsDueOn: periods_due_on === null ? null : String(periods_due_on),
  };
}
