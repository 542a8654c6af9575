import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import type { ConnectionId } from '../db/ids.ts';
import { connections } from '../db/schema/connections.ts';
import type { Connection } from '../domain/connections/connection.ts';
import {
  dropSubscription,
  listSubscriptions,
  noteAnswer,
  noteAsked,
  noteEnded,
  planSubscriptions,
  type Subscription,
} from '../domain/connections/subscribing.ts';
import type { Context } from '../domain/context.ts';
import { findReadable, listSources } from '../domain/data-links/listing-due.ts';
import { providerNames } from '../domain/words.ts';
import type { Env } from '../env.ts';
import { adapterFor } from '../integrations/registry.ts';
import { newToken } from '../lib/tokens.ts';
import { connectionReader } from './connection-reader-client.ts';
import { enqueue } from './messages.ts';

/** Subscriptions begun or ended in one go: each takes a request or two, and the free plan has 50 subrequests. */
const AT_ONCE = 8;

/**
 * Subscribes a connection to the pushes of what it reads, and ends those of what it reads no more. `origin` is where this
 * deployment can be reached. What a provider will not do is noted and shown; the schedule remains. True when more is left.
 */
export async function arrangePushes(env: Env, db: Database, id: ConnectionId, origin: string): Promise<boolean> {
  const [found, sources, there] = await Promise.all([
    findReadable(db, id, { okrIds: [] }),
    listSources(db, id),
    listSubscriptions(db, id),
  ]);
  if (!found) return false;
  const { connection, enabled } = found;
  const { push } = adapterFor(connection.provider);
  const topics = enabled && push?.offered(connection.config) ? sources.map(({ query }) => push.topicOf(query)) : [];
  const wanted = [...new Set(topics)];
  const { begin, end } = planSubscriptions(wanted, there, Date.now());
  for (const each of end.slice(0, AT_ONCE)) await endPush(env, db, connection, each);
  for (const topic of begin.slice(0, AT_ONCE)) {
    const before = there.find((each) => each.topic === topic) ?? null;
    await beginPush(env, db, connection, topic, callbackOf(origin, connection, topic), before);
  }
  return begin.length > AT_ONCE || end.length > AT_ONCE;
}

/**
 * Asks a provider whether it still serves what a connection is subscribed to, some per call, those whose topics come after
 * `after` first. What it does not is noted, to be arranged anew. The topic to go on after, null when that was all or when
 * the provider does not say.
 */
export async function checkPushes(env: Env, db: Database, id: ConnectionId, after: string): Promise<string | null> {
  const [found, there] = await Promise.all([findReadable(db, id, { okrIds: [] }), listSubscriptions(db, id)]);
  if (!found?.enabled || found.connection.pausedAt !== null) return null;
  const { connection } = found;
  const active = there.filter(({ state, hookId, topic }) => state === 'active' && hookId && topic > after);
  const some = active.slice(0, AT_ONCE);
  if (some.length === 0) return null;
  const ended = await connectionReader(env, connection).listEnded(
    id,
    some.map(({ hookId }) => hookId!),
  );
  if (!ended.ok) return null;
  const detail = `${providerNames[connection.provider]} had ended these pushes.`;
  for (const each of some) if (ended.value.includes(each.hookId!)) await noteEnded(db, each, detail);
  return active.length > AT_ONCE ? some.at(-1)!.topic : null;
}

/** Has pushes arranged anew, behind a request that changed what these connections read or may read. */
export const arrangeSoon = (
  env: Env,
  { org }: Pick<Context, 'org'>,
  connectionIds: readonly ConnectionId[],
  origin: string,
): Promise<void> =>
  enqueue(
    env.JOBS,
    connectionIds.map((connectionId) => ({ type: 'pushes', orgId: org.id, connectionId, origin })),
  );

/** Ends the pushes of a connection, some per call, before it goes or is given other credentials. False while some are left. */
export async function endPushes(env: Env, db: Database, connection: Connection): Promise<boolean> {
  const there = await listSubscriptions(db, connection.id);
  for (const each of there.slice(0, AT_ONCE)) await endPush(env, db, connection, each);
  return there.length <= AT_ONCE;
}

/** The sources that a push may have changed: all of a connection, or those of one topic. */
export async function listSourcesOf(db: Database, id: ConnectionId, topic: string | null): Promise<string[]> {
  const [[connection], sources] = await Promise.all([
    db.select().from(connections).where(eq(connections.id, id)),
    listSources(db, id),
  ]);
  const push = connection && adapterFor(connection.provider).push;
  return sources.filter(({ query }) => topic === null || push?.topicOf(query) === topic).map(({ source }) => source);
}

async function beginPush(
  env: Env,
  db: Database,
  connection: Connection,
  topic: string,
  callback: string,
  before: Subscription | null,
): Promise<void> {
  if (!(await noteAsked(db, connection, topic, callback, before, Date.now()))) return;
  const reader = connectionReader(env, connection);
  if (before?.hookId) await reader.unsubscribe(connection.id, before.hookId);
  const asked = await reader.subscribe(connection.id, topic, callback);
  const answer = asked.ok ? { hookId: asked.value.id } : { failureDetail: asked.error.detail };
  const noted = await noteAnswer(db, connection.id, topic, callback, answer);
  if (asked.ok && !noted) await reader.unsubscribe(connection.id, asked.value.id);
}

async function endPush(env: Env, db: Database, connection: Connection, subscription: Subscription): Promise<void> {
  const { hookId } = subscription;
  if (hookId) await connectionReader(env, connection).unsubscribe(connection.id, hookId);
  await dropSubscription(db, subscription);
}

/** The address that a provider calls. Its last part cannot be guessed, so that nobody else can shake hands. */
const callbackOf = (origin: string, { provider, id }: Connection, topic: string) =>
  `${origin}/hooks/${provider}/${id}?${new URLSearchParams({ topic, key: newToken() })}`;
