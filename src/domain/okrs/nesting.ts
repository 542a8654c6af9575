import type { OkrId } from '../../db/ids.ts';
import { type Kind, levels } from '../words.ts';
import type { OkrRow } from './row.ts';

/** A row among others: the parents it stands under, and how many children it has that could stand under it. */
export type Placed = OkrRow & { parents: OkrId[]; children: number };

/** A row with what is nested under it; `hidden` counts the children that were not read. */
export type Branch = OkrRow & { branches: Branch[]; hidden: number };

/**
 * Rows as a tree: each under all of its parents that are here, else at the top. Organization before team before
 * individual; under a parent key results before objectives; then by creation.
 */
export function nest(rows: readonly Placed[]): Branch[] {
  const here = new Set(rows.map((row) => row.id));
  const under = Map.groupBy(
    rows.flatMap((row) => row.parents.map((parent) => ({ parent, row }))),
    (edge) => edge.parent,
  );
  const branch = (row: Placed): Branch => {
    const children = (under.get(row.id) ?? []).map((edge) => edge.row).sort(byKind);
    return { ...row, branches: children.map(branch), hidden: Math.max(0, row.children - children.length) };
  };
  return rows
    .filter((row) => !row.parents.some((parent) => here.has(parent)))
    .sort(byLevel)
    .map(branch);
}

/** Key results first, then projects, then objectives; each by creation. */
export const byKind = (a: OkrRow, b: OkrRow): number => order.indexOf(a.kind) - order.indexOf(b.kind) || inTime(a, b);

const order: readonly Kind[] = ['key_result', 'project', 'objective'];

const byLevel = (a: OkrRow, b: OkrRow): number => levels.indexOf(a.level) - levels.indexOf(b.level) || inTime(a, b);

const inTime = (a: OkrRow, b: OkrRow): number => (a.id < b.id ? -1 : 1);
