import { err, ok, type Result } from '../../lib/result.ts';
import type { Member } from '../members/member.ts';
import type { Unwelcome } from './failure.ts';
import type { IdentityProvider } from './provider.ts';

/** Whom a provider says somebody is. `emailVerified` is null where it does not say. */
export type Claims = {
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean | null;
  name: string | null;
};

/** What an organization knows of somebody who comes. */
export type Known = {
  /** Whom the subject is bound to. */
  bySubject: Member | null;
  /** The member with the address, and whether another subject of the issuer is bound to them. */
  byEmail: Member | null;
  isBound: boolean;
  /** Whether the organization has proved the domain of the address. */
  ownsDomain: boolean;
};

/** A member who came before, one whose subject is bound now, or somebody who becomes a member by coming. */
export type Welcome = { does: 'enters' | 'binds'; member: Member } | { does: 'admits'; email: string };

/**
 * Who somebody is here. A subject stays who it was when their address changes at the provider; an address counts the first
 * time only, and only a verified one: where the provider does not say, the organization has to have proved its domain.
 */
export function welcome(
  provider: Pick<IdentityProvider, 'admits'>,
  { email, emailVerified }: Claims,
  { bySubject, byEmail, isBound, ownsDomain }: Known,
): Result<Welcome, Unwelcome> {
  if (bySubject) return isActive(bySubject) ? ok({ does: 'enters', member: bySubject }) : err('deactivated');
  if (email === null) return err('no_email');
  if (!(emailVerified ?? ownsDomain)) return err('unverified');
  if (byEmail) {
    if (!isActive(byEmail)) return err('deactivated');
    return isBound ? err('bound_elsewhere') : ok({ does: 'binds', member: byEmail });
  }
  return provider.admits && ownsDomain ? ok({ does: 'admits', email }) : err('not_member');
}

const isActive = ({ deactivatedAt }: Member) => deactivatedAt === null;
