import { z } from 'zod';
import type { MemberId } from '../../db/ids.ts';
import type { behalves } from '../../db/schema/people.ts';

/** A time in which an admin acts for a member, without the session that it belongs to. */
export type Behalf = Omit<typeof behalves.$inferSelect, 'sessionHash'>;

/** One with the names of both. */
export type NamedBehalf = Behalf & { admin: string; member: string };

/** For how many minutes an admin may act for a member. */
export const behalfMinutes = ['15', '30', '60'] as const;

export const newBehalfInput = z.strictObject({
  member_id: z.string().max(60) as unknown as z.ZodType<MemberId>,
  minutes: z.enum(behalfMinutes, 'Choose how long.').transform(Number),
  reason: z
    .string()
    .trim()
    .min(1, 'Write down why. The member reads it.')
    .max(300, 'A reason has at most 300 characters.'),
});
export type NewBehalf = z.output<typeof newBehalfInput>;

/** When it was or will be over (ms). */
export const overAt = ({ endsAt, endedAt }: Pick<Behalf, 'endsAt' | 'endedAt'>): number =>
  Math.min(endsAt, endedAt ?? endsAt);
