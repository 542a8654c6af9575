import { type Active, type Fault, failing, type Limits } from '../common/faults.ts';
import { demo } from './demo.ts';
import { createLimiter, type Limiter } from './limits.ts';
import { page } from './page.ts';
import { rest } from './rest.ts';
import { addCard, type Card, findCard, type List, type NewCard, type State } from './state.ts';
import { announce, type Change, type Deliver, type Deliveries } from './webhooks.ts';
import { wording } from './wording.ts';

/** What about a card can be changed. */
export type CardChange = Partial<
  Pick<Card, 'name' | 'idList' | 'closed' | 'due' | 'dueComplete' | 'idMembers' | 'idLabels' | 'items'>
>;

/** A small Trello: boards, pushes, the page that hands out tokens, and a page to play with. */
export type Trello = {
  fetch(request: Request): Promise<Response>;
  state: State;
  addCard(fresh: NewCard): Card;
  changeCard(id: string, change: CardChange): Card;
  deleteCard(id: string): void;
  changeList(id: string, change: Partial<Pick<List, 'name' | 'closed'>>): List;
  deleteBoard(id: string): void;
  /** The id of a list by its board's name and its own. */
  listId(board: string, list: string): string;
  /** From now on requests fail this way, until `recover`. */
  fail(fault: Fault, limits?: Limits): void;
  recover(): void;
  fault: Active | null;
  /** Cards that a board may have before they are only given with a limit. */
  mostCards: number;
  /** Cards that a page holds at most, whatever limit is asked for. */
  mostPerPage: number;
  limiter: Limiter;
  now: () => number;
  deliver: Deliver;
  /** Tells whoever keeps the state that it changed. */
  changed(change?: Change): void;
  /** The newest 1,000 requests to the API, and how many of them had this text in their path. */
  requests: { method: string; path: string; search: string; at: number }[];
  calls(path: string): number;
  deliveries: Deliveries;
  /** Settles when every webhook has been delivered or given up. */
  delivered(): Promise<void>;
};

export type Options = {
  state?: State;
  now?: () => number;
  deliver?: Deliver;
  /** How often a push that was not taken is sent again. */
  retries?: number;
  onChange?: (state: State) => void;
};

const REQUESTS_KEPT = 1000;

/** Starts with the demo's data unless a state is given. */
export function createTrello(options: Options = {}): Trello {
  const { now = Date.now, retries = 0, onChange = () => undefined, state = demo() } = options;
  const deliver = options.deliver ?? ((request: Request) => fetch(request));
  const pending = new Set<Promise<void>>();

  const trello: Trello = {
    state,
    now,
    deliver,
    fault: null,
    mostCards: 1000,
    mostPerPage: 1000,
    limiter: createLimiter(),
    requests: [],
    deliveries: new Map(),
    async fetch(request) {
      const url = new URL(request.url);
      if (!url.pathname.startsWith('/1/') || url.pathname === '/1/authorize') return page(trello, request, url);
      trello.requests.push({ method: request.method, path: url.pathname, search: url.search, at: now() });
      if (trello.requests.length > REQUESTS_KEPT) trello.requests.shift();
      const failed = await failing(trello.fault, url.pathname, wording, trello.recover);
      return failed ?? rest(trello, request, url);
    },
    changed(change) {
      onChange(state);
      if (!change) return;
      const told = announce(change, { state, now, deliver, retries, log: trello.deliveries }).then(() =>
        onChange(state),
      );
      pending.add(told);
      void told.finally(() => pending.delete(told));
    },
    addCard(fresh) {
      const card = addCard(state, fresh, now());
      trello.changed({ idBoard: card.idBoard, type: 'createCard', data: { card: nameOf(card), list: listOf(card) } });
      return card;
    },
    changeCard(id, change) {
      const card = known(state, id);
      const before = { ...card };
      Object.assign(card, change);
      trello.changed({ idBoard: card.idBoard, ...happening(before, card, listOf) });
      return card;
    },
    deleteCard(id) {
      const card = known(state, id);
      state.cards.splice(state.cards.indexOf(card), 1);
      trello.changed({ idBoard: card.idBoard, type: 'deleteCard', data: { card: { id: card.id } } });
    },
    changeList(id, change) {
      const list = state.lists.find((each) => each.id === id);
      if (!list) throw new Error(`No list ${id}`);
      const { name, closed } = list;
      Object.assign(list, change);
      const told = { id, name: list.name, closed: list.closed };
      trello.changed({ idBoard: list.idBoard, type: 'updateList', data: { list: told, old: { name, closed } } });
      return list;
    },
    deleteBoard(id) {
      state.boards = state.boards.filter((board) => board.id !== id);
      trello.changed();
    },
    listId(board, list) {
      const at = state.boards.find(({ name }) => name === board)?.id;
      const found = state.lists.find(({ idBoard, name }) => idBoard === at && name === list);
      if (!found) throw new Error(`No list ${list} on ${board}`);
      return found.id;
    },
    fail(fault, limits = {}) {
      trello.fault = { fault, limits: { ...limits } };
    },
    recover() {
      trello.fault = null;
    },
    calls: (path) => trello.requests.filter((request) => request.path.includes(path)).length,
    async delivered() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
  const listOf = ({ idList }: Card) => {
    const { id, name } = state.lists.find((list) => list.id === idList)!;
    return { id, name };
  };
  return trello;
}

/** The action that Trello tells of a changed card. */
function happening(
  before: Card,
  card: Card,
  listOf: (card: Card) => { id: string; name: string },
): Omit<Change, 'idBoard'> {
  const data = { card: nameOf(card), list: listOf(card) };
  if (before.idList !== card.idList) {
    const moved = { listBefore: listOf(before), listAfter: listOf(card), old: { idList: before.idList } };
    return { type: 'updateCard', translationKey: 'action_move_card_from_list_to_list', data: { ...data, ...moved } };
  }
  if (before.dueComplete !== card.dueComplete) {
    const old = { dueComplete: before.dueComplete };
    const key = card.dueComplete ? 'action_marked_the_due_date_complete' : 'action_marked_the_due_date_incomplete';
    const shown = { ...data.card, dueComplete: card.dueComplete };
    return { type: 'updateCard', translationKey: key, data: { ...data, card: shown, old } };
  }
  if (before.idMembers !== card.idMembers) return { type: 'addMemberToCard', data };
  if (before.idLabels !== card.idLabels) return { type: 'addLabelToCard', data };
  if (before.items !== card.items) return { type: 'updateCheckItemStateOnCard', data };
  return { type: 'updateCard', data: { ...data, old: { name: before.name, closed: before.closed, due: before.due } } };
}

const nameOf = ({ id, name, shortLink, idList }: Card) => ({ id, name, shortLink, idList });

function known(state: State, id: string): Card {
  const card = findCard(state, id);
  if (!card) throw new Error(`No card ${id}`);
  return card;
}
