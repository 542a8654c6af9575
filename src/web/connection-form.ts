import type { Provider } from '../domain/words.ts';
import { providers } from '../domain/words.ts';
import type { ConnectionValues } from '../views/connections/form.tsx';
import type { Sent } from './form.ts';

/** The fields with which each provider is told of an account; `open` ones are no secrets and stay in a form that comes back. */
const accountFields: Record<Provider, { open: readonly string[]; secret: readonly string[] }> = {
  jira: { open: ['site_url', 'user'], secret: ['token'] },
  asana: { open: [], secret: ['token'] },
  trello: { open: [], secret: ['key', 'token', 'secret'] },
  bigquery: { open: ['project_id', 'location'], secret: ['service_account'] },
};

export const providerIn = (text: string | undefined): Provider => providers.find((each) => each === text) ?? 'jira';

/** Everything that a form says of an account, for its provider to read. */
export const accountIn = (sent: Sent, provider: Provider): Record<string, string> => {
  const { open, secret } = accountFields[provider];
  return textsOf(sent, [...open, ...secret]);
};

/** What of it may be shown again. */
export const openAccountIn = (sent: Sent, provider: Provider): Record<string, string> =>
  textsOf(sent, accountFields[provider].open);

/** The same of an account that is stored. */
export const openAccountOf = (provider: Provider, config: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(accountFields[provider].open.map((name) => [name, String(config[name] ?? '')]));

export const connectionValues = (sent: Sent): ConnectionValues => {
  const provider = providerIn(sent.text('provider'));
  return {
    provider,
    name: sent.text('name'),
    account: openAccountIn(sent, provider),
    shared: sent.has('shared'),
    interval: sent.text('interval'),
  };
};

const textsOf = (sent: Sent, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, sent.text(name)]));
