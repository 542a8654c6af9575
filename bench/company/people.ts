import { type MemberId, newId, type OrgId, type TeamId } from '../../src/db/ids.ts';
import { apiTokens } from '../../src/db/schema/access.ts';
import { members, teamMembers, teams } from '../../src/db/schema/organizations.ts';
import { invitations } from '../../src/db/schema/people.ts';
import { INVITATION_MS } from '../../src/domain/invitations/invitation.ts';
import { type Member, memberRow } from '../../src/domain/members/member.ts';
import { newToken } from '../../src/lib/tokens.ts';
import { fill } from './filling.ts';
import { membersIn, type Size, teamsIn } from './size.ts';

/** The people of a company and its teams, in which the first work on OKRs. */
export type People = { members: Member[]; groups: TeamId[] };

const DAY_MS = 24 * 60 * 60_000;
/** People in a team, teams under a team, and people who report to one. */
const TEN = 10;

/** Who works in a company of this size: the owner first, then those who have OKRs, then others of every role and state. */
export function gather(size: Size, orgId: OrgId, now: number): People {
  const ids = times(membersIn(size), () => newId('mem', now));
  return {
    groups: times(teamsIn(size), () => newId('tm', now)),
    members: ids.map((id, i) =>
      memberRow({
        id,
        orgId,
        name: nameOf(i),
        email: `${nameOf(i).toLowerCase().replace(' ', '.')}@${size.slug}.test`,
        role: i === 0 ? 'owner' : 'member',
        managerId: i === 0 ? null : ids[Math.floor((i - 1) / TEN)]!,
        externalId: `e-${i}`,
        createdAt: now - 400 * DAY_MS,
        seenAt: now - (i % 30) * DAY_MS,
        ...(i >= size.members && stateOf(i, now)),
      }),
    ),
  };
}

/** A quarter each: observers, those who left, those who have not come yet, and members. */
const stateOf = (i: number, now: number): Partial<Member> =>
  [{ role: 'observer' } as const, { deactivatedAt: now - DAY_MS }, { invitedAt: now - DAY_MS, seenAt: null }, {}][
    i % 4
  ]!;

/** Seats everybody, ten to a team and ten teams under each, the teams with OKRs at the ends of that tree. */
export async function settleIn(d1: D1Database, { members: all, groups }: People, now: number): Promise<void> {
  const [owner] = all;
  const { orgId } = owner!;
  await fill(d1, members, all);
  await fill(
    d1,
    teams,
    groups.map((id, i) => ({
      id,
      orgId,
      name: `${i % 2 ? 'Crew' : 'Team'} ${i}`,
      parentId: groups[aboveOf(i, groups.length)] ?? null,
      leadId: all[i * TEN]!.id,
      createdAt: now,
    })),
  );
  await fill(
    d1,
    teamMembers,
    all.flatMap(({ id }, i) => {
      const teamId = groups[Math.floor(i / TEN)];
      return teamId ? [{ orgId, teamId, memberId: id }] : [];
    }),
  );
  await fill(
    d1,
    invitations,
    all
      .filter(({ invitedAt }) => invitedAt !== null)
      .map(({ id, invitedAt }) => ({
        id: newId('inv', now),
        orgId,
        memberId: id,
        // Nobody knows what it would be the hash of.
        tokenHash: newToken(),
        invitedById: owner!.id,
        createdAt: invitedAt!,
        expiresAt: invitedAt! + INVITATION_MS,
      })),
  );
  await fill(
    d1,
    apiTokens,
    all.filter(({ seenAt }) => seenAt !== null).map(({ id }) => tokenOf(orgId, id, now)),
  );
}

const tokenOf = (orgId: OrgId, memberId: MemberId, now: number): typeof apiTokens.$inferInsert => ({
  id: newId('tok', now),
  orgId,
  memberId,
  name: 'A script',
  tokenHash: newToken(),
  scopes: ['read'],
  createdAt: now,
});

/** The place of the team above, counted as `groups`; -1 at the top. */
const aboveOf = (i: number, count: number) => {
  const fromTop = count - 1 - i;
  return fromTop < TEN ? -1 : count - 1 - Math.floor((fromTop - TEN) / TEN);
};

const starts = ['Ma', 'Jo', 'Li', 'An', 'Te', 'Ka', 'Ro', 'Sa', 'El', 'No'];
const ends = ['ria', 'nas', 'na', 'ton', 'ra', 'lin', 'mi', 'vid', 'len', 'ko'];
const families = ['Lind', 'Berg', 'Hol', 'Mar', 'Sten', 'Wal', 'Oka', 'Fer', 'Kov', 'Nor'];
const endings = ['qvist', 'man', 'strand', 'son', 'ley', 'ski', 'rez', 'ac', 'ton', 'er'];

/** Ten thousand names, each once: a hundred first names with a hundred family names. */
function nameOf(i: number): string {
  const [first, family] = [i % 100, (i * 13 + Math.floor(i / 100)) % 100];
  return `${paired(starts, ends, first)} ${paired(families, endings, family)}`;
}

const paired = (left: string[], right: string[], i: number) => left[i % 10]! + right[Math.floor(i / 10)]!;

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
