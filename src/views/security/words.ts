import type { Security } from '../../domain/organizations/finding-security.ts';
import type { Formats } from '../format.ts';

/** How people sign in, as a sentence. */
export function signOnWords({ provider }: Security, only: boolean): string {
  if (!provider) return 'Not set up. People sign in by a link or a passkey.';
  if (!provider.enabled) return `${provider.label} is set up and switched off.`;
  return only
    ? `Through ${provider.label}, and no other way.`
    : `Through ${provider.label}, or by a link or a passkey.`;
}

export function domainWords({ domains: { proved, waiting } }: Security, formats: Formats): string {
  if (proved + waiting === 0) return 'None claimed.';
  const known = `${formats.number(proved)} of ${formats.number(proved + waiting)} proved`;
  return waiting === 0 ? `${known}.` : `${known}. Finish the rest, or remove it.`;
}

export function provisioningWords({ scim }: Security, formats: Formats): string {
  if (!scim) return 'Off. People are invited by hand.';
  return scim.lastUsedAt === null
    ? 'Ready. The identity system has not called yet.'
    : `On. Last heard of ${formats.moment(scim.lastUsedAt)}.`;
}

export function tokenWords({ tokens }: Security, formats: Formats): string {
  if (tokens === 0) return 'None of the organization itself.';
  return tokens === 1 ? '1 of the organization itself.' : `${formats.number(tokens)} of the organization itself.`;
}
