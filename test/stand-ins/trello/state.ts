export type Member = { id: string; username: string; fullName: string };

/** A Power-Up: its key, the secret that signs pushes, and the origins to which its authorize page may lead back. */
export type App = { key: string; secret: string; name: string; origins: string[] };

/** What a person lets an app do. `expires` in ms since 1970, null for never. */
export type Token = { token: string; key: string; idMember: string; scopes: string[]; expires: number | null };

/** Only its members may read a board. */
export type Board = { id: string; shortLink: string; name: string; closed: boolean; idMembers: string[] };
export type List = { id: string; idBoard: string; name: string; closed: boolean };
export type Label = { id: string; idBoard: string; name: string; color: string };
export type CheckItem = { id: string; name: string; done: boolean };

/** `due` is an ISO time; `cardRole` is set for cards that are no work of their own. */
export type Card = {
  id: string;
  shortLink: string;
  idBoard: string;
  idList: string;
  name: string;
  closed: boolean;
  due: string | null;
  dueComplete: boolean;
  idMembers: string[];
  idLabels: string[];
  cardRole: 'separator' | 'link' | 'board' | 'mirror' | null;
  items: CheckItem[];
};

export type Webhook = {
  id: string;
  token: string;
  idModel: string;
  callbackURL: string;
  description: string;
  active: boolean;
  consecutiveFailures: number;
  firstConsecutiveFailDate: string | null;
};

/** Everything that survives a restart. */
export type State = {
  members: Member[];
  apps: App[];
  tokens: Token[];
  boards: Board[];
  lists: List[];
  labels: Label[];
  cards: Card[];
  webhooks: Webhook[];
  nextId: number;
};

export const emptyState = (): State => ({
  members: [],
  apps: [],
  tokens: [],
  boards: [],
  lists: [],
  labels: [],
  cards: [],
  webhooks: [],
  nextId: 1,
});

/** The next id: 24 hexadecimal digits that begin with the second of `now` (ms), so that ids sort by creation. */
export function nextId(state: State, now: number): string {
  const seconds = Math.floor(now / 1000).toString(16);
  return seconds.padStart(8, '0').slice(-8) + (state.nextId++).toString(16).padStart(16, '0');
}

/** Eight letters and digits, different for every id. */
export const shortLinkOf = (id: string): string =>
  `s${Number.parseInt(id.slice(12), 16).toString(36).padStart(7, '0')}`;

/** What a new card may say. */
export type NewCard = { idList: string; name: string } & Partial<
  Pick<Card, 'closed' | 'due' | 'dueComplete' | 'idMembers' | 'idLabels' | 'cardRole'>
> & { items?: { name: string; done: boolean }[] };

/** Adds a card to a list. Throws for a list that is not there. */
export function addCard(state: State, { items = [], ...fresh }: NewCard, now: number): Card {
  const list = state.lists.find(({ id }) => id === fresh.idList);
  if (!list) throw new Error(`No list ${fresh.idList}`);
  const id = nextId(state, now);
  const card: Card = {
    closed: false,
    due: null,
    dueComplete: false,
    idMembers: [],
    idLabels: [],
    cardRole: null,
    ...fresh,
    id,
    shortLink: shortLinkOf(id),
    idBoard: list.idBoard,
    items: items.map((item) => ({ ...item, id: nextId(state, now) })),
  };
  state.cards.push(card);
  return card;
}

/** A board with its lists, open and empty. `members` are ids of those who may read it. */
export function addBoard(
  state: State,
  { name, lists, members, shortLink }: { name: string; lists: string[]; members: string[]; shortLink?: string },
  now: number,
): { board: Board; lists: List[] } {
  const id = nextId(state, now);
  const board = { id, shortLink: shortLink ?? shortLinkOf(id), name, closed: false, idMembers: members };
  state.boards.push(board);
  const made = lists.map((each) => ({ id: nextId(state, now), idBoard: id, name: each, closed: false }));
  state.lists.push(...made);
  return { board, lists: made };
}

export const findBoard = (state: State, id: string): Board | undefined =>
  state.boards.find((board) => board.id === id || board.shortLink === id);

export const findCard = (state: State, id: string): Card | undefined =>
  state.cards.find((card) => card.id === id || card.shortLink === id);

/** Cards that a board shows: neither archived themselves nor on an archived list. */
export function visibleCards(state: State, idBoard: string): Card[] {
  const open = new Set(state.lists.filter(({ closed }) => !closed).map(({ id }) => id));
  return state.cards.filter((card) => card.idBoard === idBoard && !card.closed && open.has(card.idList));
}
