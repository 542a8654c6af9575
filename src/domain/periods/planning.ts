import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import { newId, type OrgId } from '../../db/ids.ts';
import { organizations, periods } from '../../db/schema/organizations.ts';
import { addDays, type Day } from '../../lib/days.ts';
import { type Context, todayOf } from '../context.ts';
import { eventRow } from '../events/event.ts';
import type { Period } from './finding.ts';
import { type FiscalSpan, spansFrom } from './fiscal.ts';

/** Beside the current ones there are always so many to come. */
const QUARTERS_AHEAD = 2;
const YEARS_AHEAD = 1;

type Span = Pick<Period, 'kind' | 'startsOn' | 'endsOn'>;
type Named = Span & { name: string };

/**
 * The quarters and years that are missing: the current ones, two quarters and one year to come. One whose days are all
 * covered by periods of its kind is not missing, so that after a move of the fiscal year nothing is left uncovered and
 * nothing that exists is doubled. Pure.
 */
export function missingSpans(today: Day, firstMonth: number, existing: readonly Named[]): FiscalSpan[] {
  const wanted = [
    ...spansFrom('quarter', today, firstMonth, QUARTERS_AHEAD),
    ...spansFrom('year', today, firstMonth, YEARS_AHEAD),
  ];
  return wanted.filter((span) => !isCovered(span, existing)).map((span) => freelyNamed(span, existing));
}

/** A span under its own name, or where other days have that name already, as the second of it: “Q4 FY2027 (2)”. */
export function freelyNamed(span: FiscalSpan, existing: readonly Named[]): FiscalSpan {
  const isTaken = (name: string) => existing.some((period) => period.name === name);
  let name = span.name;
  for (let nth = 2; isTaken(name); nth++) name = `${span.name} (${nth})`;
  return { ...span, name };
}

/** Whether each day of a span lies in a period of its kind. */
export function isCovered(span: Span, existing: readonly Span[]): boolean {
  let day = span.startsOn;
  const alike = existing.filter(({ kind }) => kind === span.kind).sort((a, b) => a.startsOn.localeCompare(b.startsOn));
  for (const { startsOn, endsOn } of alike) if (startsOn <= day && endsOn >= day) day = addDays(endsOn, 1);
  return day > span.endsOn;
}

/**
 * Makes the quarters and years that are missing and notes when to look again: on the first day of the next quarter.
 * Only where the organization wants them; asked twice, it makes nothing twice. Answers with what it made.
 */
export async function planPeriods(ctx: Context): Promise<FiscalSpan[]> {
  const { db, org } = ctx;
  const [[found], existing] = await Promise.all([
    db
      .select({
        dueOn: organizations.periodsDueOn,
        ahead: organizations.periodsAhead,
        firstMonth: organizations.fiscalYearStart,
      })
      .from(organizations)
      .where(eq(organizations.id, org.id)),
    db.select().from(periods).where(eq(periods.orgId, org.id)),
  ]);
  if (!found) return [];
  const today = todayOf(ctx);
  const missing = found.ahead ? missingSpans(today, found.firstMonth, existing) : [];
  const dueOn = spansFrom('quarter', today, found.firstMonth, 1)[1]!.startsOn;
  if (missing.length === 0 && dueOn === found.dueOn) return [];
  try {
    await commit(db, [
      db
        .update(organizations)
        .set({ periodsDueOn: dueOn })
        .where(and(eq(organizations.id, org.id), sql`${organizations.periodsDueOn} is ${found.dueOn}`)),
      guard(db),
      ...missing.flatMap((span) => rowsOf(ctx, span)),
    ]);
  } catch (reason) {
    if (reason instanceof LostRace) return [];
    throw reason;
  }
  return missing;
}

function rowsOf(ctx: Context, span: FiscalSpan) {
  const id = newId('per', ctx.now);
  const { name, startsOn, endsOn } = span;
  return [
    ctx.db.insert(periods).values({ id, orgId: ctx.org.id, createdAt: ctx.now, ...span }),
    eventRow(ctx, { action: 'period.created', subject: id, data: { name, startsOn, endsOn } }),
  ];
}

/** Organizations whose periods are to be looked at by a day. */
export const listPlanning = (db: Database, today: Day, limit: number): Promise<{ orgId: OrgId }[]> =>
  db
    .select({ orgId: organizations.id })
    .from(organizations)
    .where(or(isNull(organizations.periodsDueOn), lte(organizations.periodsDueOn, today)))
    .limit(limit);
