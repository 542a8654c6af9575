import {
  type ConnectionId,
  type MemberId,
  newId,
  type OkrId,
  type OrgId,
  type PeriodId,
  type TeamId,
} from '../../src/db/ids.ts';
import { apiTokens, sessions } from '../../src/db/schema/access.ts';
import { connections, dataLinks, syncs } from '../../src/db/schema/connections.ts';
import { alignments, checkIns, okrOwners, okrs, progressPoints } from '../../src/db/schema/okrs.ts';
import {
  enabledProviders,
  members,
  organizations,
  periods,
  teamMembers,
  teams,
} from '../../src/db/schema/organizations.ts';
import { beginning } from '../../src/domain/organizations/beginning.ts';
import { SESSION_MS } from '../../src/domain/sessions/session.ts';
import { addDays, dayOf } from '../../src/lib/days.ts';
import { hashOf, newToken } from '../../src/lib/tokens.ts';
import { fill } from './filling.ts';
import { historyOf, linkOf } from './history.ts';
import type { Size } from './size.ts';
import { growTree } from './tree.ts';

/** What questions need to know of a company: who asks, and the places they ask about. */
export type Company = {
  slug: string;
  id: OrgId;
  session: string;
  token: string;
  member: MemberId;
  team: TeamId;
  period: PeriodId;
  connection: ConnectionId;
  /** The objective that all others stand under, and one in the middle. */
  top: OkrId;
  middle: OkrId;
  /** A key result on the deepest level that people check in, its newest check-in, and one that is read from Jira. */
  leaf: OkrId;
  linked: OkrId;
};

/** Founds a company in an empty database and signs its owner in, who works in its first team as everybody does. */
export async function found(d1: D1Database, size: Size, now: number): Promise<Company> {
  const { slug } = size;
  const org = {
    id: newId('org', now),
    slug,
    name: slug,
    timeZone: 'UTC',
    locale: 'en',
    fiscalYearStart: 1,
    ...beginning,
  } as const;
  const own = { orgId: org.id, createdAt: now };
  const today = dayOf(now, org.timeZone);
  const period = { id: newId('per', now), startsOn: addDays(today, -70), endsOn: addDays(today, 20) };
  const people = times(size.members, () => newId('mem', now));
  const groups = times(size.teams, () => newId('tm', now));
  const connection = newId('con', now);
  const emailOf = (i: number) => `member-${i}@${slug}.test`;
  const nodes = growTree(size, { org, period, members: people, teams: groups, now });
  const linked = nodes.filter(({ okr }) => okr.mode === 'data_source');
  const links = linked.map((node) => linkOf(node, connection, now));
  const teamOf = (i: number) => groups[Math.floor((i * groups.length) / people.length)]!;

  await fill(d1, organizations, [{ ...org, createdAt: now }]);
  await fill(
    d1,
    members,
    people.map((id, i) => ({ id, ...own, email: emailOf(i), name: `Member ${i}`, role: i === 0 ? 'owner' : 'member' })),
  );
  await fill(
    d1,
    teams,
    groups.map((id, i) => ({ id, ...own, name: `Team ${i}`, leadId: people[(i * people.length) / groups.length]! })),
  );
  await fill(
    d1,
    teamMembers,
    people.map((memberId, i) => ({ orgId: org.id, teamId: teamOf(i), memberId })),
  );
  await fill(d1, periods, [{ ...period, ...own, name: 'This quarter', kind: 'quarter' }]);
  await fill(
    d1,
    okrs,
    nodes.map(({ okr }) => okr),
  );
  await fill(
    d1,
    okrOwners,
    nodes.map(({ okr }) => ({ orgId: org.id, okrId: okr.id, memberId: okr.checkInOwnerId!, position: 0 })),
  );
  await fill(
    d1,
    alignments,
    nodes.flatMap(({ okr, parent }) => (parent ? [{ ...own, childId: okr.id, parentId: parent.okr.id }] : [])),
  );
  for (let i = 0; i < nodes.length; i += 1_000) {
    const said = nodes.slice(i, i + 1_000).map((node) => historyOf(node, org.timeZone));
    await fill(
      d1,
      checkIns,
      said.flatMap((each) => each.checkIns),
    );
    await fill(
      d1,
      progressPoints,
      said.flatMap((each) => each.points),
    );
  }
  await fill(d1, connections, [
    {
      ...own,
      id: connection,
      provider: 'jira',
      name: 'Jira',
      config: { deployment: 'cloud', site_url: 'https://jira.test', user: 'member-0' },
      secret: '',
      webhookSecret: '',
      account: 'Member 0',
      shared: true,
      interval: 'hourly',
      ownerId: people[0]!,
      version: 1,
      failures: 0,
      pushWaiting: false,
      lastGoodAt: now,
    },
  ]);
  await fill(d1, enabledProviders, [{ orgId: org.id, provider: 'jira', enabled: true, changedAt: now }]);
  await fill(
    d1,
    dataLinks,
    links.map(({ link }) => link),
  );
  await fill(
    d1,
    syncs,
    links.flatMap(({ reads }) => reads),
  );

  const session = newToken();
  const token = newToken('cairn_pat_');
  const expiresAt = now + SESSION_MS;
  await fill(d1, sessions, [
    { tokenHash: await hashOf(session), email: emailOf(0), createdAt: now, seenAt: now, expiresAt },
  ]);
  await fill(d1, apiTokens, [
    {
      id: newId('tok', now),
      ...own,
      memberId: people[0]!,
      name: 'bench',
      tokenHash: await hashOf(token),
      scopes: ['read', 'write'],
    },
  ]);
  return {
    slug,
    id: org.id,
    session,
    token,
    member: people[0]!,
    team: groups[0]!,
    period: period.id,
    connection,
    top: nodes[0]!.okr.id,
    middle: nodes.find(({ okr }) => okr.level === 'team')!.okr.id,
    leaf: nodes.find(({ okr }) => okr.mode === 'manual')!.okr.id,
    linked: linked[0]!.okr.id,
  };
}

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
