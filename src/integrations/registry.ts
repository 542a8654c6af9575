import type { Adapter } from './adapter.ts';
import { asana } from './asana/index.ts';
import { bigquery } from './bigquery/index.ts';
import { jira } from './jira/index.ts';
import { trello } from './trello/index.ts';

/** Every provider by its name. */
export const adapters = { jira, asana, trello, bigquery };

export type ProviderName = keyof typeof adapters;

/** The adapter for code that does not care which provider it is. Hand it only what the same adapter parsed. */
export const adapterFor = (provider: ProviderName): Adapter<object, object, object> =>
  adapters[provider] as unknown as Adapter<object, object, object>;
