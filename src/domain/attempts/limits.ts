import type { Attempt, Limit } from './limiting.ts';

const QUARTER_HOUR_MS = 15 * 60_000;

/** An office shares one network address, and all of it signs in on Monday morning. */
const NETWORK = 120;

const limits = {
  askByAddress: { purpose: 'ask for a link, by address', most: 5, within: QUARTER_HOUR_MS },
  askByNetwork: { purpose: 'ask for a link, by network', most: NETWORK, within: QUARTER_HOUR_MS },
  openByLink: { purpose: 'use a link, by link', most: 10, within: QUARTER_HOUR_MS },
  openByNetwork: { purpose: 'use a link, by network', most: NETWORK, within: QUARTER_HOUR_MS },
  beginByNetwork: { purpose: 'begin with a passkey, by network', most: 2 * NETWORK, within: QUARTER_HOUR_MS },
  passkeyByKey: { purpose: 'sign in with a passkey, by passkey', most: 10, within: QUARTER_HOUR_MS },
  passkeyByNetwork: { purpose: 'sign in with a passkey, by network', most: NETWORK, within: QUARTER_HOUR_MS },
} as const satisfies Record<string, Limit>;

/** What counts when somebody asks for a link to an address, whether or not anybody has it. */
export const asksForLink = (address: string, network: string): Attempt[] => [
  { ...limits.askByAddress, by: address },
  { ...limits.askByNetwork, by: network },
];

/** What counts when somebody uses a link. Who it is for is not known before. */
export const usesLink = (token: string, network: string): Attempt[] => [
  { ...limits.openByLink, by: token },
  { ...limits.openByNetwork, by: network },
];

/** What counts when a browser asks what a passkey is to answer. */
export const beginsWithPasskey = (network: string): Attempt[] => [{ ...limits.beginByNetwork, by: network }];

/** What counts when a passkey answers. */
export const usesPasskey = (credential: string, network: string): Attempt[] => [
  { ...limits.passkeyByKey, by: credential },
  { ...limits.passkeyByNetwork, by: network },
];
