import { Refusal } from '../domain/refusal.ts';
import { hashOf } from '../lib/tokens.ts';

/**
 * The validator of an answer: a hash of it, led by the resource's version where it has one. The version alone would miss
 * what moves by itself, such as expected progress and the share in a parent.
 */
export async function entityTag(text: string, tag: 'exact' | 'weak', version?: number): Promise<string> {
  const hash = (await hashOf(text)).slice(0, 16);
  return `${tag === 'weak' ? 'W/' : ''}"${version === undefined ? hash : `${version}-${hash}`}"`;
}

/** Whether the caller holds this answer already (`If-None-Match`). */
export const isKnown = (ifNoneMatch: string | undefined, tag: string | undefined): boolean =>
  ifNoneMatch !== undefined &&
  tag !== undefined &&
  ifNoneMatch.split(',').some((each) => each.trim() === '*' || opaque(each) === opaque(tag));

/**
 * The version that a caller insists on with `If-Match`; undefined when they do not. Only what was changed counts: a
 * resource whose expected progress has moved since is still the one that was read.
 * @throws Refusal `stale` for a tag that never was one of ours, `invalid` for several
 */
export function expectedVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const version = /^"(\d+)(?:-[0-9a-f]{16})?"$/.exec(oneOf(ifMatch))?.[1];
  if (version === undefined) throw stale();
  return Number(version);
}

/** @throws Refusal `stale` when the caller insists on another version than this */
export function demandVersion(ifMatch: string | undefined, version: number): void {
  const expected = expectedVersion(ifMatch);
  if (expected !== undefined && expected !== version) throw stale();
}

/** @throws Refusal `stale` when the caller insists with `If-Match` on another representation than this */
export async function demandMatch(ifMatch: string | undefined, representation: unknown): Promise<void> {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  if (oneOf(ifMatch) !== (await entityTag(JSON.stringify(representation), 'exact'))) throw stale();
}

function oneOf(ifMatch: string): string {
  if (ifMatch.includes(',')) throw new Refusal('invalid', 'Give one ETag in If-Match.');
  return ifMatch.trim();
}

const opaque = (tag: string) => tag.trim().replace(/^W\//, '');

const stale = () => new Refusal('stale', 'This has changed since you read it. Read it again, then repeat your change.');
