import { and, eq, sql } from 'drizzle-orm';
import { commit, guardThat, LostRace } from '../../db/commit.ts';
import { members } from '../../db/schema/organizations.ts';
import { identities } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid } from '../refusal.ts';
import { email } from '../sessions/signing-in.ts';

/**
 * Forgets which account of the provider a member came with, so that the next one with their address becomes theirs: for
 * people whose account there was made anew.
 * @throws Refusal `forbidden` unless owner, `invalid` when no member with that address has come by single sign-on
 */
export async function unbind(ctx: Context, typed: string): Promise<void> {
  demand(may.changeSignOn(ctx.actor), sentences.signOn);
  const { db, org } = ctx;
  const address = email.safeParse(typed);
  if (!address.success) throw invalid({ address: address.error.issues[0]!.message });
  const [member] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.email, address.data)))
    .limit(1);
  if (!member) throw notBound();
  try {
    await commit(db, [
      db.delete(identities).where(and(eq(identities.orgId, org.id), eq(identities.memberId, member.id))),
      guardThat(db, sql`changes() > 0`),
      eventRow(ctx, { action: 'member.unbound', subject: member.id }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? notBound() : reason;
  }
}

const notBound = () => invalid({ address: 'No member with this address has come by single sign-on.' });
