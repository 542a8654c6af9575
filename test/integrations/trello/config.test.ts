import { describe, expect, it } from 'vitest';
import { trello as adapter } from '../../../src/integrations/trello/index.ts';
import { demoBoards } from '../../stand-ins/trello/demo.ts';
import { createTrello } from '../../stand-ins/trello/trello.ts';
import { reachTo } from '../jira/reach.ts';
import { config, secret } from './reach.ts';

const messages = (asked: { success: boolean; error?: { issues: { message: string }[] } }) =>
  asked.error?.issues.map(({ message }) => message) ?? [];

describe('credentials', () => {
  it('are a key, a token and perhaps the secret that signs pushes', () => {
    expect(adapter.input.parse({ key: ' k1 ', token: 'ATTA1', secret: 's' })).toEqual({
      config: { verifies_pushes: true },
      secret: { key: 'k1', token: 'ATTA1', secret: 's' },
    });
    expect(adapter.input.parse({ key: 'k1', token: 't1', secret: '' })).toEqual({
      config: { verifies_pushes: false },
      secret: { key: 'k1', token: 't1', secret: null },
    });
  });

  it.each([
    [{ token: 't' }, 'Paste the API key.'],
    [{ key: 'k', token: '' }, 'Paste the token.'],
    [{ key: 'k" , x="', token: 't' }, 'The API key holds no spaces and no special characters.'],
    [{ key: 'k', token: 't\r\nX: y' }, 'The token holds no spaces and no special characters.'],
  ])('%j is refused: %s', (given, message) => {
    expect(messages(adapter.input.safeParse(given))).toEqual([message]);
  });
});

describe('a query', () => {
  it('names a board and filters nothing by itself', () => {
    expect(adapter.query.parse({ board_id: demoBoards.blog })).toEqual({
      board_id: demoBoards.blog,
      list_ids: [],
      member_ids: [],
      label_ids: [],
      completion: 'any',
      items: 'cards',
    });
  });

  it.each([
    [{}, 'Choose a board, or paste its address.'],
    [{ board_id: '../members/me' }, 'Choose a board, or paste its address.'],
    [{ board_id: demoBoards.blog, list_ids: ['Finished'] }, 'This is no list of Trello.'],
    [{ board_id: demoBoards.blog, completion: 'incomplete' }, 'Choose any, complete, due_complete or due_incomplete.'],
    [{ board_id: demoBoards.blog, items: 'points' }, 'Count cards or checklist_items.'],
  ])('%j is refused: %s', (given, message) => {
    expect(messages(adapter.query.safeParse(given))).toEqual([message]);
  });
});

describe('picking', () => {
  const pick = async (list: string, search = '', board_id: string = demoBoards.blog, trello = createTrello()) => {
    const asked = await adapter.pick!(reachTo(trello), config, secret, list, { board_id }, search);
    return asked.ok ? asked.value.map(({ label }) => label) : asked.error.reason;
  };

  it('offers boards, lists that are not archived, members and labels', async () => {
    expect(await pick('board_id')).toEqual(['Blog', 'Leads']);
    expect(await pick('list_ids')).toEqual(['Finished', 'Ideas', 'Review', 'Writing']);
    expect(await pick('member_ids')).toEqual(['Ben Okafor', 'Dana Whitfield']);
    expect(await pick('label_ids')).toEqual(['Product', 'Story']);
  });

  it('leaves out closed boards and what does not hold the search', async () => {
    const trello = createTrello();
    trello.state.boards[0]!.closed = true;
    expect(await pick('board_id', '', '', trello)).toEqual(['Leads']);
    expect(await pick('list_ids', 'i')).toEqual(['Ideas', 'Finished', 'Review', 'Writing']);
    expect(await pick('list_ids', 'WRIT')).toEqual(['Writing']);
  });

  it('shows the colour of a label without a name', async () => {
    const trello = createTrello();
    trello.state.labels[0]!.name = '';
    expect(await pick('label_ids', '', demoBoards.blog, trello)).toEqual(['blue', 'Story']);
  });

  it('asks for a board first, and says when it is gone', async () => {
    expect(await pick('list_ids', '', '')).toBe('invalid_query');
    expect(await pick('list_ids', '', 'Nowhere1')).toBe('not_found');
    expect(await pick('colours')).toBe('invalid_query');
  });
});
