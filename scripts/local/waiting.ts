import { setTimeout as pause } from 'node:timers/promises';

/** Asks `url` until it answers with success; false when that takes longer than `limit` ms or `isOver` says stop. */
export async function answers(url: string, limit: number, isOver = () => false): Promise<boolean> {
  const deadline = Date.now() + limit;
  while (Date.now() < deadline && !isOver()) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return true;
    await pause(100);
  }
  return false;
}
