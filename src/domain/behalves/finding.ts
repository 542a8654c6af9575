import { and, eq, sql } from 'drizzle-orm';
import type { MemberId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type Member, stateOf } from '../members/member.ts';
import { type BehalfTies, demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { holdsPrivate } from './letting.ts';

/** A member, and what decides whether one may act for them. */
export type Candidate = { member: Pick<Member, 'id' | 'name' | 'email' | 'locale' | 'timeZone'>; ties: BehalfTies };

/** @throws Refusal `forbidden` unless admin, `not_found` */
export async function findCandidate({ db, org, actor }: Context, id: MemberId): Promise<Candidate> {
  demand(may.administer(actor), sentences.admin);
  const [found] = await db
    .select({ member: members, holdsPrivate: sql<number>`${holdsPrivate(org.id, id)}` })
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.id, id)));
  if (!found) throw new Refusal('not_found', 'There is no such member.');
  const { role, allowsBehalf } = found.member;
  const ties = { id, role, allowsBehalf, state: stateOf(found.member), holdsPrivate: found.holdsPrivate === 1 };
  return { member: found.member, ties };
}

/** Why an admin may not act for a member, as a sentence; null when they may. */
export function reasonAgainst({ actor }: Pick<Context, 'actor'>, { member, ties }: Candidate): string | null {
  if (may.actFor(actor, ties)) return null;
  if (actor.via === 'page' && actor.by) return 'You are acting for somebody already. Stop that first.';
  if (actor.memberId === ties.id) return 'This is you.';
  if (ties.role === 'owner') return 'Nobody acts for an owner.';
  if (ties.state === 'invited') return `${member.name} has not come yet.`;
  if (ties.state === 'deactivated') return `${member.name} is deactivated.`;
  if (ties.holdsPrivate && !ties.allowsBehalf)
    return `${member.name} holds private OKRs. They can agree to this on their account page.`;
  return sentences.admin;
}
