import type { MemberId } from '../../db/ids.ts';
import type { teams } from '../../db/schema/organizations.ts';

export type TeamRow = typeof teams.$inferSelect;

/** A team as identity systems see it. Members are null when they were not asked for. */
export type Group = { team: TeamRow; members: { id: MemberId; name: string }[] | null };

/** What an identity system says of a group. */
export type GroupGiven = { name: string; externalId: string | null; memberIds: readonly MemberId[] };
