import { type Provider, providerItems } from '../../domain/words.ts';

/** A query as it is stored; its fields are the provider's own. */
type Query = Readonly<Record<string, unknown>>;

/** True when a query adds up what items carry, so that its counts are no numbers of items. */
export const addsUp = (query: Query): boolean =>
  Boolean(query.sum_field_gid) || Boolean(query.sum_field) || query.items === 'checklist_items';

/** What a query's counts are counts of: “issues”, “subtasks”, “checklist items”. */
export function itemWords(provider: Provider, query: Query): { one: string; many: string } {
  if (query.items === 'checklist_items') return { one: 'checklist item', many: 'checklist items' };
  if (addsUp(query)) return { one: 'point', many: 'points' };
  if (query.scope === 'subtasks') return { one: 'subtask', many: 'subtasks' };
  return providerItems[provider];
}

/** A query as people wrote it, or as they would say it. Only the provider knows what things are called. */
export function queryWords(provider: Provider, query: Query): string {
  switch (provider) {
    case 'jira':
      return [textOf(query.jql), query.sum_field && `adding up ${textOf(query.sum_field)}`].filter(Boolean).join(', ');
    case 'bigquery':
      return textOf(query.sql);
    case 'trello':
      return sentence([
        `${completions[textOf(query.completion)] ?? ''}${query.items === 'checklist_items' ? 'checklist items' : 'cards'} of ${placeOf(query.board_id, 'board')}`,
        counted(query.list_ids, 'in', 'list'),
        counted(query.member_ids, 'of', 'member'),
        counted(query.label_ids, 'with', 'label'),
      ]);
    case 'asana':
      return sentence([
        `${completions[textOf(query.completion)] ?? ''}${query.scope === 'subtasks' ? 'subtasks' : 'tasks'} of ${placeOf(query.project_gid, 'project')}`,
        query.parent_task_gid ? 'below one task' : '',
        counted(query.section_gids, 'in', 'section'),
        counted(query.assignee_gids, 'assigned to', 'person', 'people'),
        query.sum_field_gid ? 'adding up a number of theirs' : '',
      ]);
  }
}

export const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

/** Length of the letters by which addresses name a board of Trello. */
const SHORT = 8;

const completions: Record<string, string> = {
  complete: 'complete ',
  incomplete: 'open ',
  due_complete: 'complete, dated ',
  due_incomplete: 'open, dated ',
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Letters of an address mean something to people, long numbers do not. */
const placeOf = (id: unknown, what: string): string =>
  textOf(id).length > 0 && textOf(id).length <= SHORT ? `${what} ${textOf(id)}` : `one ${what}`;

/** “in 3 lists”; nothing where nothing is chosen. */
function counted(ids: unknown, how: string, one: string, many = `${one}s`): string {
  const count = Array.isArray(ids) ? ids.length : 0;
  return count === 0 ? '' : `${how} ${count} ${count === 1 ? one : many}`;
}

function sentence(parts: readonly string[]): string {
  const words = parts.filter(Boolean).join(', ');
  return capital(words);
}
