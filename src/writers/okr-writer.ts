import { DurableObject } from 'cloudflare:workers';
import { LostRace } from '../db/commit.ts';
import { type Cost, openDatabase } from '../db/database.ts';
import type { OkrId } from '../db/ids.ts';
import { checkIn } from '../domain/check-ins/checking-in.ts';
import { deleteCheckIn, editCheckIn } from '../domain/check-ins/correcting.ts';
import type { Acting, Context } from '../domain/context.ts';
import { linkData, loseConnection, unlinkData } from '../domain/data-links/linking.ts';
import { makeInstalments } from '../domain/instalments/making.ts';
import { handOver } from '../domain/members/handing-over-okr.ts';
import { align, unalign } from '../domain/okrs/aligning.ts';
import { closeOkr, reopenOkr } from '../domain/okrs/closing.ts';
import { deleteOkr } from '../domain/okrs/deleting.ts';
import { editOkr } from '../domain/okrs/editing.ts';
import { moveOkr } from '../domain/okrs/moving.ts';
import { publishOkr } from '../domain/okrs/publishing.ts';
import { rollUp } from '../domain/okrs/recomputing.ts';
import { resume } from '../domain/okrs/resuming.ts';
import { weighChildren } from '../domain/okrs/weighing.ts';
import { recordReading } from '../domain/readings/recording.ts';
import { prepareNext } from '../domain/recurring/preparing.ts';
import { type FieldErrors, Refusal, type RefusalCode } from '../domain/refusal.ts';
import { addTask } from '../domain/tasks/adding.ts';
import { deleteTask, editTask } from '../domain/tasks/editing.ts';
import type { Env } from '../env.ts';
import { plain } from '../lib/log.ts';
import { serial } from '../lib/serial.ts';

/** Everything that changes one existing OKR. Each takes the context, the OKR's id and its own arguments. */
export const verbs = {
  checkIn,
  editCheckIn,
  deleteCheckIn,
  editOkr,
  deleteOkr,
  align,
  unalign,
  moveOkr,
  linkData,
  unlinkData,
  loseConnection,
  closeOkr,
  reopenOkr,
  publishOkr,
  weighChildren,
  resume,
  addTask,
  editTask,
  deleteTask,
  recordReading,
  rollUp,
  prepareNext,
  makeInstalments,
  handOver,
};

export type Verbs = typeof verbs;
type AnyVerb = (ctx: Context, okrId: OkrId, ...args: unknown[]) => Promise<unknown>;

/** An answer that survives the way between Workers, where errors lose their class. `cost` is what it took here. */
export type Settled = { cost: Cost } & (
  | { ok: true; value: unknown }
  | { ok: false; refusal: { code: RefusalCode; message: string; fields: FieldErrors | undefined } }
);

const ATTEMPTS = 5;

/**
 * One per OKR: its changes happen one at a time, in the order they arrive. The database is the truth and guards itself
 * with compare-and-swap; this object only keeps writers from racing, and losing it loses nothing.
 */
export class OkrWriter extends DurableObject<Env> {
  #inTurn = serial();

  perform(acting: Acting, okrId: OkrId, verb: keyof Verbs, args: unknown[]): Promise<Settled> {
    return this.#inTurn(async () => {
      const db = openDatabase(this.env.DB);
      try {
        const value = await retrying(() => (verbs[verb] as AnyVerb)({ ...acting, db }, okrId, ...args));
        return { ok: true, value, cost: db.cost };
      } catch (reason) {
        if (!(reason instanceof Refusal)) throw plain(reason);
        const { code, message, fields } = reason;
        return { ok: false, refusal: { code, message, fields }, cost: db.cost };
      }
    });
  }
}

/** A lost race reads again and decides again. @throws Refusal `conflict` when it keeps losing */
async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (reason) {
      if (!(reason instanceof LostRace)) throw reason;
      if (tries === ATTEMPTS)
        throw new Refusal('conflict', 'This OKR is being changed by others right now. Try again.');
    }
  }
}
