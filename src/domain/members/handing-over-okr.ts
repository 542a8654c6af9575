import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { okrOwners, okrPeople } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import { tasks } from '../../db/schema/tasks.ts';
import type { Actor, Context } from '../context.ts';
import { commitChange } from '../okrs/changing.ts';
import { findSubject } from '../okrs/finding-subject.ts';
import type { Okr } from '../okrs/okr.ts';
import { demand, may, sentences, type Ties } from '../permission.ts';
import { Refusal } from '../refusal.ts';

/** `kept`: it is private and stays with whom it belongs to. `due`: parents to recompute. */
export type HandedOver = { kept: boolean; due: OkrId[] };

/**
 * Puts one member into the place of another on an open OKR: as owner, for its check-ins, its tasks, as delegate, and as
 * maker of a draft. A private OKR goes to the taker only where nobody else owns it, or where they see it already; else
 * it stays among those who own it. Nobody hands a private OKR to themselves. What is closed keeps its owners.
 * @throws Refusal `not_found`, `forbidden` unless admin, `conflict` when the taker has left
 */
export async function handOver(
  ctx: Context,
  okrId: OkrId,
  { from, to }: { from: MemberId; to: MemberId },
): Promise<HandedOver> {
  demand(may.administer(ctx.actor), sentences.admin);
  const [subject, able, doing] = await Promise.all([
    findSubject(ctx, okrId),
    listAble(ctx, okrId, to),
    hasTasks(ctx, okrId, from),
  ]);
  if (!able.includes(to)) throw new Refusal('conflict', 'Whoever was to take this over has left, or looks on.');
  const { okr, ties } = subject;
  if (okr.closedAt !== null || !(doing || holds(okr, ties, from))) return { kept: false, due: [] };
  const heir = heirOf(ctx.actor, ties, able, from, to);
  if (!heir) return { kept: true, due: [] };
  const { due } = await commitChange(ctx, subject, {
    set: placesOf(okr, from, heir),
    source: 'person',
    happening: { action: 'okr.handed_over', data: { from, to: heir } },
    also: () => rowsOf(ctx, okrId, ties, from, heir),
  });
  return { kept: false, due };
}

const holds = ({ draft, creatorId, checkInOwnerId }: Okr, { ownerIds, delegateIds }: Ties, from: MemberId): boolean =>
  [...ownerIds, ...delegateIds, checkInOwnerId].includes(from) || (draft && creatorId === from);

async function hasTasks({ db, org }: Context, okrId: OkrId, from: MemberId): Promise<boolean> {
  const rows = await db
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.orgId, org.id), eq(tasks.okrId, okrId), eq(tasks.assigneeId, from), isNull(tasks.doneAt)))
    .limit(1);
  return rows.length > 0;
}

/** Who of the taker and the OKR's owners is here and may own it. */
async function listAble({ db, org }: Context, okrId: OkrId, to: MemberId): Promise<MemberId[]> {
  const rows = await db
    .select({ id: members.id, role: members.role })
    .from(members)
    .where(
      and(
        eq(members.orgId, org.id),
        isNull(members.deactivatedAt),
        sql`${members.id} in (select ${to} union select member_id from ${okrOwners}
          where org_id = ${org.id} and okr_id = ${okrId})`,
      ),
    );
  return rows.filter(({ role }) => may.ownOkr(role)).map(({ id }) => id);
}

function heirOf(actor: Actor, ties: Ties, able: MemberId[], from: MemberId, to: MemberId): MemberId | null {
  const taker: Actor = { memberId: to, name: '', role: 'member', via: 'page' };
  if (may.seeOkr(taker, ties)) return to;
  const other = ties.ownerIds.find((id) => id !== from && able.includes(id));
  if (other) return other;
  return actor.memberId !== null && actor.memberId !== to ? to : null;
}

const placesOf = ({ draft, creatorId, checkInOwnerId }: Okr, from: MemberId, heir: MemberId): Partial<Okr> => ({
  ...(checkInOwnerId === from && { checkInOwnerId: heir }),
  ...(draft && creatorId === from && { creatorId: heir }),
});

function rowsOf({ db, org }: Context, okrId: OkrId, ties: Ties, from: MemberId, heir: MemberId): Statement[] {
  const owner = and(eq(okrOwners.orgId, org.id), eq(okrOwners.okrId, okrId), eq(okrOwners.memberId, from));
  const delegate = and(
    eq(okrPeople.orgId, org.id),
    eq(okrPeople.okrId, okrId),
    eq(okrPeople.memberId, from),
    eq(okrPeople.part, 'delegate'),
  );
  const has = (ids: readonly MemberId[]) => ids.includes(heir);
  return [
    has(ties.ownerIds) ? db.delete(okrOwners).where(owner) : db.update(okrOwners).set({ memberId: heir }).where(owner),
    has([...ties.ownerIds, ...ties.delegateIds])
      ? db.delete(okrPeople).where(delegate)
      : db.update(okrPeople).set({ memberId: heir }).where(delegate),
    db
      .update(tasks)
      .set({ assigneeId: heir })
      .where(and(eq(tasks.orgId, org.id), eq(tasks.okrId, okrId), eq(tasks.assigneeId, from), isNull(tasks.doneAt))),
  ];
}
