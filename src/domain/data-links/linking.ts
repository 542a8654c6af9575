import { and, eq } from 'drizzle-orm';
import type { ConnectionId, OkrId } from '../../db/ids.ts';
import { dataLinks } from '../../db/schema/connections.ts';
import { shortKey } from '../../lib/hmac.ts';
import { findUsableConnection } from '../connections/finding.ts';
import type { Context } from '../context.ts';
import { type Changed, commitChange } from '../okrs/changing.ts';
import { findChangeable, findSubject, type Subject } from '../okrs/finding-subject.ts';
import { refuseClosed } from '../okrs/refusing-closed.ts';
import { refuseStale } from '../okrs/refusing-stale.ts';
import { Refusal } from '../refusal.ts';
import type { Count } from '../words.ts';
import { NEVER } from './resting.ts';

export type LinkInput = {
  connectionId: ConnectionId;
  query: Record<string, unknown>;
  queryKey: string;
  /** Equal for queries that one scan of the provider serves. */
  sourceKey: string;
  count: Count;
};

/** What became of an OKR, and the connections that fed it before or feed it now: what is pushed through them may change. */
export type Relinked = Changed & { connections: ConnectionId[] };

/**
 * Binds an OKR to a query of a connection, or edits that binding. The value stays until the first reading, which the
 * caller asks for at once. @throws Refusal `not_found`, `forbidden`, `stale`, `conflict` when the OKR is closed
 */
export async function linkData(ctx: Context, okrId: OkrId, input: LinkInput, expected?: number): Promise<Relinked> {
  const [subject, connection] = await Promise.all([
    findChangeable(ctx, okrId),
    findUsableConnection(ctx, input.connectionId),
  ]);
  refuseStale(subject.okr, expected);
  refuseClosed(subject.okr, 'connect data');
  if (subject.okr.draftOfId)
    throw new Refusal('conflict', 'A proposed change has no data source. Connect it to the OKR that it would change.');
  const { connectionId, query, queryKey, count } = input;
  const sourceKey = await shortKey(input.sourceKey);
  const asked = { connectionId, query, queryKey, sourceKey, count, dueAt: subject.okr.draft ? NEVER : ctx.now };
  const unread = {
    triedAt: null,
    outcome: null,
    failureReason: null,
    failureDetail: null,
    readAt: null,
    matched: null,
  };
  const fresh = {
    ...unread,
    completed: null,
    value: null,
    approximate: null,
    tookMs: null,
    samples: null,
    waiting: false,
    lastSyncId: null,
  };
  const changed = await commitChange(ctx, subject, {
    set: { mode: 'data_source', provider: connection.provider },
    source: 'person',
    happening: { action: 'okr.linked', data: { connection: connectionId, query, count } },
    also: () => [
      ctx.db
        .insert(dataLinks)
        .values({ okrId, orgId: ctx.org.id, createdAt: ctx.now, ...asked })
        .onConflictDoUpdate({ target: dataLinks.okrId, set: { ...asked, ...fresh } }),
    ],
  });
  return { ...changed, connections: [...new Set([connectionId, subject.link?.connectionId ?? connectionId])] };
}

/** Ends automatic updates; the last value stays and is checked in by hand from now on. @throws Refusal as `linkData` */
export async function unlinkData(ctx: Context, okrId: OkrId, expected?: number): Promise<Relinked> {
  const subject = await findChangeable(ctx, okrId);
  refuseStale(subject.okr, expected);
  refuseClosed(subject.okr, 'change where its value comes from');
  return unlink(ctx, subject);
}

/**
 * `unlinkData` when the connection itself goes: closed OKRs lose it as well, and so do those that the actor may not see or
 * change. Whoever calls it has made sure that they may delete the connection. @throws Refusal `not_found`
 */
export const loseConnection = async (ctx: Context, okrId: OkrId): Promise<Relinked> =>
  unlink(ctx, await findSubject(ctx, okrId));

async function unlink(ctx: Context, subject: Subject): Promise<Relinked> {
  const { link } = subject;
  if (!link) throw new Refusal('not_found', 'This OKR is not connected to a data source.');
  const changed = await commitChange(ctx, subject, {
    set: { mode: 'manual', provider: null, heldAt: null },
    source: 'person',
    happening: { action: 'okr.unlinked', data: { connection: link.connectionId } },
    also: () => [
      ctx.db.delete(dataLinks).where(and(eq(dataLinks.orgId, ctx.org.id), eq(dataLinks.okrId, subject.okr.id))),
    ],
  });
  return { ...changed, connections: [link.connectionId] };
}
