import { type MemberId, newId, type OrgId } from '../../src/db/ids.ts';
import { eventSeals, events } from '../../src/db/schema/access.ts';
import { BEGINNING, sealOf } from '../../src/domain/audit/chain.ts';
import { fill } from './filling.ts';
import type { Said } from './history.ts';
import type { People } from './people.ts';

type Event = typeof events.$inferInsert & { actorId: MemberId | null; byId: null };

const EVENTS_PER_SEAL = 500;

/** What a company's audit log says: an event for each check-in, and one for each person and team. */
export function eventsOf({ members, groups }: People, now: number): Event[] {
  const [owner] = members;
  const began = { orgId: owner!.orgId, at: owner!.createdAt, actorId: owner!.id };
  return [
    ...members.map(({ id }) => event(began, 'member.added', id)),
    ...groups.map((id) => event({ ...began, at: now }, 'team.created', id)),
  ];
}

export const eventsOfCheckIns = ({ checkIns }: Said): Event[] =>
  checkIns.map(({ orgId, at, authorId, okrId, source }) =>
    event({ orgId, at, actorId: authorId ?? null }, source === 'roll_up' ? 'okr.rolled_up' : 'okr.checked_in', okrId),
  );

const event = (by: Pick<Event, 'orgId' | 'at' | 'actorId'>, action: string, subjectId: string): Event => ({
  id: newId('evt', by.at),
  ...by,
  byId: null,
  via: by.actorId === null ? 'sync' : 'page',
  action,
  subjectId,
  data: {},
  seal: null,
});

/** Writes a log, sealed as the sealing job does it: five hundred events under each seal, the last ones under none yet. */
export async function keepLog(d1: D1Database, orgId: OrgId, unsorted: readonly Event[], now: number): Promise<void> {
  const log = unsorted.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const seals: (typeof eventSeals.$inferInsert)[] = [];
  let previous = BEGINNING;
  for (let n = 1; n * EVENTS_PER_SEAL <= log.length; n++) {
    const its = log.slice((n - 1) * EVENTS_PER_SEAL, n * EVENTS_PER_SEAL);
    const hash = await sealOf(
      orgId,
      previous,
      its.map((each) => ({ ...each, data: JSON.stringify(each.data) })),
    );
    seals.push({
      ...{ orgId, n, hash, previous, events: its.length },
      firstId: its[0]!.id,
      lastId: its.at(-1)!.id,
      sealedAt: now,
    });
    for (const each of its) each.seal = n;
    previous = hash;
  }
  await fill(d1, events, log);
  await fill(d1, eventSeals, seals);
}
