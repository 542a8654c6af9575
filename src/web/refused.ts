import { Refusal } from '../domain/refusal.ts';

/** What a form shows beside what was typed: sentences at fields, or one for the whole form. */
export type Refused = { fields: Record<string, string>; message: string | undefined; status: 409 | 422 };

type Tried<T> = { value: T; refused: null } | { value: null; refused: Refused };

/** Waits for a verb; a refusal that the form itself can show is returned, anything else is thrown on. */
export async function trying<T>(work: Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await work, refused: null };
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    const { code, fields = {} } = reason;
    if (code !== 'invalid' && code !== 'stale' && code !== 'conflict') throw reason;
    const message = Object.keys(fields).length === 0 ? reason.message : undefined;
    return { value: null, refused: { fields, message, status: code === 'invalid' ? 422 : 409 } };
  }
}
