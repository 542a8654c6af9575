import { describe, expect, it } from 'vitest';
import { pushOf, verifyPush } from '../../src/integrations/trello/webhook.ts';
import { demoAccount, demoBoards } from './trello/demo.ts';
import { createTrello, type Trello } from './trello/trello.ts';

const ORIGIN = 'https://api.trello.com';
const CALLBACK = 'https://cairn.test/hooks/trello/con_1?topic=b';
const { key, token, secret } = demoAccount;
const auth = `OAuth oauth_consumer_key="${key}", oauth_token="${token}"`;

const send = (
  trello: Trello,
  path: string,
  { method = 'GET', body, headers = { Authorization: auth } }: Sending = {},
) =>
  trello.fetch(
    new Request(ORIGIN + path, {
      method,
      headers: body ? { 'Content-Type': 'application/json', ...headers } : headers,
      body: body && JSON.stringify(body),
    }),
  );
type Sending = { method?: string; body?: object; headers?: Record<string, string> };
const json = async <T = { id: string; name: string }[]>(trello: Trello, path: string) =>
  (await send(trello, path)).json<T>();
const words = async (trello: Trello, path: string, sending?: Sending) => {
  const response = await send(trello, path, sending);
  return `${response.status} ${await response.text()}`;
};
const post = (trello: Trello, path: string, fields: Record<string, string>) =>
  trello.fetch(new Request(ORIGIN + path, { method: 'POST', body: new URLSearchParams(fields) }));
const page = async (trello: Trello, path: string) => (await send(trello, path, { headers: {} })).text();

const cards = `/1/boards/${demoBoards.blog}/cards`;

describe('credentials', () => {
  it('come in a header or in the address, and are refused in words', async () => {
    const trello = createTrello();
    expect((await send(trello, '/1/members/me')).status).toBe(200);
    expect((await send(trello, `/1/members/me?key=${key}&token=${token}`, { headers: {} })).status).toBe(200);
    expect(await words(trello, '/1/members/me', { headers: {} })).toBe('401 invalid key');
    expect(await words(trello, `/1/members/me?key=${key}&token=x`, { headers: {} })).toBe('401 invalid token');
    trello.state.tokens[0]!.expires = 0;
    expect(await words(trello, '/1/members/me')).toBe('401 expired token');
  });

  it('open only boards of their person', async () => {
    const trello = createTrello();
    trello.state.boards[1]!.idMembers = [];
    expect(await words(trello, `/1/boards/${demoBoards.leads}`)).toBe('401 unauthorized permission requested');
    expect((await json(trello, '/1/members/me/boards?fields=name')).map(({ name }) => name)).toEqual(['Blog']);
    expect(await words(trello, '/1/boards/Nowhere1')).toBe('404 The requested resource was not found.');
    expect(await words(trello, '/1/boards/no')).toBe('400 invalid id');
  });

  it('are slowed down after 100 requests in ten seconds', async () => {
    let now = 0;
    const trello = createTrello({ now: () => now });
    for (let i = 0; i < 100; i++) expect((await send(trello, `/1/boards/${demoBoards.blog}`)).status).toBe(200);
    const slow = await send(trello, `/1/boards/${demoBoards.blog}`);
    expect([slow.status, slow.headers.get('Retry-After')]).toEqual([429, null]);
    expect(await slow.json()).toMatchObject({ error: 'API_TOKEN_LIMIT_EXCEEDED' });
    now = 10_001;
    expect((await send(trello, `/1/boards/${demoBoards.blog}`)).status).toBe(200);
  });
});

describe('cards', () => {
  it.each([
    ['visible', 19],
    ['open', 20],
    ['all', 21],
    ['closed', 1],
    ['complete', 10],
    ['incomplete', 10],
    ['none', 0],
  ])('%s are %i', async (filter, count) => {
    expect(await json(createTrello(), `${cards}/${filter}`)).toHaveLength(count);
  });

  it('come newest first, with the fields that were asked for, and go on before the oldest', async () => {
    const trello = createTrello();
    const first = await json(trello, `${cards}/visible?limit=5&fields=name`);
    expect(Object.keys(first[0]!).sort()).toEqual(['id', 'name']);
    const rest = await json(trello, `${cards}/visible?before=${first.at(-1)!.id}`);
    const ids = [...first, ...rest].map(({ id }) => id);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(new Set(ids).size).toBe(19);
    const since = await json(trello, `${cards}/visible?since=${first[1]!.id}`);
    expect(since.map(({ id }) => id)).toEqual([first[0]!.id]);
  });

  it('are not all given at once from a huge board', async () => {
    const trello = createTrello();
    trello.mostCards = 10;
    expect(await words(trello, `${cards}/visible`)).toMatch(/^403 .*API_TOO_MANY_CARDS_REQUESTED/);
    expect(await json(trello, `${cards}/visible?limit=1000`)).toHaveLength(19);
    expect(await words(trello, `${cards}/visible?limit=1001`)).toBe('400 invalid value for limit');
    expect(await words(trello, `${cards}/some`)).toBe('400 invalid value for filter');
  });

  it('tell checklists, labels and completion', async () => {
    const [card] = (await json<Record<string, unknown>[]>(createTrello(), `${cards}/visible`)).filter(
      ({ name }) => name === 'How we plan a quarter',
    );
    expect(card).toMatchObject({
      dueComplete: false,
      badges: { checkItems: 4, checkItemsChecked: 1 },
      labels: [{ name: 'Product', color: 'blue' }],
      shortUrl: expect.stringMatching(/^https:\/\/trello\.com\/c\/\w{8}$/),
    });
  });

  it('several questions fit into one, each with its own answer', async () => {
    const trello = createTrello();
    const urls = `/boards/${demoBoards.blog}/lists,/boards/Nowhere1`;
    expect(await json(trello, `/1/batch?urls=${encodeURIComponent(urls)}`)).toMatchObject([
      { 200: [{ name: 'Ideas' }, { name: 'Writing' }, { name: 'Review' }, { name: 'Finished' }] },
      { statusCode: 404, message: 'The requested resource was not found.' },
    ]);
    const many = Array(11).fill('/members/me').join(',');
    expect((await send(trello, `/1/batch?urls=${many}`)).status).toBe(400);
  });
});

describe('webhooks', () => {
  const listening = (answer: (request: Request) => number = () => 200, retries = 0) => {
    const received: { method: string; headers: Headers; body: Uint8Array }[] = [];
    const trello = createTrello({
      retries,
      deliver: async (request) => {
        received.push({
          method: request.method,
          headers: request.headers,
          body: new Uint8Array(await request.arrayBuffer()),
        });
        return new Response(null, { status: answer(request) });
      },
    });
    const idModel = trello.state.boards[0]!.id;
    const register = (callbackURL = CALLBACK) =>
      send(trello, '/1/webhooks/', { method: 'POST', body: { idModel, callbackURL, description: 'Cairn' } });
    return { trello, received, register };
  };

  it('are registered once the callback answers HEAD with 200, and only once', async () => {
    const { trello, received, register } = listening();
    const made = await register();
    expect(await made.json()).toMatchObject({ callbackURL: CALLBACK, active: true, consecutiveFailures: 0 });
    expect(received.map(({ method }) => method)).toEqual(['HEAD']);
    expect(await (await register()).text()).toContain('already exists');
    expect(await json(trello, `/1/tokens/${token}/webhooks`)).toHaveLength(1);
    const { trello: deaf, register: vainly } = listening(() => 404);
    expect(await (await vainly()).json()).toMatchObject({ message: expect.stringContaining('got 404') });
    expect(deaf.state.webhooks).toEqual([]);
  });

  it('tell of a move, signed over body and callback', async () => {
    const { trello, received, register } = listening();
    await register();
    const card = trello.state.cards[0]!;
    trello.changeCard(card.id, { idList: trello.listId('Blog', 'Finished') });
    await trello.delivered();
    const push = received.at(-1)!;
    expect(await verifyPush(secret, push.headers, push.body, CALLBACK)).toBe(true);
    const body = JSON.parse(new TextDecoder().decode(push.body));
    expect(pushOf(body)?.board).toBe(trello.state.boards[0]!.id);
    expect(body.action).toMatchObject({
      type: 'updateCard',
      data: { listBefore: { name: 'Ideas' }, listAfter: { name: 'Finished' }, old: { idList: expect.any(String) } },
    });
  });

  it('tell nothing of other boards, nor when they are switched off or removed', async () => {
    const { trello, received, register } = listening();
    const { id } = await (await register()).json<{ id: string }>();
    const pushes = async () => {
      trello.addCard({ idList: trello.listId('Blog', 'Ideas'), name: 'New' });
      await trello.delivered();
      return received.filter(({ method }) => method === 'POST').length;
    };
    trello.addCard({ idList: trello.listId('Leads', 'New'), name: 'Other' });
    expect(await pushes()).toBe(1);
    await send(trello, `/1/webhooks/${id}`, { method: 'PUT', body: { active: false } });
    expect(await pushes()).toBe(1);
    await send(trello, `/1/webhooks/${id}`, { method: 'PUT', body: { active: true } });
    expect(await pushes()).toBe(2);
    expect((await send(trello, `/1/webhooks/${id}`, { method: 'DELETE' })).status).toBe(200);
    expect(await pushes()).toBe(2);
    expect((await send(trello, `/1/webhooks/${id}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('come again when they were not taken, and end with 410', async () => {
    let status = 200;
    const { trello, received, register } = listening(() => status, 1);
    await register();
    status = 500;
    trello.addCard({ idList: trello.listId('Blog', 'Ideas'), name: 'New' });
    await trello.delivered();
    const ids = received.slice(1).map(({ body }) => JSON.parse(new TextDecoder().decode(body)).action.id);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(trello.state.webhooks[0]).toMatchObject({ consecutiveFailures: 2 });
    status = 410;
    trello.addCard({ idList: trello.listId('Blog', 'Ideas'), name: 'Newer' });
    await trello.delivered();
    expect(trello.state.webhooks).toEqual([]);
  });
});

describe('the authorize page', () => {
  const BACK = 'http://localhost:8787/o/northwind/trello';
  const asked = (rest: Record<string, string> = {}) =>
    `/1/authorize?${new URLSearchParams({
      key,
      name: 'Cairn',
      scope: 'read',
      expiration: 'never',
      response_type: 'token',
      callback_method: 'fragment',
      return_url: BACK,
      ...rest,
    })}`;
  const allowing = () => {
    const trello = createTrello();
    trello.state.apps[0]!.origins = ['http://localhost:8787'];
    return trello;
  };

  it('asks, and leads back with a token that works in the fragment', async () => {
    const trello = allowing();
    expect(await page(trello, asked())).toContain('Cairn wants to use your account');
    const response = await post(trello, asked(), {});
    const to = new URL(response.headers.get('Location')!);
    expect([response.status, to.origin + to.pathname]).toEqual([302, BACK]);
    const fresh = to.hash.slice('#token='.length);
    const headers = { Authorization: `OAuth oauth_consumer_key="${key}", oauth_token="${fresh}"` };
    expect((await send(trello, '/1/members/me', { headers })).status).toBe(200);
  });

  it('leads nowhere else', async () => {
    const trello = allowing();
    const refused = await post(trello, asked({ return_url: 'https://evil.example.org/' }), {});
    expect([refused.status, refused.headers.get('Location')]).toEqual([400, null]);
    expect(await page(trello, asked({ key: 'other' }))).toBe('App not found');
    expect(trello.state.tokens).toHaveLength(1);
  });

  it('shows the token where there is no way back', async () => {
    const trello = createTrello();
    const response = await post(trello, `/1/authorize?key=${key}&response_type=token`, {});
    expect(await response.text()).toContain(trello.state.tokens.at(-1)!.token);
  });
});

describe('the page', () => {
  it('moves, completes, labels, assigns and archives without a script', async () => {
    const trello = createTrello();
    expect(await page(trello, '/')).not.toContain('<script');
    const card = trello.state.cards[0]!;
    const finished = trello.listId('Blog', 'Finished');
    const label = trello.state.labels[1]!.id;
    const member = trello.state.members[1]!.id;
    const moved = await post(trello, `/cards/${card.id}/move`, { list: finished, from: `/b/${demoBoards.blog}` });
    expect([moved.status, moved.headers.get('Location')]).toEqual([303, `/b/${demoBoards.blog}`]);
    await post(trello, `/cards/${card.id}/complete`, {});
    await post(trello, `/cards/${card.id}/label`, { label });
    await post(trello, `/cards/${card.id}/member`, { member });
    await post(trello, `/cards/${card.id}/due`, { due: '2026-12-01' });
    expect(card).toMatchObject({ idList: finished, dueComplete: true, idMembers: [member], due: expect.any(String) });
    expect(card.idLabels).toContain(label);
    await post(trello, `/cards/${card.id}/archive`, {});
    await post(trello, `/lists/${finished}/archive`, {});
    expect([card.closed, trello.state.lists.find(({ id }) => id === finished)?.closed]).toEqual([true, true]);
  });

  it('ticks an item, adds a card, escaped on the page, and a board', async () => {
    const trello = createTrello();
    const card = trello.state.cards.find(({ items }) => items.length > 0)!;
    const item = card.items.findLast(({ done }) => !done)!;
    await post(trello, `/cards/${card.id}/item`, { item: item.id });
    expect(card.items.filter(({ done }) => done)).toHaveLength(2);
    await post(trello, '/cards', { list: trello.listId('Blog', 'Ideas'), name: '<b>"New"</b>' });
    expect(await page(trello, `/b/${demoBoards.blog}`)).toContain('&#60;b&#62;&#34;New&#34;&#60;/b&#62;');
    expect(await page(trello, `/c/${card.shortLink}`)).toContain(card.name);
    await post(trello, '/boards', { name: 'Third' });
    expect(await page(trello, '/')).toContain('Third');
  });

  it('switches a fault on and off', async () => {
    const trello = createTrello();
    await post(trello, '/faults', { fault: 'limited' });
    expect((await send(trello, '/1/members/me')).status).toBe(429);
    await post(trello, '/faults', { fault: '' });
    expect((await send(trello, '/1/members/me')).status).toBe(200);
  });
});

it('goes on where it was', async () => {
  let kept = '';
  const trello = createTrello({ onChange: (state) => (kept = JSON.stringify(state)) });
  trello.changeCard(trello.state.cards[0]!.id, { idList: trello.listId('Blog', 'Finished') });
  await trello.delivered();
  const again = createTrello({ state: JSON.parse(kept) });
  expect(again.state).toEqual(trello.state);
  expect(again.addCard({ idList: again.listId('Blog', 'Ideas'), name: 'Next' }).id).not.toBe(
    trello.state.cards.at(-1)!.id,
  );
});
