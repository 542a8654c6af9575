import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { canonicalLocale, isTimeZone } from '../organizations/places.ts';
import { notOnBehalf } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { findMember } from './listing.ts';
import { type Member, searchWords } from './member.ts';

/** What somebody says of themselves. An empty language or time zone is the organization's. Names as in the API. */
export const introduction = z.strictObject({
  name: z.string().trim().min(1, 'Write your name.').max(120, 'A name has at most 120 characters.'),
  locale: z
    .string()
    .trim()
    .refine(
      (tag) => tag === '' || canonicalLocale(tag) !== null,
      'No such language is known here. Write one like en-GB.',
    )
    .transform((tag) => canonicalLocale(tag)),
  time_zone: z
    .string()
    .trim()
    .refine(
      (zone) => zone === '' || isTimeZone(zone),
      'There is no time zone of this name. Write one like Europe/London.',
    )
    .transform((zone) => zone || null),
});
export type Introduction = z.output<typeof introduction>;

/** Changes what the acting member is called, and how they read numbers, days and times. @throws Refusal `stale`; `forbidden` while an admin acts for them */
export async function introduceOneself(
  ctx: Context,
  { name, locale, time_zone: timeZone }: Introduction,
): Promise<Member> {
  notOnBehalf(ctx);
  const before = await findMember(ctx, ctx.actor.memberId!);
  const after = { ...before, name, locale, timeZone, changedAt: ctx.now };
  after.words = searchWords(after);
  const { words, changedAt } = after;
  const fields = (['name', 'locale', 'timeZone'] as const).filter((each) => before[each] !== after[each]);
  if (fields.length === 0) return before;
  try {
    await commit(ctx.db, [
      ctx.db
        .update(members)
        .set({ name, locale, timeZone, words, changedAt })
        .where(and(eq(members.orgId, ctx.org.id), eq(members.id, before.id), eq(members.email, before.email))),
      guard(ctx.db),
      eventRow(ctx, { action: 'member.edited', subject: before.id, data: { role: before.role, fields } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('stale', 'Somebody changed this member since you read it.');
  }
  return after;
}
