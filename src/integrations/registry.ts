import type { Adapter } from './adapter.ts';
import { jira } from './jira/index.ts';

/** Every provider by its name. */
export const adapters = { jira };

export type ProviderName = keyof typeof adapters;

/** The adapter for code that does not care which provider it is. Hand it only what the same adapter parsed. */
export const adapterFor = (provider: ProviderName): Adapter<object, object, object> => adapters[provider];
