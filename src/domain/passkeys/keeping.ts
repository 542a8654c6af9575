import { and, eq } from 'drizzle-orm';
import { commit, guard, LostRace, type Statement } from '../../db/commit.ts';
import { passkeys } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { Refusal } from '../refusal.ts';
import { addressOf } from '../sessions/oneself.ts';
import type { OwnSession } from '../sessions/session.ts';
import { readName } from './passkey.ts';
import { demandFresh, demandProved } from './registering.ts';

/** Gives one of the acting person's passkeys another name. @throws Refusal `not_found`, `invalid`; `forbidden` unless it is theirs to change */
export async function renamePasskey(ctx: Context, session: OwnSession, id: string, typed: string): Promise<void> {
  demandProved(ctx, session);
  const name = readName(typed);
  await change(ctx, 'member.passkey_renamed', ctx.db.update(passkeys).set({ name }).where(own(ctx, id)));
}

/** Removes one of the acting person's passkeys. @throws Refusal `not_found`; `forbidden` as `demandFresh` */
export async function removePasskey(ctx: Context, session: OwnSession, id: string): Promise<void> {
  demandFresh(ctx, session);
  await change(ctx, 'member.passkey_removed', ctx.db.delete(passkeys).where(own(ctx, id)));
}

async function change(ctx: Context, action: string, statement: Statement): Promise<void> {
  try {
    await commit(ctx.db, [statement, guard(ctx.db), eventRow(ctx, { action, subject: ctx.actor.memberId! })]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('not_found', 'You have no such passkey.');
  }
}

const own = (ctx: Context, id: string) => and(eq(passkeys.id, id), eq(passkeys.email, addressOf(ctx)));
