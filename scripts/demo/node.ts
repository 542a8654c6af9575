import { newId } from '../../src/db/ids.ts';
import type { progressPoints } from '../../src/db/schema/okrs.ts';
import type { CheckIn } from '../../src/domain/check-ins/check-in.ts';
import { statusesOfChildren } from '../../src/domain/okrs/finding-subject.ts';
import { type Okr, standingOf } from '../../src/domain/okrs/okr.ts';
import { statusOn, turningDay } from '../../src/domain/okrs/status.ts';
import type { Call } from '../../src/domain/words.ts';
import { type Day, startOf } from '../../src/lib/days.ts';
import type { Planned } from './planned.ts';
import type { Setting } from './planned-okr.ts';

export type Point = Required<typeof progressPoints.$inferInsert>;
/** One OKR of the demo with what became of it. */
export type Node = {
  plan: Planned;
  okr: Okr;
  born: Day;
  children: { node: Node; counts: boolean }[];
  read: { at: number; matched: number; completed: number; value: number | null } | null;
  checkIns: CheckIn[];
  points: Point[];
};

/** `call` is a person's own status with a new value, null for none, undefined while the value stays. */
export function settle({ okr, children }: Node, day: Day, call: Call | null | undefined, { org }: Setting): void {
  const statuses = statusesOfChildren(
    { org },
    okr,
    children
      .filter(({ node: { born } }) => born <= day)
      .map(({ node: { okr: child }, counts }) => ({ ...child, counts })),
  );
  if (call !== undefined) {
    okr.statusSource = 'computed';
    const computed = statusOn(day, standingOf(okr, statuses), org);
    if (call && call !== computed) Object.assign(okr, { statusSource: 'chosen', status: call });
  }
  const standing = standingOf(okr, statuses);
  const turns = turningDay(day, standing, org);
  okr.status = statusOn(day, standing, org);
  okr.turnsAt = turns ? startOf(turns, org.timeZone) : null;
}

/** Makes how it stands the point of a day. */
export function draw({ okr, points }: Node, day: Day, source: CheckIn['source']): void {
  const { orgId, id, value, progress, status } = okr;
  points.push({ orgId, okrId: id, day, value, progress, status, source });
}

/** The check-in that tells how it stands. `counted` is what a reading or its steps came to. */
export function checkInOf(
  { plan, okr }: Node,
  source: CheckIn['source'],
  note: string | null,
  counted: { matched: number; completed: number } | null,
  { member }: Setting,
): CheckIn {
  return {
    id: newId('chk', okr.valueAt!),
    orgId: okr.orgId,
    okrId: okr.id,
    version: okr.version,
    at: okr.valueAt!,
    source,
    authorId: source === 'person' ? member(plan.owner) : null,
    tokenId: null,
    syncId: null,
    value: okr.value,
    progress: okr.progress,
    status: okr.status,
    chosenStatus: okr.statusSource === 'chosen' ? (okr.status as CheckIn['chosenStatus']) : null,
    note,
    matched: counted?.matched ?? null,
    completed: counted?.completed ?? null,
    editedAt: null,
  };
}
