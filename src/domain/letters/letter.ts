import type { LetterId, OrgId } from '../../db/ids.ts';
import type { letters } from '../../db/schema/letters.ts';
import { type KeyRing, seal, unseal } from '../../lib/sealed.ts';

/** What a letter says, in plain text and, with the same words, in HTML. */
export type Words = { subject: string; text: string; html?: string };

/** A letter to be sent. Names in `subject` are people's typing; it is put on one line before it is kept. */
export type Letter = Words & {
  to: string;
  /** The organization that it is about; none for letters to a person. */
  orgId?: OrgId;
  /** Of letters with the same one, only the first is sent. */
  onceFor?: string;
  /** When (ms) it is of no more use, such as a link that has ended; it is not sent after that. */
  goodUntil?: number;
  /** Whether the person asked for it just now. Such a letter tries an address again that letters came back from. */
  asked?: boolean;
};

/** What is kept encrypted until the letter is sent. */
export type Body = Words & Pick<Letter, 'goodUntil' | 'asked'>;

export type LetterRow = typeof letters.$inferSelect;

export const sealBody = (ring: KeyRing, id: LetterId, body: Body): Promise<string> => seal(ring, body, boundTo(id));

/** @throws Error when the key is gone or the text belongs to another letter */
export const openBody = (ring: KeyRing, { id, sealed }: Pick<LetterRow, 'id' | 'sealed'>): Promise<Body> =>
  unseal<Body>(ring, sealed ?? '', boundTo(id));

const boundTo = (id: LetterId) => [id, 'letter'];
