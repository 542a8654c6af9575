import type { z } from 'zod';
import { err, ok } from '../../lib/result.ts';
import type { Asked, Choice, Reach, SyncFailure } from '../adapter.ts';
import type { Asking } from '../http.ts';
import { type Allowance, readPages } from '../paging.ts';
import type { TrelloSecret } from './config.ts';
import { misshapen, trelloFailure } from './failure.ts';
import { accountBody, boardBody, type Card, cardsBody, cardsOf, choicesBody, webhookBody } from './process.ts';

/** One account at Trello, ready to be asked. */
export type Trello = { reach: Reach; secret: TrelloSecret };

const PAGE = 1000;
const LONG = 24;
const FIELDS = 'name,closed,due,dueComplete,idList,idMembers,idLabels,cardRole,shortUrl';

/** The name of the account that the token belongs to. */
export const askAccount = (trello: Trello): Promise<Asked<string>> =>
  ask(trello, accountBody, '/members/me', { fields: 'fullName,username' });

/** The most cards that a page brought so far, and for how long (ms) that is remembered. */
const LONGEST = 'trello:longest';
const LONGEST_MS = 60 * 60_000;

/**
 * All cards of a board that are work, those on archived lists left out. Trello gives the newest first and goes on before
 * the oldest of a page; ids sort by creation. How many cards a page may hold is Trello's to decide and no answer says
 * whether more follow: a page is the last one when another held more, or when nothing new comes after it.
 */
export async function askCards(
  trello: Trello,
  allowed: Allowance,
  board: string,
  checklists: boolean,
): Promise<Asked<Card[]>> {
  const fields = checklists ? `${FIELDS},badges` : FIELDS;
  const { kept, now } = trello.reach;
  const known = new Set<string>();
  const pages = await readPages(trello.reach, allowed, 'Trello', async (before) => {
    const asked = await ask(trello, cardsBody, `/boards/${board}/cards/visible`, {
      fields,
      limit: String(PAGE),
      ...(before ? { before } : {}),
    });
    if (!asked.ok) return asked;
    const ids = asked.value.map(({ id }) => id).sort();
    const seen = kept.get(LONGEST);
    const longest = seen && seen.until > now() ? Number(seen.value) : 0;
    const isNew = ids.some((id) => !known.has(id));
    for (const id of ids) known.add(id);
    if (ids.length < longest || (!isNew && ids.length < PAGE)) return ok({ items: asked.value, next: null });
    kept.set(LONGEST, { value: String(ids.length), until: now() + LONGEST_MS });
    return ok({ items: asked.value, next: ids[0]! });
  });
  // A card that is made or moved while pages are read can come twice.
  return pages.ok ? ok(cardsOf([...new Map(pages.value.map((each) => [each.id, each])).values()])) : pages;
}

/** Things to pick, as Trello lists them below a path. */
export const askChoices = (
  trello: Trello,
  path: string,
  parameters: Record<string, string>,
): Promise<Asked<Choice[]>> => ask(trello, choicesBody, path, parameters);

/** The long id of a board, which a webhook wants; asked for only where the short one is known. */
export const askLongId = async (trello: Trello, board: string): Promise<Asked<string>> =>
  board.length === LONG ? ok(board) : ask(trello, boardBody, `/boards/${board}`, { fields: 'id' });

export const askWebhook = (trello: Trello, idModel: string, callbackURL: string): Promise<Asked<{ id: string }>> =>
  ask(trello, webhookBody, '/webhooks/', { idModel, callbackURL, description: 'Cairn' }, { method: 'POST' });

/** Whether a webhook is there and active. Trello switches one off that could not be delivered for long. */
export async function askIsAlive(trello: Trello, id: string): Promise<Asked<boolean>> {
  const asked = await ask(trello, webhookBody, `/webhooks/${encodeURIComponent(id)}`, {});
  if (asked.ok) return ok(asked.value.active);
  return asked.error.reason === 'not_found' ? ok(false) : asked;
}

/** Removes a webhook; one that is gone is as good as removed. */
export async function removeWebhook(trello: Trello, id: string): Promise<Asked<null>> {
  const asked = await send(trello, `/webhooks/${encodeURIComponent(id)}`, {}, { method: 'DELETE' });
  if (!asked.ok) return asked;
  const failure = trelloFailure(asked.value);
  return failure && failure.reason !== 'not_found' ? err(withoutSecrets(trello, failure)) : ok(null);
}

async function ask<T>(
  trello: Trello,
  shape: z.ZodType<T>,
  path: string,
  parameters: Record<string, string>,
  asking: Asking = {},
): Promise<Asked<T>> {
  const asked = await send(trello, path, parameters, asking);
  if (!asked.ok) return asked;
  const failure = trelloFailure(asked.value);
  if (failure) return err(withoutSecrets(trello, failure));
  const parsed = shape.safeParse(asked.value.body);
  return parsed.success ? ok(parsed.data) : err(misshapen);
}

/** Trello's own words may repeat what was sent. */
const withoutSecrets = ({ secret: { key, token } }: Trello, failure: SyncFailure): SyncFailure =>
  failure.reason === 'invalid_query'
    ? { ...failure, detail: failure.detail.replaceAll(token, '(token)').replaceAll(key, '(key)') }
    : failure;

// The header keeps key and token out of addresses, which others log.
function send({ reach, secret }: Trello, path: string, parameters: Record<string, string>, asking: Asking) {
  const search = new URLSearchParams(parameters).toString();
  const url = reach.settings.trelloUrl.replace(/\/+$/, '') + path + (search && `?${search}`);
  const Authorization = `OAuth oauth_consumer_key="${secret.key}", oauth_token="${secret.token}"`;
  return reach.http.json(url, { ...asking, headers: { Authorization } });
}
