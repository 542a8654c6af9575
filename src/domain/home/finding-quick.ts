import { sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import type { Context } from '../context.ts';
import { findChangeable } from '../okrs/finding-subject.ts';
import { listRows, type OkrRow } from '../okrs/row.ts';
import { may } from '../permission.ts';
import { findLastWord, findPart, firstDueId, type LastWord, listDue, type Part } from './finding-due.ts';

/** One check-in at a time: all that wait, the one in hand with its weeks, and the one that was said a moment ago. */
export type Quick = {
  due: LastWord[];
  part: Part;
  current: LastWord | null;
  row: OkrRow | null;
  said: LastWord | null;
};

/**
 * What the quick check-in shows: the OKR asked for, else the first that waits. `saidId` was checked in just now.
 * @throws Refusal `not_found`, `forbidden` for an OKR that the actor may not check in
 */
export async function findQuick(ctx: Context, okrId: OkrId | null, saidId: OkrId | null): Promise<Quick> {
  const takesPart = may.createOkr(ctx.actor);
  const [due, part, chosen, rows, said] = await Promise.all([
    takesPart ? listDue(ctx) : [],
    findPart(ctx),
    okrId ? findLastWord(ctx, okrId) : null,
    listRows(ctx, okrId ? sql`select ${okrId} as id` : sql`${firstDueId(ctx)}`, {}),
    saidId ? findLastWord(ctx, saidId) : null,
    okrId ? findChangeable(ctx, okrId) : null,
  ]);
  const current = chosen ?? due[0] ?? null;
  return { due, part, current, row: current && (rows[0] ?? null), said };
}
