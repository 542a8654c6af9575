import type { ConnectionId } from '../db/ids.ts';
import type { Connection } from '../domain/connections/connection.ts';
import { findUsableConnection } from '../domain/connections/finding.ts';
import type { Context } from '../domain/context.ts';
import type { LinkInput } from '../domain/data-links/linking.ts';
import { invalid } from '../domain/refusal.ts';
import type { Provider } from '../domain/words.ts';
import type { Env } from '../env.ts';
import type { Asked, Estimate, Reading } from '../integrations/adapter.ts';
import { adapterFor } from '../integrations/registry.ts';
import { connectionReader } from './connection-reader-client.ts';

export type ParsedQuery = Pick<LinkInput, 'query' | 'queryKey' | 'sourceKey'>;

/** A query as its provider understands it. @throws Refusal `invalid` at the provider's own fields */
export function parseQuery(provider: Provider, given: Record<string, unknown>): ParsedQuery {
  const adapter = adapterFor(provider);
  const parsed = adapter.query.safeParse(given);
  if (parsed.success)
    return {
      query: parsed.data as Record<string, unknown>,
      queryKey: adapter.queryKey(parsed.data),
      sourceKey: adapter.sourceKey(parsed.data),
    };
  const sentences = parsed.error.issues.toReversed().map((issue) => [String(issue.path[0] ?? 'query'), issue.message]);
  throw invalid(Object.fromEntries(sentences));
}

type Known = ParsedQuery & { provider: Provider };

/**
 * Reads a query once and keeps nothing: what linking an OKR to it would see.
 * @throws Refusal `not_found`, `forbidden`, `conflict` when the provider is switched off, `invalid` for what is no query
 */
export async function previewQuery(
  env: Env,
  ctx: Context,
  connectionId: ConnectionId,
  given: Record<string, unknown>,
): Promise<Known & { seen: Asked<Reading> }> {
  const connection = await findUsableConnection(ctx, connectionId);
  return readOnce(env, connection, parseQuery(connection.provider, given));
}

/** What reading a query would cost; null where its provider has no price. @throws Refusal as `previewQuery` */
export async function estimateQuery(
  env: Env,
  ctx: Context,
  connectionId: ConnectionId,
  given: Record<string, unknown>,
): Promise<Known & { estimate: Asked<Estimate | null> }> {
  const connection = await findUsableConnection(ctx, connectionId);
  return priceOf(env, connection, parseQuery(connection.provider, given));
}

/**
 * Whether the provider understands a query and lets it be read: told by its price where it has one, which costs nothing,
 * else by reading it once. @throws Refusal as `previewQuery`
 */
export async function checkQuery(
  env: Env,
  ctx: Context,
  connectionId: ConnectionId,
  given: Record<string, unknown>,
): Promise<Known & { checked: Asked<unknown> }> {
  const connection = await findUsableConnection(ctx, connectionId);
  const parsed = parseQuery(connection.provider, given);
  if (adapterFor(connection.provider).estimate) {
    const { estimate, ...known } = await priceOf(env, connection, parsed);
    return { ...known, checked: estimate };
  }
  const { seen, ...known } = await readOnce(env, connection, parsed);
  return { ...known, checked: seen };
}

async function readOnce(env: Env, connection: Connection, parsed: ParsedQuery) {
  const { id, provider } = connection;
  const { query, queryKey, sourceKey } = parsed;
  const { seen } = await connectionReader(env, connection).scan(id, sourceKey, { [queryKey]: query }, true);
  return { ...parsed, provider, seen: seen[queryKey]! };
}

async function priceOf(env: Env, connection: Connection, parsed: ParsedQuery) {
  const { id, provider } = connection;
  const estimate = await connectionReader(env, connection).estimate(id, parsed.query);
  return { ...parsed, provider, estimate };
}
