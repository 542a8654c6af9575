import { z } from 'zod';
import type { OkrId, PeriodId, TeamId } from '../db/ids.ts';
import { type Change, compare, countTurns, turns } from '../domain/changes/comparing.ts';
import { type Watch, watchPeriod, watchTree } from '../domain/changes/finding.ts';
import { plainly, tellChange, tellComparison } from '../domain/changes/telling.ts';
import type { Between } from '../domain/changes/watched.ts';
import { type Context, todayOf } from '../domain/context.ts';
import type { PastPoint } from '../domain/okrs/past-point.ts';
import { invalid } from '../domain/refusal.ts';
import { statuses } from '../domain/words.ts';
import { addDays } from '../lib/days.ts';
import { found } from './answer.ts';
import { route } from './route.ts';

const day = z.iso.date('Write a day as 2026-11-20.');
const id = <T extends string>() => z.string().max(60) as unknown as z.ZodType<T>;
const between = z.strictObject({ from: day.optional(), to: day.optional() });

const stand = z
  .strictObject({ value: z.number().nullable(), progress: z.number().nullable(), status: z.enum(statuses) })
  .nullable();

const shape = z
  .strictObject({
    from: day,
    to: day,
    says: z.string(),
    counts: z.partialRecord(z.enum(turns), z.int().min(1)),
    unchanged: z.int().min(0),
    changes: z.array(
      z.strictObject({
        okr_id: z.string(),
        title: z.string(),
        turn: z.enum(turns),
        from: stand.meta({ description: 'How it stood when the first day ended; null if nothing was known.' }),
        to: stand,
        moved_by: z.array(z.string()).meta({ description: 'The children that moved a roll-up, the furthest first.' }),
        says: z.string(),
      }),
    ),
    complete: z.boolean().meta({ description: 'False when there is more below the hundred OKRs nearest to the top.' }),
  })
  .meta({ id: 'Changes', description: 'What changed between the ends of two days.' });

export const changes = [
  route({
    method: 'get',
    path: '/changes',
    summary: 'What changed between two days among the OKRs of a period or a team',
    query: between.extend({ period: id<PeriodId>().optional(), team: id<TeamId>().optional() }),
    answers: { 200: shape },
    handle: async ({ ctx, query: { period = null, team = null, ...days } }) => {
      const between = daysOf(ctx, days);
      return found(present(ctx, between, await watchPeriod(ctx, { period, team }, between)));
    },
  }),
  route({
    method: 'get',
    path: '/okrs/:id/changes',
    summary: 'What changed between two days of an OKR and all below it',
    query: between,
    answers: { 200: shape },
    handle: async ({ ctx, params, query }) => {
      const between = daysOf(ctx, query);
      return found(present(ctx, between, await watchTree(ctx, params.id as OkrId, between)));
    },
  }),
];

/** The last seven days unless given; a day to come is today. @throws Refusal `invalid` unless the first lies before the second */
function daysOf(ctx: Context, { from, to }: z.infer<typeof between>): Between {
  const today = todayOf(ctx);
  const last = to === undefined || to > today ? today : to;
  const first = from ?? addDays(last, -7);
  if (first >= last) throw invalid({ from: 'The first day has to lie before the second, and before today.' });
  return { from: first, to: last };
}

function present(ctx: Context, between: Between, { watched, complete }: Watch): z.infer<typeof shape> {
  const comparison = compare(watched, between, ctx.org);
  return {
    ...between,
    says: tellComparison(comparison, plainly),
    counts: Object.fromEntries(countTurns(comparison.changes)),
    unchanged: comparison.still,
    changes: comparison.changes.map(presentChange),
    complete,
  };
}

const presentChange = (change: Change): z.infer<typeof shape>['changes'][number] => ({
  okr_id: change.okr.id,
  title: change.okr.title,
  turn: change.turn,
  from: standOf(change.okr.was),
  to: standOf(change.okr.is),
  moved_by: change.movers.map((mover) => mover.id),
  says: tellChange(change, plainly),
});

const standOf = (point: PastPoint | null): z.infer<typeof stand> =>
  point && { value: point.value, progress: point.progress, status: point.status };
