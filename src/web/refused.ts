import { Refusal } from '../domain/refusal.ts';

/** What a form shows beside what was typed. */
export type Refused = { fields: Record<string, string>; message: string; status: 409 | 422 };

type Tried<T> = { value: T; refused: null } | { value: null; refused: Refused };

/** Waits for a verb; a refusal that the form itself can show is returned, anything else is thrown on. */
export async function trying<T>(work: Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await work, refused: null };
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    const { code, message, fields = {} } = reason;
    if (code === 'invalid') return { value: null, refused: { fields, message, status: 422 } };
    if (code === 'stale' || code === 'conflict') return { value: null, refused: { fields, message, status: 409 } };
    throw reason;
  }
}
