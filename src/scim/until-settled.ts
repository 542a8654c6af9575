import { Refusal } from '../domain/refusal.ts';
import type { ScimContext } from './context.ts';

const ATTEMPTS = 3;

/**
 * Reads and writes again when somebody else's change came between the two: what an identity system asks for holds for
 * whatever is there. Not for a caller who insists on a version.
 */
export async function untilSettled<T>(c: ScimContext, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await work();
    } catch (reason) {
      const isLost = reason instanceof Refusal && reason.code === 'stale';
      if (!isLost || attempt === ATTEMPTS || c.req.header('If-Match') !== undefined) throw reason;
    }
}
