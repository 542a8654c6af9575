import { err } from '../../lib/result.ts';
import type { Asked, Choice } from '../adapter.ts';
import { found } from '../picking.ts';
import { askChoices, type Trello } from './request.ts';

/** Boards of the account, and the lists, members and labels of one of them. */
export async function pick(
  trello: Trello,
  list: string,
  within: Readonly<Record<string, string>>,
  search: string,
): Promise<Asked<Choice[]>> {
  const place = places[list];
  const board = within.board_id ?? '';
  if (!place || (list !== 'board_id' && !/^[A-Za-z0-9]{8,24}$/.test(board)))
    return err({ reason: 'invalid_query', detail: 'Choose a board first.' });
  return found(await askChoices(trello, place.path(board), place.parameters), search);
}

const places: Record<string, { path: (board: string) => string; parameters: Record<string, string> }> = {
  board_id: { path: () => '/members/me/boards', parameters: { filter: 'open', fields: 'name,closed' } },
  list_ids: { path: (board) => `/boards/${board}/lists`, parameters: { filter: 'open', fields: 'name,closed' } },
  member_ids: { path: (board) => `/boards/${board}/members`, parameters: { fields: 'fullName,username' } },
  label_ids: { path: (board) => `/boards/${board}/labels`, parameters: { limit: '1000', fields: 'name,color' } },
};
