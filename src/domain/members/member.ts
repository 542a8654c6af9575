import { z } from 'zod';
import type { MemberId } from '../../db/ids.ts';
import type { members } from '../../db/schema/organizations.ts';
import { email } from '../sessions/signing-in.ts';
import { roles } from '../words.ts';

export type Member = typeof members.$inferSelect;

/** What may be said of a member. Names as in the API. */
export const newMemberInput = z.strictObject({
  name: z.string().trim().min(1, 'Write a name.').max(120, 'A name has at most 120 characters.'),
  email,
  role: z.enum(roles),
  manager_id: z.string().max(60).nullable().optional() as unknown as z.ZodOptional<z.ZodNullable<z.ZodType<MemberId>>>,
});
export type NewMember = z.infer<typeof newMemberInput>;

/** `active: true` brings a member back who was deactivated. */
export const memberPatch = newMemberInput.extend({ active: z.boolean() }).partial();
export type MemberPatch = z.infer<typeof memberPatch>;
