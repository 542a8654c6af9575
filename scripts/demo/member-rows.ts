import type { Statement } from '../../src/db/commit.ts';
import type { Database } from '../../src/db/database.ts';
import { newId } from '../../src/db/ids.ts';
import { members, teamMembers, teams } from '../../src/db/schema/organizations.ts';
import { domains, invitations } from '../../src/db/schema/people.ts';
import { INVITATION_MS } from '../../src/domain/invitations/invitation.ts';
import { makeToken } from '../../src/domain/invitations/token.ts';
import { type Member, memberRow } from '../../src/domain/members/member.ts';
import { readKeyRing } from '../../src/lib/sealed.ts';
import { newToken } from '../../src/lib/tokens.ts';
import type { Happened } from './event-rows.ts';
import { departed, invited, people, teams as plannedTeams } from './people.ts';
import { HOUR, type Setting } from './planned-okr.ts';

const DAY = 24 * HOUR;

/** Where it plays, since when the organization is there, and the keys that links of invitations are made with. */
type Founded = Setting & { born: number; keys: string | undefined };

/** Everybody and the teams they are in: who is here, who is waited for, who has left; and what the log says of it. */
export async function memberRows(
  db: Database,
  { org, now, born, keys, member, team }: Founded,
): Promise<{ rows: Statement[]; happened: Happened[] }> {
  const own = { orgId: org.id, createdAt: born };
  const asked = now - 2 * DAY;
  const left = now - 20 * DAY;
  const address = (key: string) => `${key}@northwind.test`;
  const seated = [...invited, ...departed];
  const letters = await Promise.all(
    invited.map(async ({ key }) => {
      const id = newId('inv', asked);
      return { id, memberId: member(key), tokenHash: (await makeToken(readKeyRing(keys), id)).tokenHash };
    }),
  );
  const rows: Member[] = [
    ...people.map(([key, name, role, manager], nth) =>
      memberRow({
        id: member(key),
        ...own,
        name,
        role,
        email: address(key),
        managerId: manager && member(manager),
        seenAt: now - (1 + nth * nth) * HOUR,
      }),
    ),
    ...seated.map(({ key, name, manager }) => {
      const base = { id: member(key), ...own, name, role: 'member' as const, email: address(key) };
      const comes = invited.some((each) => each.key === key);
      return memberRow({
        ...base,
        managerId: member(manager),
        ...(comes ? { createdAt: asked, invitedAt: asked } : { deactivatedAt: left, changedAt: left, seenAt: left }),
      });
    }),
  ];
  return {
    rows: [
      ...rows.map((row) => db.insert(members).values(row)),
      ...plannedTeams.map(({ key, name, type, lead, parent, archivedAgo }) =>
        db.insert(teams).values({
          id: team(key),
          ...own,
          name,
          type,
          leadId: member(lead),
          parentId: parent ? team(parent) : null,
          archivedAt: archivedAgo === undefined ? null : now - archivedAgo * DAY,
        }),
      ),
      ...[...plannedTeams.flatMap((each) => each.members.map((key) => ({ key, team: each.key }))), ...seated].map(
        (seat) => db.insert(teamMembers).values({ orgId: org.id, teamId: team(seat.team), memberId: member(seat.key) }),
      ),
      ...letters.map((letter) =>
        db.insert(invitations).values({
          ...letter,
          orgId: org.id,
          invitedById: member('amir'),
          createdAt: asked,
          expiresAt: asked + INVITATION_MS,
        }),
      ),
      db.insert(domains).values({
        ...own,
        domain: 'northwind.test',
        token: newToken(),
        proof: 'owner',
        provedAt: born,
      }),
    ],
    happened: [
      { at: born, action: 'organization.founded', subject: org.id, actor: member('ada') },
      ...people.slice(1).map(([key, , role]) => ({
        at: born + HOUR / 2,
        action: 'member.added',
        subject: member(key),
        actor: member('ada'),
        data: { role },
      })),
      ...plannedTeams.map(({ key, name }) => ({
        at: born + HOUR,
        action: 'team.created',
        subject: team(key),
        actor: member('amir'),
        data: { name },
      })),
      { at: left, action: 'member.deactivated', subject: member('elif'), actor: member('amir') },
      ...letters.map(({ id, memberId }) => ({
        at: asked,
        action: 'member.invited',
        subject: memberId,
        actor: member('amir'),
        data: { invitation: id, role: 'member' },
      })),
    ],
  };
}
