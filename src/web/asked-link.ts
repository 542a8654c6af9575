import type { ConnectionId, OkrId } from '../db/ids.ts';
import type { LinkInput } from '../domain/data-links/linking.ts';
import type { Measure } from '../domain/okrs/measure.ts';
import { progressOf } from '../domain/okrs/progress.ts';
import { valueOfReading } from '../domain/readings/valuing.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import type { Count } from '../domain/words.ts';
import type { LinkValues } from '../views/data-links/fields.tsx';
import type { Preview } from '../views/data-links/preview.tsx';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { previewQuery } from '../writers/previewing.ts';
import { settleRollUps } from '../writers/settling.ts';
import { refreshLink } from '../writers/syncing.ts';
import type { WebContext } from './context.ts';

/**
 * What a form asks to link, once the provider has understood the query. A provider that does not answer is no obstacle:
 * the link is saved and says so. @throws Refusal `invalid` at the query with the provider's words, or at the connection
 */
export async function askedLink(c: WebContext, asked: LinkValues): Promise<LinkInput> {
  if (!asked.connection_id) throw invalid({ connection_id: 'Choose a connection.' });
  const connectionId = asked.connection_id as ConnectionId;
  const { query, queryKey, seen } = await previewQuery(c.env, c.var.ctx, connectionId, { jql: asked.jql });
  if (!seen.ok && seen.error.reason === 'invalid_query') throw invalid({ jql: seen.error.detail });
  return { connectionId, query, queryKey, count: asked.count as Count };
}

/** Links an OKR and reads it at once; a draft is read when it is published. What the provider does wrong is kept with the link, not thrown. */
export async function linkNow(c: WebContext, okrId: OkrId, link: LinkInput): Promise<void> {
  const { env } = c;
  const { ctx } = c.var;
  const { okr, due } = await okrWriter(env, ctx, okrId).linkData(link);
  await settleRollUps(env, ctx, due);
  if (!okr.draft) await refreshLink(env, ctx, okrId, 'edit');
}

/** What linking would show. `measure` is null while the form does not describe one completely. */
export async function previewOf(c: WebContext, asked: LinkValues, measure: Measure | null): Promise<Preview> {
  if (!asked.connection_id || !asked.jql) return { state: 'none' };
  try {
    const { seen } = await previewQuery(c.env, c.var.ctx, asked.connection_id as ConnectionId, { jql: asked.jql });
    if (!seen.ok) return { state: 'refused', words: seen.error.detail };
    const value = measure && valueOfReading(measure, asked.count as Count, seen.value);
    return {
      state: 'seen',
      ...seen.value,
      counted: measure?.type === 'metric' && value !== null ? { ...measure, value } : null,
      progress: measure && progressOf(measure, value),
    };
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return { state: 'refused', words: reason.message };
  }
}
