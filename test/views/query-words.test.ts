import { describe, expect, it } from 'vitest';
import type { Provider } from '../../src/domain/words.ts';
import { activitySentence } from '../../src/views/connections/activity.tsx';
import { bytesWords } from '../../src/views/data-links/estimate.tsx';
import { isSameQuery, isThing, queryOf, valuesOfQuery } from '../../src/views/data-links/query-values.ts';
import { addsUp, itemWords, queryWords } from '../../src/views/data-links/query-words.ts';
import { formats } from '../../src/views/format.ts';

const trello = {
  board_id: 'BlogPost',
  list_ids: ['a', 'b'],
  member_ids: [],
  label_ids: ['c'],
  completion: 'any',
  items: 'cards',
};
const asana = {
  project_gid: '1209000000000101',
  scope: 'subtasks',
  parent_task_gid: '1',
  assignee_gids: ['1', '2'],
  section_gids: [],
  completion: 'incomplete',
  sum_field_gid: null,
};

describe('a query in words', () => {
  it.each<[string, Provider, Record<string, unknown>]>([
    ['labels = bug', 'jira', { jql: 'labels = bug' }],
    ['labels = bug, adding up customfield_1', 'jira', { jql: 'labels = bug', sum_field: 'customfield_1' }],
    ['Cards of board BlogPost, in 2 lists, with 1 label', 'trello', trello],
    [
      'Complete, dated checklist items of one board',
      'trello',
      { board_id: '6abe21100000000000000003', completion: 'due_complete', items: 'checklist_items' },
    ],
    ['Open subtasks of one project, below one task, assigned to 2 people', 'asana', asana],
    ['SELECT 1', 'bigquery', { sql: 'SELECT 1', maximum_bytes_billed: '1' }],
  ])('is “%s”', (words, provider, query) => expect(queryWords(provider, query)).toBe(words));

  it('counts what it says it counts', () => {
    expect(itemWords('jira', { jql: 'x' }).many).toBe('issues');
    expect(itemWords('asana', asana).many).toBe('subtasks');
    expect(itemWords('trello', { items: 'checklist_items' }).one).toBe('checklist item');
    expect(
      [{ jql: 'x' }, { sum_field: 'y' }, { sum_field_gid: '1' }, { items: 'checklist_items' }].map(addsUp),
    ).toEqual([false, true, true, true]);
  });
});

describe('the fields of a query', () => {
  it('say what a stored query says, and a query that they say is the stored one', () => {
    const values = valuesOfQuery('trello', trello);
    expect(queryOf('trello', values)).toEqual({
      board_id: 'BlogPost',
      list_ids: ['a', 'b'],
      label_ids: ['c'],
      completion: 'any',
      items: 'cards',
    });
    expect(isSameQuery('trello', { ...values, list_ids: ['b', 'a'] }, trello)).toBe(true);
    expect(isSameQuery('trello', { ...values, list_ids: ['b'] }, trello)).toBe(false);
  });

  it.each([
    ['https://trello.com/b/BlogPost/blog', true],
    ['1209000000000101', true],
    ['6abe21100000000000000003', true],
    ['customfield_10016', true],
    ['Contents', false],
    ['2026', false],
    ['', false],
  ])('take “%s” for a thing itself: %s', (typed, thing) => expect(isThing(typed)).toBe(thing));
});

const f = formats({ locale: 'en-GB', timeZone: 'UTC', now: Date.parse('2026-11-20T09:30:00Z') });

it.each([
  [0, '0 bytes'],
  [1023, '1,023 bytes'],
  [1536, '1.5 KiB'],
  [10 * 1024 ** 3, '10 GiB'],
  [5000 * 1024 ** 4, '5,000 TiB'],
])('%d bytes are “%s”', (bytes, words) => expect(bytesWords(bytes, f)).toBe(words));

it('the days of a connection are told in a sentence', () => {
  const day = { day: '2026-11-19' as never, good: 2, unchanged: 20, failed: 1, requests: 30 };
  expect(activitySentence([day, { ...day, day: '2026-11-20' as never }], f)).toBe(
    '2 days to 20 Nov: 46 readings, 4 brought a new value, 2 failed.',
  );
  expect(activitySentence([], f)).toBe('Nothing read yet.');
});
