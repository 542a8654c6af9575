import type { Attempt } from '../attempts/limiting.ts';

const QUARTER_HOUR_MS = 15 * 60_000;

/** A large office signs in from one network address on Monday morning, and Cairn asks its provider for each of them. */
const MOST = 1_000;

/** What counts when somebody asks whether an address has a sign-in of its own. */
export const looksForSignOn = (network: string): Attempt[] => [
  { purpose: 'look for single sign-on, by network', most: MOST, within: QUARTER_HOUR_MS, by: network },
];

/** What counts when somebody leaves for an organization's provider. */
export const beginsSignOn = (network: string): Attempt[] => [
  { purpose: 'begin single sign-on, by network', most: MOST, within: QUARTER_HOUR_MS, by: network },
];
