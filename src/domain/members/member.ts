import { z } from 'zod';
import type { MemberId, TeamId } from '../../db/ids.ts';
import type { members } from '../../db/schema/organizations.ts';
import { wordsOf } from '../../lib/words.ts';
import { canonicalLocale, isTimeZone } from '../organizations/places.ts';
import { email } from '../sessions/signing-in.ts';
import { type MemberState, roles } from '../words.ts';

export type Member = typeof members.$inferSelect;

type Given = Pick<Member, 'id' | 'orgId' | 'name' | 'email' | 'role' | 'createdAt'> & Partial<Member>;

/** A member with nothing said that need not be said, and with the words by which they are found. */
export const memberRow = (given: Given): Member => ({
  locale: null,
  timeZone: null,
  managerId: null,
  deactivatedAt: null,
  changedAt: given.createdAt,
  invitedAt: null,
  seenAt: null,
  externalId: null,
  userName: null,
  profile: null,
  allowsBehalf: false,
  erasedAt: null,
  ...given,
  words: searchWords(given),
});

/** What the column `words` says of a member. To be written with every change of name or address. */
export const searchWords = ({ name, email }: Pick<Member, 'name' | 'email'>): string =>
  wordsOf(`${name} ${email}`).join(' ');

/** Whether they have come, wait to come, or may not come any more. */
export const stateOf = ({ deactivatedAt, invitedAt }: Pick<Member, 'deactivatedAt' | 'invitedAt'>): MemberState =>
  deactivatedAt !== null ? 'deactivated' : invitedAt !== null ? 'invited' : 'active';

/** What may be said of a member. Names as in the API. */
export const newMemberInput = z.strictObject({
  name: z.string().trim().min(1, 'Write a name.').max(120, 'A name has at most 120 characters.'),
  email,
  role: z.enum(roles),
  manager_id: z.string().max(60).nullable().optional() as unknown as z.ZodOptional<z.ZodNullable<z.ZodType<MemberId>>>,
});
export type NewMember = z.infer<typeof newMemberInput>;

/** Null follows the organization. */
const place = {
  locale: z
    .string()
    .trim()
    .refine((tag) => canonicalLocale(tag) !== null, 'No such language is known here. Write one like en-GB.')
    .overwrite((tag) => canonicalLocale(tag) ?? tag)
    .nullable(),
  time_zone: z.string().trim().refine(isTimeZone, 'No such time zone is known here.').nullable(),
};

/** `active: true` brings a member back who was deactivated. */
export const memberPatch = newMemberInput
  .extend({
    active: z.boolean(),
    ...place,
    team_ids: z.array(z.string().max(60) as unknown as z.ZodType<TeamId>).max(50, 'A member has at most 50 teams.'),
  })
  .partial();
export type MemberPatch = z.infer<typeof memberPatch>;
