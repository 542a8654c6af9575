import type { Formats } from '../format.ts';

const nouns: Record<string, string> = {
  okr: 'OKR',
  check_in: 'Check-in',
  sso: 'Single sign-on',
  scim: 'Provisioning',
  behalf: 'Acting for a member',
};

/** What a verb leaves unclear when it stands beside its noun alone. */
const clearer: Record<string, string> = {
  'behalf.began': 'begun',
  'member.behalf_agreed': 'said whether admins may act for them',
  'member.bound': 'single sign-on account bound',
  'member.unbound': 'single sign-on account taken off',
  'member.admitted': 'admitted by single sign-on',
  'member.handing_over': 'hand-over begun',
  'okr.copies_asked': 'copies asked for',
  'okr.next_left_out': 'next one left out',
  'okr.next_prepared': 'next one prepared',
  'okr.resumed': 'automatic updates resumed',
  'okr.turned': 'status turned',
  'okr.weighed': 'contribution set',
  'organization.export_asked': 'export asked for',
  'organization.periods_ahead': 'time periods made ahead',
  'organization.restore_asked': 'restore asked for',
  'organization.restore_failed': 'restore failed',
  'organization.recovered': 'an owner came in by mail',
  'organization.sessions_ended': 'everybody signed out',
};

/** An action in words: “okr.made_private” is “OKR: made private”. */
export function actionWords(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  const name = nouns[noun] ?? plain(noun);
  return verb ? `${name[0]?.toUpperCase()}${name.slice(1)}: ${clearer[action] ?? plain(verb)}` : name;
}

/** Through which door somebody acted. */
export const viaWords: Record<string, string> = {
  page: '',
  api: 'through the API',
  sync: 'from a data source',
  roll_up: 'from what is below',
  cron: 'on schedule',
  scim: 'through the identity system',
};

/** What an event holds, one fact each, in words as far as they go. What it only names by an id is in the export. */
export function dataWords(data: Record<string, unknown>, formats: Formats): string[] {
  const { from, to, ...rest } = data;
  const moved = 'from' in data && 'to' in data;
  return [
    ...(moved ? [`from ${valueWords(from, formats) ?? 'nothing'} to ${valueWords(to, formats) ?? 'nothing'}`] : []),
    ...Object.entries(moved ? rest : data).flatMap(([key, value]) => {
      const words = valueWords(value, formats);
      return words === null ? [] : [`${plain(key)}: ${words}`];
    }),
  ];
}

/** Null for nothing, and for an id. */
function valueWords(value: unknown, formats: Formats): string | null {
  if (typeof value === 'number') return formats.number(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return isId(value) ? null : short(plain(value));
  if (Array.isArray(value)) {
    if (value.some((each) => typeof each === 'object')) return formats.number(value.length);
    const words = value.map((each) => valueWords(each, formats)).filter((each) => each !== null);
    return words.length > 0 ? short(formats.list(words)) : null;
  }
  return value === null || value === undefined ? null : short(JSON.stringify(value));
}

const isId = (text: string) => /^[a-z]{2,4}_[0-9A-Z]{26}$/.test(text);

const plain = (word: string) => (/^[a-z]+(_[a-z]+)+$/.test(word) ? word.replaceAll('_', ' ') : word);

const MOST = 160;
const short = (text: string) => (text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text);
