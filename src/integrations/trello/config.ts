import { z } from 'zod';

/** Stored in the clear: whether pushes can be verified. */
export type TrelloConfig = { verifies_pushes: boolean };

/** The key of a Power-Up, the token of a person, and the Power-Up's own secret, which signs pushes. */
export type TrelloSecret = { key: string; token: string; secret: string | null };

/** Which cards of a board count, and whether to count them or the items of their checklists. Empty lists do not filter. */
export type TrelloQuery = {
  board_id: string;
  list_ids: string[];
  member_ids: string[];
  label_ids: string[];
  completion: 'any' | 'complete' | 'due_complete' | 'due_incomplete';
  items: 'cards' | 'checklist_items';
};

const credential = (name: string) =>
  z
    .string(`Paste the ${name}.`)
    .trim()
    .min(1, `Paste the ${name}.`)
    .max(200)
    .regex(/^[A-Za-z0-9._~+/=-]*$/, `The ${name} holds no spaces and no special characters.`);

/** `{key, token, secret?}`; an empty secret is none. */
export const input = z
  .strictObject({
    key: credential('API key'),
    token: credential('token'),
    secret: z.string().trim().max(200).optional(),
  })
  .transform(({ key, token, secret }): { config: TrelloConfig; secret: TrelloSecret } => ({
    config: { verifies_pushes: Boolean(secret) },
    secret: { key, token, secret: secret || null },
  }));

const BOARD = 'Choose a board, or paste its address.';

/** An id of 24 digits, a short id of eight characters, or the address of the board's page, which holds the short one. */
const boardId = z
  .string(BOARD)
  .trim()
  .transform((text) => /\/b\/([A-Za-z0-9]{8})(?:[/?#]|$)/.exec(text)?.[1] ?? text)
  .refine((text) => /^([0-9a-f]{24}|[A-Za-z0-9]{8})$/.test(text), BOARD);

const ids = (what: string) =>
  z
    .array(z.string().regex(/^[0-9a-f]{24}$/, `This is no ${what} of Trello.`))
    .max(100)
    .default([])
    .transform((all) => [...new Set(all)].sort());

export const query: z.ZodType<TrelloQuery> = z.strictObject({
  board_id: boardId,
  list_ids: ids('list'),
  member_ids: ids('member'),
  label_ids: ids('label'),
  completion: z
    .enum(
      ['any', 'complete', 'due_complete', 'due_incomplete'],
      'Choose any, complete, due_complete or due_incomplete.',
    )
    .default('any'),
  items: z.enum(['cards', 'checklist_items'], 'Count cards or checklist_items.').default('cards'),
});
