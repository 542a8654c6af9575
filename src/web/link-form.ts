import type { ConnectionId, OkrId } from '../db/ids.ts';
import { findUsableConnection } from '../domain/connections/finding.ts';
import { findReusable } from '../domain/data-links/listing-reusable.ts';
import { Refusal } from '../domain/refusal.ts';
import { counts, type Provider, usualCount } from '../domain/words.ts';
import type { Listed, Lists } from '../views/data-links/choices.tsx';
import {
  isProvider,
  isThing,
  type LinkValues,
  pickedFields,
  queryFields,
  valuesOfQuery,
  within,
} from '../views/data-links/query-values.ts';
import { connectionReader } from '../writers/connection-reader-client.ts';
import type { WebContext } from './context.ts';
import type { Sent } from './form.ts';

/** The link as a form says it. A form that still shows another tool's fields says nothing about this one's. */
export function readLink(sent: Sent): LinkValues {
  const source = sent.text('source') || sent.text('fields_of');
  const none = { source, connection_id: '', query: {}, seek: {}, count: 'completed' };
  if (!isProvider(source)) return none;
  const shown = sent.text('fields_of');
  if (shown !== '' && shown !== source) return { ...none, count: usualCount[source] };
  const names = Object.keys(queryFields[source]);
  const count = counts.find((each) => each === sent.text('count'));
  return {
    source,
    connection_id: sent.text('connection_id'),
    query: Object.fromEntries(names.map((name) => [name, fieldOf(sent, source, name)])),
    seek: Object.fromEntries(pickedFields(source).map((name) => [name, sent.text(`seek_${name}`)])),
    count: count ?? usualCount[source],
  };
}

/** What stands in a field; an address or an id that was typed where one searches counts as picked. */
function fieldOf(sent: Sent, provider: Provider, name: string): string[] {
  const typed = sent.text(`seek_${name}`);
  if (queryFields[provider][name]?.many) return [...new Set(sent.all(name))].filter(Boolean);
  return [isThing(typed) ? typed : sent.text(name)].filter(Boolean);
}

/** Begins with the query of another OKR. @throws Refusal as `findReusable` */
export async function reuse(c: WebContext, sent: Sent): Promise<LinkValues> {
  const { provider, connectionId, query, count } = await findReusable(c.var.ctx, sent.text('reuse') as OkrId);
  return {
    source: provider,
    connection_id: connectionId,
    query: valuesOfQuery(provider, query),
    seek: {},
    count,
  };
}

/** Everything that can be picked for the query in a form. What is wrong with one list is said at that list. */
export async function listsFor(c: WebContext, values: LinkValues): Promise<Lists> {
  const { source } = values;
  if (!isProvider(source) || !values.connection_id) return {};
  const lists = await Promise.all(
    pickedFields(source).map(async (name): Promise<[string, Listed]> => [name, await listFor(c, values, name)]),
  );
  return Object.fromEntries(lists);
}

/** What can be picked for one field, as the provider answers just now. */
export async function listFor(c: WebContext, values: LinkValues, name: string): Promise<Listed> {
  const { source, connection_id, query, seek } = values;
  if (!isProvider(source) || !pickedFields(source).includes(name) || !connection_id) return { state: 'unasked' };
  try {
    const connection = await findUsableConnection(c.var.ctx, connection_id as ConnectionId);
    if (connection.provider !== source) return { state: 'unasked' };
    const search = seek[name] ?? '';
    const reader = connectionReader(c.env, connection);
    const asked = await reader.pick(connection.id, name, within(source, query), isThing(search) ? '' : search);
    return asked.ok ? { state: 'listed', choices: asked.value } : { state: 'refused', words: asked.error.detail };
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return { state: 'refused', words: reason.message };
  }
}
