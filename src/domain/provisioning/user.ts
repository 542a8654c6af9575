import type { TeamId } from '../../db/ids.ts';
import type { Member } from '../members/member.ts';
import type { Role } from '../words.ts';

/** A member as identity systems see them, with the teams they are in. */
export type User = { member: Member; teams: { id: TeamId; name: string }[] };

/** What an identity system says of a person, as Cairn understands it. */
export type UserGiven = {
  userName: string;
  externalId: string | null;
  name: string;
  email: string;
  active: boolean;
  /** Null leaves it as it is; somebody new is a member. */
  role: Role | null;
  locale: string | null;
  timeZone: string | null;
  /** Whatever names the manager: an id, an external id, a user name or an address. Undefined leaves them. */
  manager: string | null | undefined;
  /** All that was said, to be given back. */
  profile: Record<string, unknown>;
};

/** Whether an identity system deleted them, and nobody has brought them back. */
export const isDeleted = ({ deactivatedAt, profile }: Pick<Member, 'deactivatedAt' | 'profile'>): boolean =>
  deactivatedAt !== null && profile?.deleted === true;

/** Whether an identity system knows them. */
export const isProvisioned = ({ externalId, userName }: Pick<Member, 'externalId' | 'userName'>): boolean =>
  externalId !== null || userName !== null;

/** User names are compared without regard to case (RFC 7643, section 4.1.1). */
export const plainUserName = (userName: string): string => userName.toLowerCase();
