import { z } from 'zod';
import { commit, isDuplicate, type Statement } from '../../db/commit.ts';
import { newId } from '../../db/ids.ts';
import { periods } from '../../db/schema/organizations.ts';
import { isDay } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { periodKinds } from '../words.ts';
import type { Period } from './finding.ts';

const day = z.string().refine(isDay, 'Write a day as YYYY-MM-DD.');

/** What may be said of a time period. Both days belong to it. */
export const periodInput = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(80, 'A name has at most 80 characters.'),
  kind: z.enum(periodKinds),
  starts_on: day,
  ends_on: day,
});

export type PeriodInput = z.infer<typeof periodInput>;

/** Adds a time period. @throws Refusal `forbidden` unless admin, `invalid` days, `conflict` when the name is taken */
export async function createPeriod(ctx: Context, input: PeriodInput): Promise<Period> {
  demand(may.administer(ctx.actor), sentences.admin);
  const period = { id: newId('per', ctx.now), orgId: ctx.org.id, createdAt: ctx.now, ...columnsOf(input) };
  await commitPeriod(ctx, period, [ctx.db.insert(periods).values(period)], 'period.created');
  return period;
}

export const columnsOf = ({ name, kind, starts_on, ends_on }: PeriodInput) => ({
  name,
  kind,
  startsOn: starts_on,
  endsOn: ends_on,
});

/** Writes a period as it will be, with its event. @throws Refusal as `createPeriod` */
export async function commitPeriod(
  ctx: Context,
  period: Period,
  statements: Statement[],
  action: string,
): Promise<void> {
  const { id, name, startsOn, endsOn } = period;
  if (endsOn < startsOn) throw invalid({ ends_on: 'The last day lies before the first.' });
  try {
    await commit(ctx.db, [...statements, eventRow(ctx, { action, subject: id, data: { name, startsOn, endsOn } })]);
  } catch (reason) {
    throw isDuplicate(reason, 'periods.name')
      ? new Refusal('conflict', `There is a time period named “${name}” already.`)
      : reason;
  }
}
