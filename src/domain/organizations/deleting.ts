import { and, asc, eq, gt, isNull, lte } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { OrgId } from '../../db/ids.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import type { Context, Organization } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';

/** How long (ms) an organization can still be kept after somebody asked for its deletion. */
export const COOLING_MS = 7 * 24 * 60 * 60_000;

/**
 * Has the organization deleted in seven days, unless an owner thinks better of it. From now on it reads no data sources by
 * itself. @returns when (ms)
 * @throws Refusal `forbidden` unless owner in person, `invalid` unless its name is typed, `conflict` when it is asked for
 */
export async function askForDeletion(ctx: Context, typed: string): Promise<number> {
  demand(may.deleteForGood(ctx.actor), sentences.forGood);
  const { db, org, now } = ctx;
  if (typed.trim() !== org.name.trim()) throw invalid({ name: `Write the name as it is: ${org.name}` });
  const deleteAt = now + COOLING_MS;
  try {
    await commit(db, [
      db
        .update(organizations)
        .set({ deleteAt })
        .where(and(eq(organizations.id, org.id), isNull(organizations.deleteAt))),
      guard(db),
      eventRow(ctx, { action: 'organization.deletion_asked', subject: org.id, data: { delete_at: deleteAt } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('conflict', 'Somebody has asked for this already.');
  }
  return deleteAt;
}

/** Keeps the organization. @throws Refusal `forbidden` unless owner in person, `conflict` when nobody asked, or too late */
export async function callOffDeletion(ctx: Context): Promise<void> {
  demand(may.deleteForGood(ctx.actor), sentences.forGood);
  const { db, org, now } = ctx;
  try {
    await commit(db, [
      db
        .update(organizations)
        .set({ deleteAt: null })
        .where(and(eq(organizations.id, org.id), gt(organizations.deleteAt, now))),
      guard(db),
      eventRow(ctx, { action: 'organization.deletion_called_off', subject: org.id }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('conflict', 'There is nothing to call off any more.');
  }
}

/** Whether the time of an organization has come. */
export const isDoomed = ({ deleteAt }: Pick<Organization, 'deleteAt'>, now: number): boolean =>
  deleteAt !== null && deleteAt <= now;

/** Organizations whose time has come, at most `limit`, the longest overdue first. */
export const listDoomed = (db: Database, now: number, limit: number): Promise<{ orgId: OrgId }[]> =>
  db
    .select({ orgId: organizations.id })
    .from(organizations)
    .where(lte(organizations.deleteAt, now))
    .orderBy(asc(organizations.deleteAt), asc(organizations.id))
    .limit(limit);

const MOST_OWNERS = 20;

/** Those who can keep the organization, at most twenty. */
export const listOwners = ({ db, org }: Context) =>
  db
    .select({ id: members.id, email: members.email, locale: members.locale, timeZone: members.timeZone })
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.role, 'owner'), isNull(members.deactivatedAt)))
    .limit(MOST_OWNERS);
