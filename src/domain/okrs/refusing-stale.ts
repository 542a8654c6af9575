import { Refusal } from '../refusal.ts';
import type { Okr } from './okr.ts';

/** @throws Refusal `stale` when `expected` is given and is not the OKR's version */
export function refuseStale(okr: Okr, expected: number | undefined): void {
  if (expected !== undefined && expected !== okr.version)
    throw new Refusal('stale', 'Somebody changed this OKR since you read it. Look again, then repeat your change.');
}
