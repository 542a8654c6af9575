import { acting, type Context } from '../context.ts';
import { judge } from '../okrs/judging.ts';
import { listOpen } from '../okrs/listing-open.ts';
import type { Status } from '../words.ts';
import { consider } from './editing.ts';
import type { SettingsPatch } from './settings.ts';

/** Open OKRs beyond which nobody counts beforehand. */
const MOST_FORESEEN = 20_000;

export type Move = { from: Status; to: Status; count: number };

/** What a change of settings does to the open OKRs that the actor sees: how many there are, and which change their status. */
export type Recolouring = { open: number; changed: number; moves: Move[] };

/**
 * Works out what changing settings would do to open OKRs today, with the rules that then do it, and writes nothing. Null
 * when there are more than `MOST_FORESEEN`. What the actor may not see is judged, because parents ask it, and not counted.
 * @throws Refusal `forbidden` unless admin, `invalid` for bounds that cross
 */
export async function previewSettings(ctx: Context, patch: SettingsPatch): Promise<Recolouring | null> {
  const org = consider(ctx, patch);
  const { open, asked } = await listOpen(ctx, { before: null, limit: MOST_FORESEEN + 1 });
  if (open.length > MOST_FORESEEN) return null;
  const seen = judge(acting(org, 'roll_up', ctx.now), open, asked).filter(({ okr }) => okr.shown);
  const moved = seen.filter(({ okr, status }) => okr.status !== status);
  const groups = Map.groupBy(moved, ({ okr, status }) => `${okr.status} ${status}`);
  const moves = [...groups.values()].map(([first, ...rest]) => ({
    from: first!.okr.status,
    to: first!.status,
    count: 1 + rest.length,
  }));
  return { open: seen.length, changed: moved.length, moves: moves.sort((a, b) => b.count - a.count) };
}
