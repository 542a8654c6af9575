const nouns: Record<string, string> = {
  okr: 'OKR',
  check_in: 'Check-in',
  api_token: 'API token',
  token: 'Token',
  sso: 'Single sign-on',
  scim: 'Provisioning',
  behalf: 'Acting for a member',
};

/** An action in words: “okr.made_private” is “OKR: made private”. */
export function actionWords(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  const name = nouns[noun] ?? plain(noun);
  return verb ? `${name[0]?.toUpperCase()}${name.slice(1)}: ${plain(verb)}` : name;
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

/** What an event holds, one fact each, in words as far as they go. */
export const dataWords = (data: Record<string, unknown>): string[] =>
  Object.entries(data)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(
      ([key, value]) => `${plain(key)}: ${short(typeof value === 'object' ? JSON.stringify(value) : String(value))}`,
    );

const plain = (word: string) => word.replaceAll('_', ' ');

const MOST = 160;
const short = (text: string) => (text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text);
