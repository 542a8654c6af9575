import type { Weighing } from '../words.ts';

/** How far a child has to go, in its unit; children of one unit can be compared by it. */
export type Size = { unit: string | null; amount: number };

/**
 * A child as far as its share is concerned. `fixed` (0..100) was set by somebody; null shares what is left. `size` is
 * null for a child that has no way from a start to a target.
 */
export type Share = { contributes: boolean; fixed: number | null; size: Size | null };

/**
 * The contribution of each child in percent, in the order given; they add up to 100 whenever a child contributes.
 *
 * Fixed ones keep theirs and the others share the rest: equally, or in proportion to their sizes where `weighing` says
 * so and they can be compared. Fixed ones that ask for more than 100 together, or that are alone and do not reach it,
 * are scaled in proportion; if all of them are 0 they share equally.
 */
export function contributionsOf(children: readonly Share[], weighing: Weighing): number[] {
  const active = children.filter((child) => child.contributes);
  const fixed = sum(active.map((child) => child.fixed ?? 0));
  const sharing = active.some((child) => child.fixed === null);
  if (!sharing && fixed < NOTHING) return children.map((child) => (child.contributes ? 100 / active.length : 0));

  const scale = fixed > 100 || !sharing ? 100 / fixed : 1;
  const left = Math.max(0, 100 - fixed * scale);
  const largest = weighing === 'size' ? largestSize(children) : null;
  const parts = children.map((child) => (isSharing(child) ? (largest ? child.size!.amount / largest : 1) : 0));
  const total = sum(parts);
  return children.map((child, i) => {
    if (!child.contributes) return 0;
    return child.fixed === null ? (left * parts[i]!) / total : child.fixed * scale;
  });
}

/** Whether the children that share can be weighed by size: there are some, and each goes from a start to a target in one unit. */
export const comparable = (children: readonly Share[]): boolean => largestSize(children) !== null;

/** Contributions below this (percent) are no contribution; dividing by them would overflow. */
const NOTHING = 1e-9;

const isSharing = (child: Share): boolean => child.contributes && child.fixed === null;

/** The largest of the sizes that are compared, by which the others are divided so that no sum overflows. */
function largestSize(children: readonly Share[]): number | null {
  const sizes = children.filter(isSharing).map((child) => child.size);
  const [first] = sizes;
  if (!first || sizes.some((size) => size === null || size.unit !== first.unit)) return null;
  return Math.max(...sizes.map((size) => size!.amount));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
