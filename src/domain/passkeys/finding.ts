import { asc, eq } from 'drizzle-orm';
import { passkeys } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import { addressOf, demandOneself } from '../sessions/oneself.ts';
import type { Passkey } from './passkey.ts';

/** The acting person's passkeys, oldest first. @throws Refusal `forbidden` to an admin who acts for them */
export async function listPasskeys(ctx: Context): Promise<Passkey[]> {
  demandOneself(ctx);
  return ctx.db
    .select({
      id: passkeys.id,
      name: passkeys.name,
      backedUp: passkeys.backedUp,
      createdAt: passkeys.createdAt,
      usedAt: passkeys.usedAt,
    })
    .from(passkeys)
    .where(eq(passkeys.email, addressOf(ctx)))
    .orderBy(asc(passkeys.createdAt));
}
