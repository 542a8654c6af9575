import { err, ok } from '../lib/result.ts';
import type { Asked, Reach } from './adapter.ts';

/** One page of a provider's list; `next` leads to the one after it and is null on the last. */
export type Page<T> = { items: readonly T[]; next: string | null };

const SCAN_MS = 60_000;

/** Counts the requests of one scan, so that it ends before the hosting plan ends it. */
export type Allowance = { left: number; until: number };

/** What one scan may take: the deployment's number of requests, and a minute. */
export const allowance = ({ settings, now }: Reach): Allowance => ({
  left: settings.mostRequests,
  until: now() + SCAN_MS,
});

/** A failure when nothing of the allowance is left, else null, and one request less of it. */
export function spend(reach: Reach, allowed: Allowance, provider: string): Asked<null> {
  if (reach.now() > allowed.until)
    return err({ reason: 'timeout', detail: `${provider} took too long to list everything.` });
  if (allowed.left <= 0)
    return err({ reason: 'too_large', detail: `${provider} has more pages of this than Cairn reads.` });
  allowed.left -= 1;
  return ok(null);
}

/**
 * All items of a list, page by page. Fails as a whole when a page fails, when a page is given twice, and when the
 * allowance ends: part of a list is not a result.
 */
export async function readPages<T>(
  reach: Reach,
  allowed: Allowance,
  provider: string,
  ask: (cursor: string | null) => Promise<Asked<Page<T>>>,
): Promise<Asked<T[]>> {
  const items: T[] = [];
  const seen = new Set<string>();
  for (let cursor: string | null = null; ; ) {
    const allows = spend(reach, allowed, provider);
    if (!allows.ok) return allows;
    const asked: Asked<Page<T>> = await ask(cursor);
    if (!asked.ok) return asked;
    items.push(...asked.value.items);
    cursor = asked.value.next;
    if (cursor === null) return ok(items);
    if (seen.has(cursor)) return err({ reason: 'bad_response', detail: `${provider} gave the same page twice.` });
    seen.add(cursor);
  }
}
