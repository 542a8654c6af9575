/** A child as far as its share is concerned. `fixed` (0..100) was set by somebody; null shares what is left. */
export type Share = { contributes: boolean; fixed: number | null };

/**
 * The contribution of each child in percent, in the order given; they add up to 100 whenever a child contributes.
 *
 * Fixed ones keep theirs and the others share the rest equally. Fixed ones that ask for more than 100 together, or
 * that are alone and do not reach it, are scaled in proportion; if all of them are 0 they share equally.
 */
export function contributionsOf(children: readonly Share[]): number[] {
  const active = children.filter((child) => child.contributes);
  const fixed = sum(active.map((child) => child.fixed ?? 0));
  const sharing = active.filter((child) => child.fixed === null).length;
  if (sharing === 0 && fixed < NOTHING) return children.map((child) => (child.contributes ? 100 / active.length : 0));

  const scale = fixed > 100 || sharing === 0 ? 100 / fixed : 1;
  const share = sharing > 0 ? Math.max(0, 100 - fixed * scale) / sharing : 0;
  return children.map((child) => (child.contributes ? (child.fixed === null ? share : child.fixed * scale) : 0));
}

/** Contributions below this (percent) are no contribution; dividing by them would overflow. */
const NOTHING = 1e-9;

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
