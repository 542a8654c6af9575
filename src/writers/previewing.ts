import type { ConnectionId } from '../db/ids.ts';
import { findUsableConnection } from '../domain/connections/finding.ts';
import { resealIfOutdated } from '../domain/connections/resealing.ts';
import { openSecret } from '../domain/connections/secrets.ts';
import type { Context } from '../domain/context.ts';
import type { LinkInput } from '../domain/data-links/linking.ts';
import { invalid } from '../domain/refusal.ts';
import type { Provider } from '../domain/words.ts';
import type { Env } from '../env.ts';
import type { Asked, Reading } from '../integrations/adapter.ts';
import { adapterFor } from '../integrations/registry.ts';
import { err } from '../lib/result.ts';
import { keyRing, outside } from './outside.ts';

export type ParsedQuery = Pick<LinkInput, 'query' | 'queryKey'>;

/** A query as its provider understands it. @throws Refusal `invalid` at the provider's own fields */
export function parseQuery(provider: Provider, given: Record<string, unknown>): ParsedQuery {
  const adapter = adapterFor(provider);
  const parsed = adapter.query.safeParse(given);
  if (parsed.success) return { query: parsed.data as Record<string, unknown>, queryKey: adapter.queryKey(parsed.data) };
  const sentences = parsed.error.issues.toReversed().map((issue) => [String(issue.path[0] ?? 'query'), issue.message]);
  throw invalid(Object.fromEntries(sentences));
}

/**
 * Reads a query once and keeps nothing: what linking an OKR to it would see.
 * @throws Refusal `not_found`, `forbidden`, `conflict` when the provider is switched off, `invalid` for what is no query
 */
export async function previewQuery(
  env: Env,
  ctx: Context,
  connectionId: ConnectionId,
  given: Record<string, unknown>,
): Promise<ParsedQuery & { seen: Asked<Reading> }> {
  const connection = await findUsableConnection(ctx, connectionId);
  const parsed = parseQuery(connection.provider, given);
  const ring = keyRing(env);
  const secret = await openSecret(ring, connection, 'credentials').catch(() => null);
  if (!secret) {
    const detail = 'Cairn cannot open the stored credentials any more. An admin can enter them again.';
    return { ...parsed, seen: err({ reason: 'unauthorized', detail }) };
  }
  await resealIfOutdated(ctx, ring, connection);
  const seen = await adapterFor(connection.provider).read(outside(env), connection.config, secret, parsed.query);
  return { ...parsed, seen };
}
