import { and, eq } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import type { Day } from '../../lib/days.ts';
import { listCheckIns } from '../check-ins/finding.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { listTasks } from '../tasks/listing.ts';
import { goesByTasks, tallyOf } from '../tasks/task.ts';
import { actingOn, okrAsOf } from './as-of.ts';
import { backOnTrack } from './back-on-track.ts';
import { listPoints, type Point } from './charting.ts';
import { explain } from './explaining.ts';
import type { Explanation } from './explanation.ts';
import type { Facts } from './finding-facts.ts';
import { statusesOfChildren } from './finding-subject.ts';
import { type Foresight, outlookFrom } from './foresight.ts';
import { listChildren } from './listing-children.ts';
import { measureOf, standingOf } from './okr.ts';
import { pointBy } from './past-point.ts';
import { rolledUpValue } from './rolling-up.ts';
import { visible } from './visible.ts';

const TOLERANCE = 1e-9;
const TODAYS = 'Contributions, targets and alignment are today’s, so they come to another number than it had then.';

/**
 * How the number of an OKR came about as of the end of a past day, and where it led then, in one round trip. What wants
 * attention is asked of today alone. @throws Refusal `not_found`
 */
export async function findPastExplanation(ctx: Context, okrId: OkrId, on: Day): Promise<Explanation & Foresight> {
  const then = actingOn(ctx, on);
  const { points, ...facts } = await findPastFacts(then, okrId, on);
  const { okr, children } = facts;
  const explanation = explain(then, facts);
  const measure = measureOf(okr);
  const rolls = okr.mode === 'rollup' && !goesByTasks(okr) && okr.value !== null;
  const rolled = rolls ? rolledUpValue(measure, children, okr.weighing) : okr.value;
  const agrees = Math.abs((rolled ?? 0) - (okr.value ?? 0)) < TOLERANCE;
  return {
    ...explanation,
    notes: agrees ? explanation.notes : [...explanation.notes, TODAYS],
    outlook: outlookFrom({ okr, points: points.filter((point) => point.day <= on) }, on),
    back_on_track: backOnTrack(standingOf(okr, statusesOfChildren(then, okr, children)), ctx.org, on),
    attention: [],
  };
}

async function findPastFacts(then: Context, okrId: OkrId, on: Day): Promise<Facts & { points: Point[] }> {
  const { db, org, now } = then;
  const [[found], children, all, [told], points] = await Promise.all([
    db
      .select({ okr: okrs, past: pointBy(then, on).as('past') })
      .from(okrs)
      .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId), visible(then))),
    listChildren(then, okrId, on),
    listTasks(then, okrId),
    listCheckIns(then, okrId, 1, now + 1),
    listPoints(then, okrId),
  ]);
  if (!found) throw new Refusal('not_found', 'There is no such OKR.');
  const tasks = all
    .filter((task) => task.createdAt <= now)
    .map((task) => ({ ...task, doneAt: task.doneAt !== null && task.doneAt <= now ? task.doneAt : null }));
  const okr = okrAsOf(found.okr, found.past, on, org);
  return { okr, children, tasks, tally: tallyOf(tasks), link: null, told: told ?? null, points };
}
