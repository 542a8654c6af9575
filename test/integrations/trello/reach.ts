import type { Asked, Reach, Reading } from '../../../src/integrations/adapter.ts';
import type { TrelloConfig, TrelloQuery, TrelloSecret } from '../../../src/integrations/trello/config.ts';
import { trello as adapter } from '../../../src/integrations/trello/index.ts';
import { demoAccount } from '../../stand-ins/trello/demo.ts';
import { addBoard, addCard, emptyState, type NewCard } from '../../stand-ins/trello/state.ts';
import { createTrello, type Trello } from '../../stand-ins/trello/trello.ts';
import { NOW, reachTo } from '../jira/reach.ts';

export const config: TrelloConfig = { verifies_pushes: true };
export const secret: TrelloSecret = { ...demoAccount };

/** What a person hands in, as a query. */
export const queryOf = (asked: Record<string, unknown>): TrelloQuery => adapter.query.parse(asked);

/** The readings of queries about one board, from one scan. */
export const readAll = (trello: Trello, queries: Record<string, unknown>[], reach: Reach = reachTo(trello)) =>
  adapter.read(reach, config, secret, queries.map(queryOf));

export const read = async (trello: Trello, query: Record<string, unknown>): Promise<Asked<Reading>> =>
  (await readAll(trello, [query]))[0]!;

/** The two counts of a reading, or why there is none. */
export const countsOf = (asked: Asked<Reading>) =>
  asked.ok ? [asked.value.matched, asked.value.completed] : asked.error.reason;

/** A Trello with one board of this many cards, every third of them complete, one a second. */
export function boardOf(cards: number, each: (i: number) => Partial<NewCard> = () => ({})) {
  const state = emptyState();
  const member = { id: '5'.repeat(24), username: 'dana', fullName: 'Dana Whitfield' };
  state.members.push(member);
  state.apps.push({ key: secret.key, secret: secret.secret ?? '', name: 'Cairn', origins: [] });
  state.tokens.push({
    token: secret.token,
    key: secret.key,
    idMember: member.id,
    scopes: ['read'],
    expires: null,
  });
  const { board, lists } = addBoard(state, { name: 'Large', lists: ['One', 'Two'], members: [member.id] }, NOW);
  const [one = board, two = board] = lists;
  for (let i = 0; i < cards; i++)
    addCard(state, { idList: one.id, name: `Card ${i}`, dueComplete: i % 3 === 0, ...each(i) }, NOW + i * 1000);
  return { trello: createTrello({ state, now: () => NOW + cards * 1000 }), board, one, two };
}
