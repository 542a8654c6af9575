import type { MemberId } from '../../db/ids.ts';
import type { Facts } from './finding-facts.ts';
import { valueRead } from './link.ts';
import { measureOf } from './okr.ts';
import { rolledUp } from './rolling-up.ts';

/** A person's value that holds against automatic ones. `since` in ms; `automatic` is what there would be without it. */
export type Hold = {
  since: number;
  by: { id: MemberId | null; name: string };
  value: number | null;
  automatic: number | null;
};

type Known = Pick<Facts, 'okr' | 'told'> & Parameters<typeof automaticValueOf>[0];

/** Who holds the value of an OKR; null while automatic values may replace it. */
export function holdOf(facts: Known): Hold | null {
  const { okr, told } = facts;
  if (okr.heldAt === null) return null;
  const by = { id: told?.authorId ?? null, name: told?.author ?? 'A person' };
  return { since: okr.heldAt, by, value: okr.value, automatic: automaticValueOf(facts) };
}

/** What children, tasks or the last good reading make of an OKR, whatever a person says; null when they say nothing. */
export function automaticValueOf({ okr, link, ...below }: Automatic): number | null {
  if (okr.mode === 'rollup') return rolledUp(okr, below);
  return okr.mode === 'data_source' && link ? valueRead(measureOf(okr), link) : null;
}

type Automatic = Pick<Facts, 'okr'> & Parameters<typeof rolledUp>[1] & { link: Parameters<typeof valueRead>[1] | null };
