import { type Provider, providers } from '../words.ts';

/** The providers that nobody switched off. */
export const toolsOf = (decisions: ReadonlyMap<Provider, boolean>): Provider[] =>
  providers.filter((provider) => decisions.get(provider) !== false);
