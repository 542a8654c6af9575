import type { MemberId } from '../../db/ids.ts';
import type { Role } from '../words.ts';

/** A line of the list of users. `okrs`: open ones they own, as far as whoever looks may see them, up to `MOST_OKRS`. */
export type User = {
  id: MemberId;
  name: string;
  email: string;
  role: Role;
  manager: string | null;
  managerEmail: string | null;
  /** Names of up to twenty teams. */
  teams: string[];
  okrs: number;
  createdAt: number;
  deactivatedAt: number | null;
  invitedAt: number | null;
  seenAt: number | null;
  /** When letters to their address came back. */
  bouncedAt: number | null;
};

export const MOST_OKRS = 100;

/** How many users there are, each number up to `MOST_COUNTED`, beyond which it says “more”. */
export type Census = { everybody: number; invited: number; left: number };

export const MOST_COUNTED = 1_000;
