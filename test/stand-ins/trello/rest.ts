import { type Asker, askerOf, credentialsOf } from './account.ts';
import { boardBody, cardBody, labelBody, listBody, memberBody, pickFields } from './present.ts';
import { type Board, type Card, findBoard, visibleCards } from './state.ts';
import type { Trello } from './trello.ts';
import { webhooks } from './webhook-rest.ts';

/** One question to the API. `path` is what follows `/1`; `input` joins query and body. */
export type Call = { trello: Trello; method: string; path: string; input: URLSearchParams; asker: Asker };

const MOST_IN_BATCH = 10;
const MOST_PER_PAGE = 1000;

/** Answers what Trello's REST interface would. */
export async function rest(trello: Trello, request: Request, url: URL): Promise<Response> {
  const given = credentialsOf(request, url);
  const path = url.pathname.slice('/1'.length).replace(/\/$/, '');
  const slow = trello.limiter({ ...given, path }, trello.now());
  if (slow) return slow;
  const asker = askerOf(trello.state, given, trello.now());
  if (typeof asker === 'string') return plain(401, asker);
  return answer({ trello, method: request.method, path, input: await inputOf(request, url), asker });
}

async function answer(call: Call): Promise<Response> {
  const [, first = '', second = '', third = '', fourth = ''] = call.path.split('/');
  if (first === 'webhooks' || first === 'tokens') return webhooks(call, first, second, third);
  if (call.method !== 'GET') return plain(404, `Cannot ${call.method} /1${call.path}`);
  if (first === 'batch') return batch(call);
  if (first === 'members' && ['me', call.asker.member.id, call.asker.member.username].includes(second)) {
    if (third === 'boards') return boards(call);
    if (third === '') return show(call, memberBody(call.asker.member));
  }
  if (first !== 'boards') return plain(404, `Cannot GET /1${call.path}`);
  const board = readableBoard(call, second);
  return board instanceof Response ? board : ofBoard(call, board, third, fourth);
}

/** The board with this id, if the asker may read it; else what Trello says instead. */
export function readableBoard({ trello, asker }: Call, id: string): Board | Response {
  if (!/^([0-9a-f]{24}|[A-Za-z0-9]{8})$/.test(id)) return plain(400, 'invalid id');
  const board = findBoard(trello.state, id);
  if (!board) return plain(404, 'The requested resource was not found.');
  return board.idMembers.includes(asker.member.id) ? board : plain(401, 'unauthorized permission requested');
}

function ofBoard(call: Call, board: Board, what: string, filter: string): Response {
  const { state } = call.trello;
  const own = <T extends { idBoard: string }>(all: T[]) => all.filter(({ idBoard }) => idBoard === board.id);
  switch (what) {
    case '':
      return show(call, boardBody(board));
    case 'cards':
      return cards(call, board, filter || call.input.get('filter') || 'visible');
    case 'lists':
      return list(call, openOnes(own(state.lists), filter || call.input.get('filter') || 'open').map(listBody));
    case 'labels':
      return list(call, own(state.labels).map(labelBody).slice(0, limitOf(call, 50)));
    case 'members':
      return list(call, state.members.filter(({ id }) => board.idMembers.includes(id)).map(memberBody));
    default:
      return plain(404, `Cannot GET /1${call.path}`);
  }
}

function boards(call: Call): Response {
  const { trello, input, asker } = call;
  const mine = trello.state.boards.filter(({ idMembers }) => idMembers.includes(asker.member.id));
  return list(call, openOnes(mine, input.get('filter') ?? 'all').map(boardBody));
}

const filters: Record<string, (card: Card) => boolean> = {
  all: () => true,
  none: () => false,
  closed: ({ closed }) => closed,
  open: ({ closed }) => !closed,
  complete: ({ closed, dueComplete }) => !closed && dueComplete,
  incomplete: ({ closed, dueComplete }) => !closed && !dueComplete,
};

/** Newest first; `before` and `since` are ids or times and leave out what they name. */
function cards(call: Call, board: Board, filter: string): Response {
  const { trello, input } = call;
  const { state, fault, mostCards } = trello;
  const matches = filters[filter];
  if (!matches && filter !== 'visible') return plain(400, 'invalid value for filter');
  const limit = Number(input.get('limit') ?? MOST_PER_PAGE);
  if (!Number.isInteger(limit) || limit < 0 || limit > MOST_PER_PAGE) return plain(400, 'invalid value for limit');
  const [before, since] = [boundOf(input.get('before')), boundOf(input.get('since'))];
  if (before === undefined || since === undefined) return plain(400, 'invalid date');

  const all = matches
    ? state.cards.filter((card) => card.idBoard === board.id && matches(card))
    : visibleCards(state, board.id);
  if (!input.has('limit') && all.length > mostCards)
    return Response.json(
      { error: 'API_TOO_MANY_CARDS_REQUESTED', message: 'Too many cards requested, please use the limit parameter' },
      { status: 403 },
    );
  const stuck = fault?.fault.kind === 'repeated_token';
  const page = all
    .filter(({ id }) => stuck || ((before === null || id < before) && (since === null || id > since)))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, Math.min(limit, trello.mostPerPage));
  return list(
    call,
    page.map((card) => cardBody(card, state)),
  );
}

/** Where an id or a time lies among the ids; null when there is none, undefined when it is neither. */
function boundOf(text: string | null): string | null | undefined {
  if (text === null || text === '') return null;
  if (/^[0-9a-f]{24}$/.test(text)) return text;
  const at = Date.parse(text);
  return Number.isNaN(at)
    ? undefined
    : Math.floor(at / 1000)
        .toString(16)
        .padStart(8, '0');
}

async function batch(call: Call): Promise<Response> {
  const urls = (call.input.get('urls') ?? '').split(',').filter(Boolean);
  if (urls.length === 0 || urls.length > MOST_IN_BATCH) return plain(400, 'Must be between 1 and 10 URLs');
  const answers = urls.map(async (url) => {
    const { pathname, searchParams } = new URL(url, 'https://api.trello.com');
    const response = await answer({ ...call, path: pathname.replace(/^\/1\//, '/'), input: searchParams });
    const text = await response.text();
    if (response.ok) return { 200: JSON.parse(text) as unknown };
    return { name: 'Error', message: text, statusCode: response.status };
  });
  return Response.json(await Promise.all(answers));
}

async function inputOf(request: Request, url: URL): Promise<URLSearchParams> {
  const input = new URLSearchParams(url.searchParams);
  if (['GET', 'HEAD'].includes(request.method)) return input;
  const text = await request.text();
  const given = request.headers.get('Content-Type')?.includes('json')
    ? Object.entries(JSON.parse(text || '{}') as Record<string, unknown>).map(([name, value]) => [name, String(value)])
    : [...new URLSearchParams(text)];
  for (const [name = '', value = ''] of given) input.set(name, value);
  return input;
}

const openOnes = <T extends { closed: boolean }>(all: T[], filter: string): T[] =>
  filter === 'all' ? all : all.filter(({ closed }) => closed === (filter === 'closed'));

const limitOf = ({ input }: Call, usual: number) => Math.min(Number(input.get('limit') ?? usual), MOST_PER_PAGE);

const show = ({ input }: Call, body: Record<string, unknown>) => Response.json(pickFields(body, input.get('fields')));

const list = ({ input }: Call, bodies: Record<string, unknown>[]) =>
  Response.json(bodies.map((body) => pickFields(body, input.get('fields'))));

/** Most of Trello's errors are a line of text. */
export const plain = (status: number, text: string) =>
  new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
