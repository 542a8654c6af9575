import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOfReading } from '../../../src/domain/readings/valuing.ts';
import { usualCount } from '../../../src/domain/words.ts';
import type { TrelloQuery } from '../../../src/integrations/trello/config.ts';
import { trello as adapter } from '../../../src/integrations/trello/index.ts';
import { type Card, readingOf } from '../../../src/integrations/trello/process.ts';
import { demoBoards } from '../../stand-ins/trello/demo.ts';
import { createTrello, type Trello } from '../../stand-ins/trello/trello.ts';
import { reachTo } from '../jira/reach.ts';
import { boardOf, config, countsOf, queryOf, read, readAll, secret } from './reach.ts';

const { blog, leads } = demoBoards;
const label = (trello: Trello, name: string) => trello.state.labels.find((each) => each.name === name)!.id;
const member = (trello: Trello, name: string) => trello.state.members.find(({ fullName }) => fullName === name)!.id;

describe('a board', () => {
  it('has 10 posts in the Finished list, and 11 when another is moved there', async () => {
    const trello = createTrello();
    const query = { board_id: blog, list_ids: [trello.listId('Blog', 'Finished')] };
    expect(countsOf(await read(trello, query))).toEqual([10, 10]);
    const card = trello.state.cards.find(({ name }) => name === 'A guide to exports')!;
    trello.changeCard(card.id, { idList: trello.listId('Blog', 'Finished') });
    expect(countsOf(await read(trello, query))).toEqual([11, 10]);
    trello.changeCard(card.id, { dueComplete: true });
    expect(countsOf(await read(trello, query))).toEqual([11, 11]);
  });

  it('as a metric counts what matches unless it is told otherwise', async () => {
    const trello = createTrello();
    const asked = await read(trello, { board_id: leads, list_ids: [trello.listId('Leads', 'Talking')] });
    if (!asked.ok) throw new Error(asked.error.detail);
    const measure = {
      type: 'metric' as const,
      name: 'Leads',
      unit: null,
      start: 0,
      target: 20,
      direction: 'increase' as const,
      riskThreshold: null,
      decimals: null,
    };
    expect(valueOfReading(measure, usualCount.trello, asked.value)).toBe(3);
    expect(valueOfReading(measure, 'completed', asked.value)).toBe(0);
    expect(valueOfReading({ type: 'percent' }, usualCount.trello, asked.value)).toBe(0);
  });

  it('leaves out archived cards, archived lists and cards that are no work', async () => {
    const { trello, board, one, two } = boardOf(2);
    for (const cardRole of ['separator', 'link', 'board', 'mirror'] as const)
      trello.addCard({ idList: one.id, name: '', cardRole });
    trello.addCard({ idList: one.id, name: 'Archived', closed: true });
    trello.addCard({ idList: two.id, name: 'On a list that will be archived' });
    expect(countsOf(await read(trello, { board_id: board.id }))).toEqual([3, 1]);
    trello.changeList(two.id, { closed: true });
    expect(countsOf(await read(trello, { board_id: board.id }))).toEqual([2, 1]);
    expect(countsOf(await read(trello, { board_id: board.id, list_ids: [two.id] }))).toEqual([0, 0]);
  });

  it('keeps its filter when a list is renamed', async () => {
    const trello = createTrello();
    const list = trello.listId('Blog', 'Finished');
    trello.changeList(list, { name: 'Published' });
    expect(countsOf(await read(trello, { board_id: blog, list_ids: [list] }))).toEqual([10, 10]);
  });

  it('may be named by its long id, its short one or a pasted address', async () => {
    const trello = createTrello();
    const { id } = trello.state.boards[0]!;
    for (const board_id of [id, blog, `https://trello.com/b/${blog}/blog`, ` http://localhost:8803/b/${blog}?x=1 `])
      expect(countsOf(await read(trello, { board_id }))).toEqual([18, 10]);
  });

  it('gives at most 20 cards as evidence, newest first', async () => {
    const trello = createTrello();
    const asked = await read(trello, { board_id: leads });
    if (!asked.ok) throw new Error(asked.error.detail);
    expect(asked.value.samples).toHaveLength(14);
    const { trello: large, board } = boardOf(30);
    const many = await read(large, { board_id: board.id });
    if (!many.ok) throw new Error(many.error.detail);
    expect(many.value.samples).toHaveLength(20);
    const newest = large.state.cards.at(-1)!;
    expect(many.value.samples[0]).toEqual({
      key: newest.shortLink,
      title: 'Card 29',
      state: 'Not complete',
      done: false,
      url: `https://trello.com/c/${newest.shortLink}`,
    });
  });

  it('without a card is an answer', async () => {
    const { trello, board } = boardOf(0);
    expect(await read(trello, { board_id: board.id })).toEqual({
      ok: true,
      value: { matched: 0, completed: 0, value: null, approximate: false, samples: [] },
    });
  });
});

describe('filters', () => {
  it.each([
    ['any', [18, 10]],
    ['complete', [10, 10]],
    ['due_complete', [6, 6]],
    ['due_incomplete', [5, 0]],
  ])('completion %s', async (completion, counts) => {
    expect(countsOf(await read(createTrello(), { board_id: blog, completion }))).toEqual(counts);
  });

  it('match any of several labels, members or lists', async () => {
    const trello = createTrello();
    const [product, story] = [label(trello, 'Product'), label(trello, 'Story')];
    const count = async (query: object) => countsOf(await read(trello, { board_id: blog, ...query }));
    expect(await count({ label_ids: [product] })).toEqual([10, 5]);
    expect(await count({ label_ids: [story] })).toEqual([8, 5]);
    expect(await count({ label_ids: [story, product] })).toEqual([18, 10]);
    expect(await count({ member_ids: [member(trello, 'Ben Okafor')] })).toEqual([10, 6]);
    expect(await count({ list_ids: [trello.listId('Blog', 'Writing'), trello.listId('Blog', 'Review')] })).toEqual([
      5, 0,
    ]);
  });

  it('hold together', async () => {
    const trello = createTrello();
    const query = {
      board_id: blog,
      list_ids: [trello.listId('Blog', 'Finished')],
      label_ids: [label(trello, 'Product')],
      member_ids: [member(trello, 'Dana Whitfield')],
      completion: 'due_complete',
    };
    expect(countsOf(await read(trello, query))).toEqual([1, 1]);
  });

  it('count the items of checklists instead, done over all', async () => {
    const trello = createTrello();
    const query = { board_id: blog, list_ids: [trello.listId('Blog', 'Writing')], items: 'checklist_items' };
    const asked = await read(trello, query);
    expect(countsOf(asked)).toEqual([12, 6]);
    expect(asked.ok && asked.value.samples.map(({ state, done }) => [state, done])).toEqual([
      ['3 of 4 items', false],
      ['2 of 4 items', false],
      ['1 of 4 items', false],
    ]);
    expect(countsOf(await read(trello, { ...query, list_ids: [trello.listId('Blog', 'Ideas')] }))).toEqual([0, 0]);
  });

  it('complete and incomplete are all there is, and a filter never adds', () => {
    const id = fc.constantFrom('a', 'b', 'c');
    const some = fc.uniqueArray(id);
    const card: fc.Arbitrary<Card> = fc
      .record({
        due: fc.boolean(),
        complete: fc.boolean(),
        list: id,
        members: some,
        labels: some,
        checkItems: fc.nat(5),
        checked: fc.nat(7),
      })
      .map((rest) => ({ id: 'x', name: 'x', url: '', ...rest }));
    const query: fc.Arbitrary<TrelloQuery> = fc.record({
      board_id: fc.constant(blog),
      list_ids: some,
      member_ids: some,
      label_ids: some,
      completion: fc.constantFrom('any', 'complete', 'due_complete', 'due_incomplete'),
      items: fc.constantFrom('cards', 'checklist_items'),
    });
    fc.assert(
      fc.property(fc.array(card), query, some, (cards, asked, more) => {
        const seen = readingOf(asked, cards);
        const [matched, completed] = [seen.matched!, seen.completed!];
        expect(completed).toBeGreaterThanOrEqual(0);
        expect(completed).toBeLessThanOrEqual(matched);
        const all = readingOf({ ...asked, completion: 'any' }, cards);
        const [done, open] = [true, false].map((complete) =>
          readingOf(
            { ...asked, completion: 'any' },
            cards.filter((each) => each.complete === complete),
          ),
        );
        expect(all.matched).toBe(done!.matched! + open!.matched!);
        expect(matched).toBeLessThanOrEqual(all.matched!);
        for (const field of ['list_ids', 'member_ids', 'label_ids'] as const) {
          const without = readingOf({ ...asked, [field]: [] }, cards);
          expect(without.matched).toBeGreaterThanOrEqual(matched);
          if (asked[field].length > 0) {
            const wider = readingOf({ ...asked, [field]: [...asked[field], ...more] }, cards);
            expect(wider.matched).toBeGreaterThanOrEqual(matched);
          }
        }
      }),
    );
  });
});

describe('a scan', () => {
  it('serves all queries about a board, each with its own answer', async () => {
    const trello = createTrello();
    const lists = ['Ideas', 'Writing', 'Review', 'Finished'].map((name) => trello.listId('Blog', name));
    const many = Array.from({ length: 100 }, (_, i) => ({ board_id: blog, list_ids: [lists[i % 4]] }));
    const answers = await readAll(trello, many);
    expect(answers.map(countsOf)).toEqual(
      many.map(
        (_, i) =>
          [
            [3, 0],
            [3, 0],
            [2, 0],
            [10, 10],
          ][i % 4],
      ),
    );
    expect(trello.requests).toHaveLength(2);
  });

  it('is one for queries that differ in anything but the board', () => {
    const queries = [{}, { completion: 'complete' }, { items: 'checklist_items' }].map((rest) =>
      queryOf({ board_id: blog, ...rest }),
    );
    expect(new Set(queries.map(adapter.sourceKey)).size).toBe(1);
    expect(new Set(queries.map(adapter.queryKey)).size).toBe(3);
    const ids = ['a', 'b'].map((digit) => digit.repeat(24));
    expect(adapter.queryKey(queryOf({ board_id: blog, list_ids: ids }))).toBe(
      adapter.queryKey(queryOf({ completion: 'any', list_ids: [...ids.toReversed(), ids[0]], board_id: blog })),
    );
  });

  it.each([
    [0, 1],
    [1, 2],
    [999, 2],
    [1000, 2],
    [1001, 2],
    [2500, 3],
  ])('of %i cards takes %i requests and counts each card once', async (cards, requests) => {
    const { trello, board } = boardOf(cards);
    expect(countsOf(await read(trello, { board_id: board.id }))).toEqual([cards, Math.ceil(cards / 3)]);
    expect(trello.requests).toHaveLength(requests);
  });

  it.each([1, 7, 10, 11])('counts all cards where a page holds %i at most', async (most) => {
    const { trello, board } = boardOf(10);
    trello.mostPerPage = most;
    expect(countsOf(await read(trello, { board_id: board.id }))).toEqual([10, 4]);
  });

  it('takes one request for a board whose page is shorter than another that came through the connection', async () => {
    const { trello, board } = boardOf(30);
    const reach = reachTo(trello);
    await readAll(trello, [{ board_id: board.id }], reach);
    const asked = trello.requests.length;
    for (let i = 0; i < 2; i++) trello.deleteCard(trello.state.cards[0]!.id);
    expect((await readAll(trello, [{ board_id: board.id }], reach)).map(countsOf)).toEqual([[28, 9]]);
    expect(trello.requests.length - asked).toBe(1);
  });

  it('ends where a short page comes again, as from a server that always gives all', async () => {
    const { trello, board } = boardOf(12);
    trello.fail({ kind: 'repeated_token' });
    expect(countsOf(await read(trello, { board_id: board.id }))).toEqual([12, 4]);
    expect(trello.requests).toHaveLength(2);
  });

  it('goes on below cards that are left out of counting', async () => {
    const { trello, board } = boardOf(1500, (i) => (i >= 400 ? { cardRole: 'separator' } : {}));
    expect(countsOf(await read(trello, { board_id: board.id }))).toEqual([400, 134]);
  });

  it('counts a card once that is completed and moved while pages are read, as it was last', async () => {
    const { trello, board, two } = boardOf(1500);
    const oldest = trello.state.cards[0]!;
    const reach = reachTo({
      async fetch(request) {
        if (trello.requests.length === 1) {
          trello.changeCard(oldest.id, { idList: two.id, dueComplete: false });
          trello.addCard({ idList: two.id, name: 'New' });
        }
        return trello.fetch(request);
      },
    });
    const answers = await readAll(trello, [{ board_id: board.id }, { board_id: board.id, list_ids: [two.id] }], reach);
    expect(answers.map(countsOf)).toEqual([
      [1500, 499],
      [1, 0],
    ]);
  });

  it('gives up on a page that comes twice', async () => {
    const { trello, board } = boardOf(1200);
    trello.fail({ kind: 'repeated_token' });
    expect(countsOf(await read(trello, { board_id: board.id }))).toBe('bad_response');
    expect(trello.requests).toHaveLength(2);
  });

  it('gives up on pages without end', async () => {
    let n = 2 ** 40;
    let requests = 0;
    const page = () => {
      requests += 1;
      return Array.from({ length: 1000 }, () => ({ id: (n--).toString(16).padStart(24, '0'), idList: 'x' }));
    };
    const answers = await readAll(
      createTrello(),
      [{ board_id: blog }],
      reachTo({ fetch: async () => Response.json(page()) }),
    );
    expect(answers.map(countsOf)).toEqual(['too_large']);
    expect(requests).toBe(40);
  });

  it('asks with key and token in a header and never in an address', async () => {
    const trello = createTrello();
    const seen: Request[] = [];
    const reach = reachTo({
      fetch: (request) => {
        seen.push(request);
        return trello.fetch(request);
      },
    });
    await adapter.connect(reach, config, secret);
    await readAll(trello, [{ board_id: blog }], reach);
    await adapter.pick!(reach, config, secret, 'board_id', {}, '');
    await adapter.push!.subscribe(reach, config, secret, blog, 'https://cairn.test/hooks/trello/con_1');
    expect(seen.length).toBeGreaterThan(4);
    for (const { url, headers } of seen) {
      expect(url).not.toContain(secret.key);
      expect(url).not.toContain(secret.token);
      expect(headers.get('Authorization')).toBe(
        `OAuth oauth_consumer_key="${secret.key}", oauth_token="${secret.token}"`,
      );
    }
  });
});
