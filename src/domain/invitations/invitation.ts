import { z } from 'zod';
import type { TeamId } from '../../db/ids.ts';
import type { invitations } from '../../db/schema/people.ts';
import { newMemberInput } from '../members/member.ts';
import { roles } from '../words.ts';

export type Invitation = typeof invitations.$inferSelect;

const DAY_MS = 24 * 60 * 60_000;

/** An invitation opens the door this long (ms). */
export const INVITATION_MS = 14 * DAY_MS;

/** What one organization may send within `WINDOW_MS`. */
export const MOST_A_DAY = 1_000;
export const WINDOW_MS = DAY_MS;

/** People invited with one call. */
export const MOST_AT_ONCE = 100;

/** What may be said of somebody who is invited. Names as in the API. */
export const newInvitationInput = newMemberInput.extend({
  role: z.enum(roles).default('member'),
  team_ids: z
    .array(z.string().max(60) as unknown as z.ZodType<TeamId>)
    .max(50, 'A person is in at most 50 teams from the start.')
    .default([]),
});
export type NewInvitation = z.infer<typeof newInvitationInput>;

export const newInvitationsInput = z.strictObject({
  people: z
    .array(newInvitationInput)
    .min(1, 'Name somebody.')
    .max(MOST_AT_ONCE, `Invite at most ${MOST_AT_ONCE} at once.`),
});

export const isExpired = ({ expiresAt }: Pick<Invitation, 'expiresAt'>, now: number): boolean => expiresAt <= now;
