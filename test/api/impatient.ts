import { vi } from 'vitest';
import { PATIENCE_MS } from '../../src/api/patience.ts';

/** From now on callers who would wait ten seconds for a provider wait `ms`. Every other timer runs as it is. */
export function impatient(ms: number) {
  const real = globalThis.setTimeout;
  const shortened = (work: () => void, delay = 0) => real(work, delay === PATIENCE_MS ? ms : delay);
  return vi.spyOn(globalThis, 'setTimeout').mockImplementation(shortened as typeof setTimeout);
}
