import { type ConnectionId, newId } from '../db/ids.ts';
import { addConnection, checkNewConnection, type Tested } from '../domain/connections/adding.ts';
import {
  type Connection,
  type ConnectionInput,
  type ConnectionPatch,
  type PublicConnection,
  publicOf,
} from '../domain/connections/connection.ts';
import { findChangeableConnection } from '../domain/connections/finding.ts';
import { listFedIds, removeConnection } from '../domain/connections/removing.ts';
import { renewCredentials, renewWebhookSecret } from '../domain/connections/renewing.ts';
import { resealIfOutdated } from '../domain/connections/resealing.ts';
import { openSecret, sealSecret } from '../domain/connections/secrets.ts';
import { noteTest } from '../domain/connections/testing.ts';
import type { Context } from '../domain/context.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import type { Provider } from '../domain/words.ts';
import type { Env } from '../env.ts';
import type { FailureReason } from '../integrations/adapter.ts';
import { adapterFor } from '../integrations/registry.ts';
import { err, ok } from '../lib/result.ts';
import { newToken } from '../lib/tokens.ts';
import { okrWriter } from './okr-writer-client.ts';
import { keyRing, outside } from './outside.ts';
import { settleRollUps } from './settling.ts';

/**
 * Makes a connection, once the provider has accepted its credentials. `webhookSecret` is in the clear, here and never again.
 * @throws Refusal as `addConnection`; `invalid` at the provider's own fields, with what it said, when it does not accept
 */
export async function connect(
  env: Env,
  ctx: Context,
  { config, ...input }: ConnectionInput,
): Promise<{ connection: PublicConnection; webhookSecret: string }> {
  await checkNewConnection(ctx, input.provider, input.name);
  const ring = keyRing(env);
  const bound = { id: newId('con', ctx.now), orgId: ctx.org.id };
  const webhookSecret = newToken();
  const tested = await test(env, bound, input.provider, config);
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
  const ring = keyRing(env);
  const adapter = adapterFor(connection.provider);
  const secret = await openSecret(ring, connection, 'credentials').catch(() => null);
  const detail = 'Cairn cannot open the stored credentials any more. Enter them again.';
  const seen = secret
    ? await adapter.connect(outside(env), connection.config, secret)
    : err({ reason: 'unauthorized', detail });
  if (secret) await resealIfOutdated(ctx, ring, connection);
  const noted = await noteTest(ctx, connection, seen.ok ? ok({ account: seen.value.account.name }) : seen);
  if (seen.ok && connection.failures > 0) await readSoon(env, connection);
  return publicOf(noted);
}

/**
 * Replaces a connection's credentials, once the provider has accepted the new ones, and reads everything again. What
 * else is to be edited goes along: all of it happens, or nothing.
 * @throws Refusal `not_found`, `forbidden`, `stale`, `invalid` as `connect`
 */
export async function replaceCredentials(
  env: Env,
  ctx: Context,
  id: ConnectionId,
  config: Record<string, unknown>,
  patch?: ConnectionPatch,
): Promise<PublicConnection> {
  const before = await findChangeableConnection(ctx, id);
  const after = await renewCredentials(ctx, before, await test(env, before, before.provider, config), patch);
  await readSoon(env, before);
  return publicOf(after);
}

/** Makes a new text for signing pushes, in the clear here and never again. @throws Refusal `not_found`, `forbidden`, `stale` */
export async function replaceWebhookSecret(
  env: Env,
  ctx: Context,
  id: ConnectionId,
): Promise<{ connection: PublicConnection; webhookSecret: string }> {
  const before = await findChangeableConnection(ctx, id);
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
  return fed.length < LINKS_PER_REQUEST && (await removeConnection(ctx, connection));
}

async function test(
  env: Env,
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
  const met = await adapter.connect(outside(env), config, secret);
  if (!met.ok) throw invalid({ [fieldOf(provider, met.error.reason)]: met.error.detail });
  return {
    account: met.value.account.name,
    config: met.value.config as Record<string, unknown>,
    secret: await sealSecret(keyRing(env), bound, 'credentials', secret),
  };
}

const credentialField: Record<Provider, string> = { jira: 'token' };
const addressField: Record<Provider, string> = { jira: 'site_url' };

/** The field that a person would correct after such an answer. */
const fieldOf = (provider: Provider, reason: FailureReason): string =>
  reason === 'unauthorized' || reason === 'forbidden' ? credentialField[provider] : addressField[provider];

const readSoon = (env: Env, { id, orgId }: Connection): Promise<unknown> =>
  env.JOBS.send({ type: 'sync', orgId, connectionId: id, okrIds: null, trigger: 'refresh' });

function goneIsFine(reason: unknown): null {
  if (reason instanceof Refusal && reason.code === 'not_found') return null;
  throw reason;
}
