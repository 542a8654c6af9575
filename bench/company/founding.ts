import {
  type ConnectionId,
  type MemberId,
  newId,
  type OkrId,
  type OrgId,
  type PeriodId,
  type TeamId,
} from '../../src/db/ids.ts';
import { apiTokens, sessions, signInLinks } from '../../src/db/schema/access.ts';
import { connections, dataLinks, syncs } from '../../src/db/schema/connections.ts';
import { alignments, checkIns, okrOwners, okrs, progressPoints } from '../../src/db/schema/okrs.ts';
import { enabledProviders, organizations, periods } from '../../src/db/schema/organizations.ts';
import { scimTokens } from '../../src/db/schema/people.ts';
import { beginning } from '../../src/domain/organizations/beginning.ts';
import { SESSION_MS } from '../../src/domain/sessions/session.ts';
import { addDays, dayOf } from '../../src/lib/days.ts';
import { hashOf, newToken } from '../../src/lib/tokens.ts';
import { fill } from './filling.ts';
import { historyOf, linkOf } from './history.ts';
import { eventsOf, eventsOfCheckIns, keepLog } from './log.ts';
import { gather, settleIn } from './people.ts';
import type { Size } from './size.ts';
import { growTree } from './tree.ts';

/** What questions need to know of a company: who asks, and the places they ask about. */
export type Company = {
  slug: string;
  id: OrgId;
  session: string;
  token: string;
  /** The token of its identity system, and the browser that holds links to sign in, each good for once. */
  scim: string;
  browser: string;
  mailed: string[];
  member: MemberId;
  /** Somebody who works there, and one who has no OKRs. */
  colleague: Person;
  other: Person;
  team: TeamId;
  /** The team at the top of the tree above it. */
  head: TeamId;
  period: PeriodId;
  connection: ConnectionId;
  /** The objective that all others stand under, and one in the middle. */
  top: OkrId;
  middle: OkrId;
  /** A key result on the deepest level that people check in, its newest check-in, and one that is read from Jira. */
  leaf: OkrId;
  linked: OkrId;
};

export type Person = { id: MemberId; name: string; email: string; externalId: string | null };

/** Links to sign in with: a person may use 120 from one network in a quarter of an hour, so that more are of no use. */
const LINKS = 120;

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
  const people = gather(size, org.id, now);
  const [owner, colleague] = people.members;
  const members = people.members.slice(0, size.members).map(({ id }) => id);
  const connection = newId('con', now);
  const nodes = growTree(size, { org, period, members, teams: people.groups.slice(0, size.teams), now });
  const linked = nodes.filter(({ okr }) => okr.mode === 'data_source');
  const links = linked.map((node) => linkOf(node, connection, now));

  await fill(d1, organizations, [{ ...org, createdAt: now }]);
  await settleIn(d1, people, now);
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
  const log = eventsOf(people, now);
  for (let i = 0; i < nodes.length; i += 1_000) {
    const said = nodes.slice(i, i + 1_000).map((node) => historyOf(node, org.timeZone));
    for (const each of said) log.push(...eventsOfCheckIns(each));
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
  await keepLog(d1, org.id, log, now);
  await fill(d1, connections, [
    {
      ...own,
      id: connection,
      provider: 'jira',
      name: 'Jira',
      config: { deployment: 'cloud', site_url: 'https://jira.test', user: owner!.email },
      secret: '',
      webhookSecret: '',
      account: owner!.name,
      shared: true,
      interval: 'hourly',
      ownerId: owner!.id,
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

  const [session, scim, browser] = [newToken(), newToken('cairn_scim_'), newToken()];
  const token = newToken('cairn_pat_');
  const mailed = Array.from({ length: LINKS }, () => newToken());
  const { email } = owner!;
  const expiresAt = now + SESSION_MS;
  await fill(d1, sessions, [{ tokenHash: await hashOf(session), email, createdAt: now, seenAt: now, expiresAt }]);
  await fill(d1, apiTokens, [
    {
      id: newId('tok', now),
      ...own,
      memberId: owner!.id,
      name: 'bench',
      tokenHash: await hashOf(token),
      scopes: ['read', 'check_in', 'write', 'admin'],
    },
  ]);
  await fill(d1, scimTokens, [{ orgId: org.id, tokenHash: await hashOf(scim), createdAt: now, lastUsedAt: now }]);
  const browserHash = await hashOf(browser);
  const hashes = await Promise.all(mailed.map(hashOf));
  await fill(
    d1,
    signInLinks,
    hashes.map((tokenHash) => ({ tokenHash, email, browserHash, next: `/o/${slug}`, createdAt: now, expiresAt })),
  );
  return {
    slug,
    id: org.id,
    ...{ session, token, scim, browser, mailed },
    member: owner!.id,
    colleague: colleague!,
    other: people.members.findLast(({ role, deactivatedAt }) => role === 'member' && deactivatedAt === null)!,
    team: people.groups[0]!,
    head: people.groups.at(-1)!,
    period: period.id,
    connection,
    top: nodes[0]!.okr.id,
    middle: nodes.find(({ okr }) => okr.level === 'team')!.okr.id,
    leaf: nodes.find(({ okr }) => okr.mode === 'manual')!.okr.id,
    linked: linked[0]!.okr.id,
  };
}
