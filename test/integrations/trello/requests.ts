import { trello as adapter } from '../../../src/integrations/trello/index.ts';
import { demoBoards } from '../../stand-ins/trello/demo.ts';
import { createTrello } from '../../stand-ins/trello/trello.ts';
import { reachTo } from '../jira/reach.ts';
import { boardOf, config, queryOf, secret } from './reach.ts';

/** A request as it was made; `path` below the version, with names in braces where ids stood. */
export type Made = { method: string; path: string; search: string[]; body: string[] };

/** What Trello is asked for, by method and path: the parameters that may go along, in the address or in the body. */
export const described: Record<string, string[]> = {
  'GET /members/{id}': ['fields'],
  'GET /members/{id}/boards': ['filter', 'fields'],
  'GET /boards/{id}': ['fields'],
  'GET /boards/{id}/cards/{filter}': ['fields', 'limit', 'before'],
  'GET /boards/{id}/lists': ['filter', 'fields'],
  'GET /boards/{id}/members': ['fields'],
  'GET /boards/{id}/labels': ['fields', 'limit'],
  'POST /webhooks/': ['idModel', 'callbackURL', 'description'],
  'GET /webhooks/{id}': [],
  'DELETE /webhooks/{id}': [],
};

/** Does everything the adapter can do, and keeps what it asked for. */
export async function everyRequest(): Promise<Made[]> {
  const made: Made[] = [];
  const recording = (trello = createTrello({ deliver: async () => new Response() })) =>
    reachTo({
      async fetch(request) {
        const { pathname, searchParams } = new URL(request.url);
        const body: object = await request
          .clone()
          .json<object>()
          .catch(() => ({}));
        made.push({
          method: request.method,
          path: templateOf(pathname),
          search: [...searchParams.keys()],
          body: Object.keys(body),
        });
        return trello.fetch(request);
      },
    });
  const board_id = demoBoards.blog;
  const { trello: large, board } = boardOf(1200);
  await adapter.connect(recording(), config, secret);
  await adapter.read(recording(), config, secret, [queryOf({ board_id, items: 'checklist_items' })]);
  await adapter.read(recording(large), config, secret, [queryOf({ board_id: board.id })]);
  for (const list of ['board_id', 'list_ids', 'member_ids', 'label_ids'])
    await adapter.pick?.(recording(), config, secret, list, { board_id }, '');
  const reach = recording();
  const hook = await adapter.push?.subscribe(reach, config, secret, board_id, 'https://cairn.test/hooks/trello/c');
  if (hook?.ok) await adapter.push?.isAlive(reach, config, secret, hook.value.id);
  if (hook?.ok) await adapter.push?.unsubscribe(reach, config, secret, hook.value.id);
  return made;
}

const templateOf = (pathname: string): string =>
  pathname
    .replace(/^\/1/, '')
    .replace(/^\/(members|boards|webhooks)\/[^/]+/, '/$1/{id}')
    .replace(/\/cards\/\w+$/, '/cards/{filter}');
