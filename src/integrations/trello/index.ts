import { err, ok } from '../../lib/result.ts';
import type { Adapter } from '../adapter.ts';
import { allowance } from '../paging.ts';
import { input, query, type TrelloConfig, type TrelloQuery, type TrelloSecret } from './config.ts';
import { pick } from './picking.ts';
import { readingOf } from './process.ts';
import { askAccount, askCards, askIsAlive, askLongId, askWebhook, removeWebhook } from './request.ts';

/** Trello, with a Power-Up's key and a person's token. One scan of a board serves all queries about it. */
export const trello: Adapter<TrelloConfig, TrelloSecret, TrelloQuery> = {
  name: 'Trello',
  input,
  query,
  queryKey: (asked) => JSON.stringify(asked),
  sourceKey: ({ board_id }) => board_id,
  async connect(reach, config, secret) {
    const name = await askAccount({ reach, secret });
    return name.ok ? ok({ account: { name: name.value, address: 'trello.com' }, config }) : name;
  },
  async read(reach, _config, secret, queries) {
    const [first] = queries;
    if (!first) return [];
    const checklists = queries.some(({ items }) => items === 'checklist_items');
    const cards = await askCards({ reach, secret }, allowance(reach), first.board_id, checklists);
    return queries.map((asked) => (cards.ok ? ok(readingOf(asked, cards.value)) : err(cards.error)));
  },
  pick: (reach, _config, secret, list, within, search) => pick({ reach, secret }, list, within, search),
  push: {
    offered: ({ verifies_pushes }) => verifies_pushes,
    topicOf: ({ board_id }) => board_id,
    async subscribe(reach, _config, secret, board, callback) {
      const long = await askLongId({ reach, secret }, board);
      return long.ok ? askWebhook({ reach, secret }, long.value, callback) : long;
    },
    isAlive: (reach, _config, secret, id) => askIsAlive({ reach, secret }, id),
    unsubscribe: (reach, _config, secret, id) => removeWebhook({ reach, secret }, id),
  },
};
