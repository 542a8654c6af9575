import type { ConnectionId, OkrId } from '../db/ids.ts';
import type { LinkInput } from '../domain/data-links/linking.ts';
import type { Measure } from '../domain/okrs/measure.ts';
import { progressOf } from '../domain/okrs/progress.ts';
import { valueOfReading } from '../domain/readings/valuing.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import type { Count } from '../domain/words.ts';
import type { Lists } from '../views/data-links/choices.tsx';
import type { Estimated } from '../views/data-links/estimate.tsx';
import type { Preview } from '../views/data-links/preview.tsx';
import { isProvider, type LinkValues, queryOf, written } from '../views/data-links/query-values.ts';
import { addsUp, itemWords } from '../views/data-links/query-words.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { checkQuery, estimateQuery, previewQuery } from '../writers/previewing.ts';
import { settleRollUps } from '../writers/settling.ts';
import { arrangeSoon } from '../writers/subscribing.ts';
import { refreshLink } from '../writers/syncing.ts';
import { originOf } from './addresses.ts';
import type { WebContext } from './context.ts';
import type { Sent } from './form.ts';
import { listsFor, reuse } from './link-form.ts';

/**
 * What a form asks to link, once the provider has understood the query; what it would cost is asked first where that
 * is a price. A provider that does not answer is no obstacle: the link is saved and says so.
 * @throws Refusal `invalid` at the query with the provider's words, or at the connection
 */
export async function askedLink(c: WebContext, asked: LinkValues): Promise<LinkInput> {
  const { source, connection_id, count } = asked;
  if (!connection_id) throw invalid({ connection_id: 'Choose a connection.' });
  const connectionId = connection_id as ConnectionId;
  const found = await checkQuery(c.env, c.var.ctx, connectionId, given(asked));
  const { provider, query, queryKey, sourceKey, checked } = found;
  if (provider !== source) throw invalid({ connection_id: 'Choose a connection of this tool.' });
  if (!checked.ok && checked.error.reason === 'invalid_query') throw invalid({ query: checked.error.detail });
  return { connectionId, query, queryKey, sourceKey, count: count as Count };
}

/** Links an OKR and reads it at once; a draft is read when it is published. What the provider does wrong is kept with the link, not thrown. */
export async function linkNow(c: WebContext, okrId: OkrId, link: LinkInput): Promise<void> {
  const { env } = c;
  const { ctx } = c.var;
  const { okr, due, connections } = await okrWriter(env, ctx, okrId).linkData(link);
  await settleRollUps(env, ctx, due);
  await arrangeSoon(env, ctx, connections, originOf(c));
  if (!okr.draft) await refreshLink(env, ctx, okrId, 'edit');
}

/** Ends automatic updates. Gives the ancestors that are to be recomputed. */
export async function unlinkNow(c: WebContext, okrId: OkrId): Promise<OkrId[]> {
  const { due, connections } = await okrWriter(c.env, c.var.ctx, okrId).unlinkData();
  await arrangeSoon(c.env, c.var.ctx, connections, originOf(c));
  return due;
}

/** What linking would show. `measure` is null while the form does not describe one completely. */
export async function previewOf(c: WebContext, asked: LinkValues, measure: Measure | null): Promise<Preview> {
  const query = given(asked);
  if (!asked.connection_id || Object.keys(query).length === 0) return { state: 'none' };
  try {
    const { provider, seen } = await previewQuery(c.env, c.var.ctx, asked.connection_id as ConnectionId, query);
    if (!seen.ok) return { state: 'refused', words: seen.error.detail };
    const value = measure && valueOfReading(measure, asked.count as Count, seen.value);
    return {
      state: 'seen',
      ...seen.value,
      items: itemWords(provider, query).many,
      ofItems: !addsUp(query),
      counted: measure?.type === 'metric' && value !== null ? { ...measure, value } : null,
      progress: measure && progressOf(measure, value),
    };
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return { state: 'refused', words: reason.message };
  }
}

/**
 * What the inner buttons of a form ask for before anything is saved: a preview, what there is to pick from, or the query of
 * another OKR. What they leave as it is is not in the answer. @throws Refusal as `reuse`
 */
export async function lookUp(c: WebContext, sent: Sent, asked: LinkValues, measure: Measure | null): Promise<LookedUp> {
  const find = sent.text('find');
  switch (find) {
    case 'preview':
      return { preview: await previewOf(c, asked, measure) };
    case 'choices':
      return { lists: await listsFor(c, asked) };
    case 'reuse':
      return { asked: await reuse(c, sent) };
    default:
      return writeOut(c, asked, find, measure);
  }
}

/** Writes what was picked into the query, and what that would show. */
async function writeOut(c: WebContext, asked: LinkValues, name: string, measure: Measure | null): Promise<LookedUp> {
  const query = isProvider(asked.source) && written(asked.source, asked.query, name);
  if (!query) return {};
  const after = { ...asked, query };
  return { asked: after, preview: await previewOf(c, after, measure) };
}

export type LookedUp = { asked?: LinkValues; preview?: Preview; lists?: Lists };

/** What a query would cost, as one line under it. */
export async function estimateOf(c: WebContext, asked: LinkValues): Promise<Estimated> {
  const query = given(asked);
  if (!asked.connection_id || Object.keys(query).length === 0) return { state: 'none' };
  try {
    const { estimate } = await estimateQuery(c.env, c.var.ctx, asked.connection_id as ConnectionId, query);
    if (!estimate.ok) return { state: 'refused', words: estimate.error.detail };
    return estimate.value ? { state: 'known', ...estimate.value } : { state: 'none' };
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return { state: 'refused', words: reason.message };
  }
}

const given = ({ source, query }: LinkValues): Record<string, unknown> =>
  isProvider(source) ? queryOf(source, query) : {};
