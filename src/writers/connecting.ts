import type { Database } from '../db/database.ts';
import { type ConnectionId, newId } from '../db/ids.ts';
import { addConnection, checkNewConnection, type Tested } from '../domain/connections/adding.ts';
import { demandUnclaimed } from '../domain/connections/claiming.ts';
import {
  type Connection,
  type ConnectionInput,
  type ConnectionPatch,
  type PublicConnection,
  publicOf,
} from '../domain/connections/connection.ts';
import { enableProvider } from '../domain/connections/enabling.ts';
import { findChangeableConnection, listConnections } from '../domain/connections/finding.ts';
import { listFedIds, removeConnection } from '../domain/connections/removing.ts';
import { renewCredentials, renewWebhookSecret } from '../domain/connections/renewing.ts';
import { sealSecret } from '../domain/connections/secrets.ts';
import { noteTest } from '../domain/connections/testing.ts';
import { acting, type Context } from '../domain/context.ts';
import { findReadable } from '../domain/data-links/listing-due.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import type { Provider, SyncTrigger } from '../domain/words.ts';
import type { Env } from '../env.ts';
import type { Account, Asked, FailureReason } from '../integrations/adapter.ts';
import { adapterFor } from '../integrations/registry.ts';
import { ok } from '../lib/result.ts';
import { newToken } from '../lib/tokens.ts';
import { connectionReader } from './connection-reader-client.ts';
import { okrWriter } from './okr-writer-client.ts';
import { keyRing, outside } from './outside.ts';
import { settleRollUps } from './settling.ts';
import { arrangeSoon, endPushes } from './subscribing.ts';

/**
 * Makes a connection, once the provider has accepted its credentials. `webhookSecret` is in the clear, here and never again.
 * @throws Refusal as `addConnection`; `invalid` at the provider's own fields, with what it said, when it does not accept
 */
export async function connect(
  env: Env,
  ctx: Context,
  { config, ...input }: ConnectionInput,
): Promise<{ connection: PublicConnection; webhookSecret: string }> {
  await checkNewConnection(ctx, input);
  const ring = keyRing(env);
  const bound = { id: newId('con', ctx.now), orgId: ctx.org.id };
  const webhookSecret = newToken();
  const tested = await test(env, ctx, bound, input.provider, config);
  const sealed = await sealSecret(ring, bound, 'webhook', webhookSecret);
  const connection = await addConnection(ctx, bound.id, input, { ...tested, webhookSecret: sealed });
  return { connection: publicOf(connection), webhookSecret };
}

/**
 * Asks the provider whether it still accepts a connection's credentials. Whatever it says is noted in the answer.
 * @throws Refusal `not_found`, `forbidden`
 */
export async function testConnection(env: Env, ctx: Context, id: ConnectionId): Promise<PublicConnection> {
  const connection = await findChangeableConnection(ctx, id);
  const seen = await connectionReader(env, connection).introduce(id);
  const noted = await noteTest(ctx, connection, accountOf(seen), Math.random());
  if (seen.ok && connection.failures > 0) await readSoon(env, connection);
  return publicOf(noted);
}

/** Tries the credentials of a connection that pauses; if they are accepted, everything is read again. */
export async function tryPaused(env: Env, db: Database, id: ConnectionId): Promise<void> {
  const found = await findReadable(db, id, { okrIds: [] });
  if (!found?.enabled || found.connection.pausedAt === null) return;
  const { connection, org } = found;
  const seen = await connectionReader(env, connection).introduce(id);
  const ctx = { ...acting(org, 'cron', Date.now()), db };
  await noteTest(ctx, connection, accountOf(seen), Math.random());
  if (seen.ok) await readSoon(env, connection, 'schedule');
}

/**
 * Replaces a connection's credentials, once the provider has accepted the new ones, and reads everything again. What
 * else is to be edited goes along: all of it happens, or nothing. Pushes belong to credentials and are arranged anew, to
 * `origin`, where this deployment can be reached.
 * @throws Refusal `not_found`, `forbidden`, `stale`, `invalid` as `connect`
 */
export async function replaceCredentials(
  env: Env,
  ctx: Context,
  id: ConnectionId,
  config: Record<string, unknown>,
  origin: string,
  patch?: ConnectionPatch,
): Promise<PublicConnection> {
  const before = await findChangeableConnection(ctx, id);
  const tested = await test(env, ctx, before, before.provider, config);
  try {
    await endPushes(env, ctx.db, before);
    return publicOf(await renewCredentials(ctx, before, tested, patch));
  } finally {
    await arrangeSoon(env, ctx, [id], origin);
    await readSoon(env, before);
  }
}

/**
 * Switches a provider on or off for the organization, and the pushes of its connections with it. `origin` is where this
 * deployment can be reached. @throws Refusal `forbidden`
 */
export async function switchProvider(
  env: Env,
  ctx: Context,
  provider: Provider,
  enabled: boolean,
  origin: string,
): Promise<void> {
  await enableProvider(ctx, provider, enabled);
  const concerned = (await listConnections(ctx)).filter((connection) => connection.provider === provider);
  const ids = concerned.map(({ id }) => id);
  await arrangeSoon(env, ctx, ids, origin);
}

/**
 * Makes a new text for signing pushes, in the clear here and never again. @throws Refusal `not_found`, `forbidden`, `stale`,
 * `conflict` for a provider with which nobody pastes one
 */
export async function replaceWebhookSecret(
  env: Env,
  ctx: Context,
  id: ConnectionId,
): Promise<{ connection: PublicConnection; webhookSecret: string }> {
  const before = await findChangeableConnection(ctx, id);
  if (before.provider !== 'jira') throw new Refusal('conflict', 'Only Jira signs pushes with a secret of Cairn’s.');
  const webhookSecret = newToken();
  const after = await renewWebhookSecret(ctx, before, await sealSecret(keyRing(env), before, 'webhook', webhookSecret));
  return { connection: publicOf(after), webhookSecret };
}

/** OKRs that one request takes off a connection: with their writers and ancestors they stay under 50 subrequests. */
const LINKS_PER_REQUEST = 8;

/**
 * Takes a connection's OKRs off it, a few per call, and deletes it with the last one. Each OKR keeps its value and is
 * checked in by hand from now on. False while some are left: call again. @throws Refusal `not_found`, `forbidden`
 */
export async function disconnect(env: Env, ctx: Context, id: ConnectionId): Promise<boolean> {
  const connection = await findChangeableConnection(ctx, id);
  const fed = await listFedIds(ctx, connection, LINKS_PER_REQUEST);
  const changed = await Promise.all(fed.map((okrId) => okrWriter(env, ctx, okrId).loseConnection().catch(goneIsFine)));
  await settleRollUps(env, ctx, [...new Set(changed.flatMap((each) => each?.due ?? []))]);
  const silent = fed.length < LINKS_PER_REQUEST && (await endPushes(env, ctx.db, connection));
  return silent && removeConnection(ctx, connection);
}

async function test(
  env: Env,
  ctx: Context,
  bound: Pick<Connection, 'id' | 'orgId'>,
  provider: Provider,
  given: Record<string, unknown>,
): Promise<Tested> {
  const adapter = adapterFor(provider);
  const parsed = adapter.input.safeParse(given);
  if (!parsed.success) {
    const sentences = parsed.error.issues
      .toReversed()
      .map((issue) => [String(issue.path[0] ?? 'config'), issue.message]);
    throw invalid(Object.fromEntries(sentences));
  }
  const { config, secret } = parsed.data;
  await demandUnclaimed(ctx, provider, config as Record<string, unknown>);
  const met = await adapter.connect(outside(env), config, secret);
  if (!met.ok) throw invalid({ [fieldOf(provider, met.error.reason)]: met.error.detail });
  return {
    account: met.value.account.name,
    config: met.value.config as Record<string, unknown>,
    secret: await sealSecret(keyRing(env), bound, 'credentials', secret),
  };
}

const credentialField: Record<Provider, string> = {
  jira: 'token',
  asana: 'token',
  trello: 'token',
  bigquery: 'service_account',
};
const addressField: Record<Provider, string> = {
  jira: 'site_url',
  asana: 'token',
  trello: 'token',
  bigquery: 'project_id',
};

/** The field that a person would correct after such an answer. */
const fieldOf = (provider: Provider, reason: FailureReason): string =>
  reason === 'unauthorized' || reason === 'forbidden' ? credentialField[provider] : addressField[provider];

/** What a test of the credentials says of the connection. */
const accountOf = (seen: Asked<{ account: Account }>) => (seen.ok ? ok({ account: seen.value.account.name }) : seen);

const readSoon = (env: Env, { id, orgId }: Connection, trigger: SyncTrigger = 'refresh'): Promise<unknown> =>
  env.JOBS.send({ type: 'scan', orgId, connectionId: id, source: null, trigger });

function goneIsFine(reason: unknown): null {
  if (reason instanceof Refusal && reason.code === 'not_found') return null;
  throw reason;
}
