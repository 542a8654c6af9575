import type { Context } from '../context.ts';
import { listMentions, type Mention } from '../mentions/finding-mine.ts';
import { may } from '../permission.ts';
import { listPrepared, type Prepared } from '../recurring/finding.ts';
import { type DueTask, listDueTasks } from '../tasks/listing-mine.ts';
import { findPart, type LastWord, listDue, type Part } from './finding-due.ts';
import { listMoves, type Move } from './finding-moves.ts';
import { listTeamWork } from './finding-team-work.ts';
import { listWanting, type Wanting } from './listing-attention.ts';
import { type Quiet, quietOf, type TeamVoice, voicesOf } from './speaking.ts';

const WEEK_MS = 7 * 24 * 60 * 60_000;

/** A member's week: what waits for their word, what of theirs needs attention, what moved by itself in seven days, who mentioned them, how their teams are heard. */
export type Week = {
  due: LastWord[];
  part: Part;
  wanting: Wanting[];
  prepared: Prepared[];
  moves: Move[];
  mentions: Mention[];
  /** Given to them, and late or due within a week. */
  tasks: DueTask[];
  voices: TeamVoice[];
  quiet: Quiet[];
};

/** The acting member's week. Its statements travel together; rows read depend on what is theirs, not on the organization. */
export async function findWeek(ctx: Context): Promise<Week> {
  const [due, part, wanting, prepared, moves, mentions, tasks, work] = await Promise.all([
    may.createOkr(ctx.actor) ? listDue(ctx) : [],
    findPart(ctx),
    may.createOkr(ctx.actor) ? listWanting(ctx) : [],
    may.createOkr(ctx.actor) ? listPrepared(ctx) : [],
    listMoves(ctx, ctx.now - WEEK_MS),
    listMentions(ctx),
    may.createOkr(ctx.actor) ? listDueTasks(ctx) : [],
    listTeamWork(ctx),
  ]);
  return {
    due,
    part,
    wanting,
    prepared,
    moves,
    mentions,
    tasks,
    voices: voicesOf(work, ctx),
    quiet: quietOf(work, ctx),
  };
}
