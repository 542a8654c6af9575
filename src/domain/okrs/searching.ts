import type { OrgId } from '../../db/ids.ts';

const MOST_WORDS = 8;

/**
 * The full-text query for OKRs of an organization whose title or description holds all of these words, each as the
 * beginning of one. Only letters and digits of what was typed get in, so nothing in it can be an operator.
 */
export function wordsQuery(orgId: OrgId, typed: string): string {
  const words = wordsOf(typed).map((word) => `"${word}" *`);
  return `org : "${orgId}" AND {title description} : (${words.join(' AND ')})`;
}

/** The words in what somebody typed; empty when there is nothing to look for. */
export const wordsOf = (typed: string): string[] =>
  typed
    .normalize('NFC')
    .match(/[\p{L}\p{M}\p{N}]+/gu)
    ?.slice(0, MOST_WORDS) ?? [];
