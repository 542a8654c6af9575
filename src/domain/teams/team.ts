import { z } from 'zod';
import type { MemberId, TeamId } from '../../db/ids.ts';
import type { teams } from '../../db/schema/organizations.ts';

/** A team with the ids of its members. */
export type Team = typeof teams.$inferSelect & { memberIds: MemberId[] };

const id = <T extends string>() => z.string().max(60) as unknown as z.ZodType<T>;

/** What may be said of a team. Names as in the API. */
export const teamFields = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(120, 'A name has at most 120 characters.'),
  type: z.string().trim().max(60, 'A type has at most 60 characters.').nullable(),
  parent_id: id<TeamId>().nullable(),
  lead_id: id<MemberId>().nullable(),
  member_ids: z.array(id<MemberId>()).max(1000, 'A team has at most 1000 members.'),
});

export const newTeamInput = teamFields.partial().extend({ name: teamFields.shape.name });
export type NewTeam = z.infer<typeof newTeamInput>;

export const teamPatch = teamFields.extend({ archived: z.boolean() }).partial();
export type TeamPatch = z.infer<typeof teamPatch>;
