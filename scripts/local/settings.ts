import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

export type Settings = Record<string, string>;

/** Settings that have no default and are therefore not in wrangler.toml. */
const optional = [
  'CREDENTIAL_KEYS',
  'PUBLIC_URL',
  'MAIL_API_KEY',
  'MAIL_WEBHOOK_SECRET',
  'GOOGLE_SERVICE_ACCOUNT',
  'ATLASSIAN_CLIENT_ID',
  'ATLASSIAN_CLIENT_SECRET',
  'ASANA_API_URL',
  'ASANA_CLIENT_ID',
  'ASANA_CLIENT_SECRET',
  'TRELLO_API_URL',
  'TRELLO_AUTHORIZE_URL',
  'TRELLO_KEY',
  'TRELLO_SECRET',
  'BIGQUERY_API_URL',
  'GOOGLE_TOKEN_URL',
];

/**
 * The settings of a local app. The environment wins over `.dev.vars`, which wins over wrangler.toml (`declared`);
 * `standIns` (`host:port`) may always be reached, whatever EGRESS_ALLOW says besides.
 */
export function settingsFrom(
  declared: Settings,
  devVars: Settings,
  environment: NodeJS.ProcessEnv,
  standIns: string[],
): Settings {
  const settings: Settings = { ...declared, ...devVars };
  for (const name of [...Object.keys(settings), ...optional]) {
    const given = environment[name];
    if (given !== undefined) settings[name] = given;
  }
  const reachable = [...standIns, ...(settings.EGRESS_ALLOW ?? '').split(',')].map((place) => place.trim());
  return { ...settings, EGRESS_ALLOW: [...new Set(reachable.filter(Boolean))].join(',') };
}

/** Reads `.dev.vars`, after writing it with a new credential key when there is none. Only its owner may read it. */
export function devVars(file: string): Settings {
  if (!existsSync(file)) {
    const lines = [
      '# Local settings and secrets. Not in version control.',
      ...Object.entries(newSecrets()).map(([k, v]) => `${k}="${v}"`),
    ];
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return parseEnv(readFileSync(file, 'utf8')) as Settings;
}

/** What a development app cannot do without. */
export const newSecrets = (): Settings => ({
  ENVIRONMENT: 'development',
  CREDENTIAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
});
