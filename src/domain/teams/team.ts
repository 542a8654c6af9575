import { z } from 'zod';
import type { MemberId, TeamId } from '../../db/ids.ts';
import type { teams } from '../../db/schema/organizations.ts';

/** A team with the ids of its members. */
export type Team = typeof teams.$inferSelect & { memberIds: MemberId[] };

const id = <T extends string>() => z.string().max(60) as unknown as z.ZodType<T>;

/** What belongs to a team is counted up to here, so that a page costs no more in a larger organization. */
export const MOST_COUNTED = 500;

/** The same in each line of a list of teams. */
export const MOST_LISTED = 100;

/** Members of one team. */
export const MOST_SEATS = 1000;

/** What may be said of a team. Names as in the API. */
export const teamFields = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(120, 'A name has at most 120 characters.'),
  type: z.string().trim().max(60, 'A type has at most 60 characters.').nullable(),
  parent_id: id<TeamId>().nullable(),
  lead_id: id<MemberId>().nullable(),
  member_ids: z.array(id<MemberId>()).max(MOST_SEATS, `A team has at most ${MOST_SEATS} members.`),
});

export const newTeamInput = teamFields.partial().extend({ name: teamFields.shape.name });
export type NewTeam = z.infer<typeof newTeamInput>;

export const teamPatch = teamFields.extend({ archived: z.boolean() }).partial();
export type TeamPatch = z.infer<typeof teamPatch>;
