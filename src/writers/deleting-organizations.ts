import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import type { OrgId } from '../db/ids.ts';
import { connections, subscriptions } from '../db/schema/connections.ts';
import type { Connection } from '../domain/connections/connection.ts';
import { emptyNext } from '../domain/erasure/emptying.ts';
import { isDoomed } from '../domain/organizations/deleting.ts';
import { findOrganization } from '../domain/organizations/finding.ts';
import type { Env } from '../env.ts';
import { deletionJob, enqueue } from './messages.ts';
import { endPushes } from './subscribing.ts';

/** Commits made for one message: with what ends pushes they stay within the free plan's 50 queries. */
const STEPS = 4;

/** Seconds after which nobody writes any more who began before the last row went. */
const LOOK_AGAIN_S = 60;

/**
 * Goes on deleting an organization whose time has come and asks the queue for the rest. Pushes are ended at their providers
 * first, as far as the credentials still work. What somebody was just writing when the last row went is found by the
 * message that looks once more (`last`): rows of an organization that is gone always go.
 */
export async function goOnDeleting(env: Env, db: Database, orgId: OrgId, last = false): Promise<void> {
  const org = await findOrganization(db, orgId);
  if (org && !isDoomed(org, Date.now())) return;
  const pushing = org && (await findPushing(db, orgId));
  if (pushing) {
    await endPushes(env, db, pushing);
    return enqueue(env.JOBS, [deletionJob(orgId)]);
  }
  for (let step = 0; step < STEPS; step++) {
    if (await emptyNext(db, orgId)) continue;
    if (!last) await enqueue(env.JOBS, [deletionJob(orgId, LOOK_AGAIN_S)]);
    return;
  }
  await enqueue(env.JOBS, [deletionJob(orgId)]);
}

/** A connection that a provider still sends pushes to. */
async function findPushing(db: Database, orgId: OrgId): Promise<Connection | null> {
  const [found] = await db
    .select({ connection: connections })
    .from(subscriptions)
    .innerJoin(connections, eq(connections.id, subscriptions.connectionId))
    .where(eq(subscriptions.orgId, orgId))
    .limit(1);
  return found?.connection ?? null;
}
