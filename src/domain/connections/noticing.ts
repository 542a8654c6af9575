import { and, asc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { ConnectionId, OrgId } from '../../db/ids.ts';
import { connections, subscriptions } from '../../db/schema/connections.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import { providerNames } from '../words.ts';
import type { Connection } from './connection.ts';
import { sentenceOf } from './health.ts';

/** Connections that pause and whose owners were not told, at most `limit`. */
export const listUnnoticed = (db: Database, limit: number): Promise<{ orgId: OrgId; connectionId: ConnectionId }[]> =>
  db
    .select({ orgId: connections.orgId, connectionId: connections.id })
    .from(connections)
    // What pauses has a trial ahead, and those have an index.
    .where(and(gt(connections.trialAt, 0), isNull(connections.noticedAt)))
    .limit(limit);

/** Whom to tell of which pause, and where its page is. `origin` is null where nobody ever said it. */
export type Notice = { connection: Connection; slug: string; to: string; admin: boolean; origin: string | null };

/**
 * Claims the one notice of a pause. Null when it was claimed before, when reading goes on again, and when there is nobody
 * to tell. It goes to the owner of the connection, or to an owner of the organization when they have left. `now` in ms.
 */
export async function claimNotice(db: Database, id: ConnectionId, now: number): Promise<Notice | null> {
  const [connection] = await db
    .update(connections)
    .set({ noticedAt: now })
    .where(and(eq(connections.id, id), isNotNull(connections.pausedAt), isNull(connections.noticedAt)))
    .returning();
  if (!connection) return null;
  const [[org], [told], [subscription]] = await Promise.all([
    db.select({ slug: organizations.slug }).from(organizations).where(eq(organizations.id, connection.orgId)),
    db
      .select({ email: members.email, role: members.role })
      .from(members)
      .where(
        and(
          eq(members.orgId, connection.orgId),
          isNull(members.deactivatedAt),
          or(eq(members.role, 'owner'), sql`${members.id} is ${connection.ownerId}`),
        ),
      )
      .orderBy(sql`${members.id} is ${connection.ownerId} desc`, asc(members.id))
      .limit(1),
    db
      .select({ callback: subscriptions.callback })
      .from(subscriptions)
      .where(and(eq(subscriptions.orgId, connection.orgId), eq(subscriptions.connectionId, id)))
      .limit(1),
  ]);
  if (!org || !told) return null;
  const origin = URL.parse(subscription?.callback ?? '')?.origin ?? null;
  return { connection, slug: org.slug, to: told.email, admin: told.role !== 'member', origin };
}

/** The letter of a notice: what happened, what it means, what to do, and where. */
export function letterOf({ connection, slug, admin, origin }: Notice): { subject: string; text: string } {
  const { id, name, provider, failureReason, failureDetail } = connection;
  const { happened } = sentenceOf(failureReason ?? '', failureDetail, provider);
  const where = origin
    ? `Look after it here:\n${origin}/o/${slug}/${admin ? 'admin/integrations' : 'connections'}/${id}`
    : `Look after it in Cairn, under ${admin ? 'Admin, Integrations' : 'Your connections'}, ${name}.`;
  const text = [
    `Cairn has stopped reading ${providerNames[provider]} through the connection “${name}”.`,
    `What happened: ${happened}`,
    'What it means: the OKRs that it feeds keep their last values, and grow stale.',
    `What to do: ${todoOf(failureReason)} Reading goes on as soon as ${providerNames[provider]} accepts the connection again.`,
    where,
    'Cairn writes once for each pause, to whoever owns the connection.',
  ];
  return { subject: `Cairn has stopped reading ${providerNames[provider]}`, text: `${text.join('\n\n')}\n` };
}

const todoOf = (reason: string | null) =>
  reason === 'refused_address' ? 'correct the address of the connection.' : 'enter new credentials.';
