import path from 'node:path';
import { eq } from 'drizzle-orm';
import { getPlatformProxy } from 'wrangler';
import { commit, type Statement } from '../src/db/commit.ts';
import { type Database, openDatabase } from '../src/db/database.ts';
import { type ConnectionId, type MemberId, newId, type OrgId, type TeamId } from '../src/db/ids.ts';
import { apiTokens } from '../src/db/schema/access.ts';
import { connections, dataLinks, syncs } from '../src/db/schema/connections.ts';
import { alignments, checkIns, okrOwners, okrs, progressPoints } from '../src/db/schema/okrs.ts';
import {
  enabledProviders,
  members,
  organizations,
  periods,
  teamMembers,
  teams,
} from '../src/db/schema/organizations.ts';
import { okrTags, tags } from '../src/db/schema/tags.ts';
import { sealSecret } from '../src/domain/connections/secrets.ts';
import type { Organization } from '../src/domain/context.ts';
import type { Okr } from '../src/domain/okrs/okr.ts';
import { beginning } from '../src/domain/organizations/beginning.ts';
import { foldedOf } from '../src/domain/tags/tag.ts';
import { adapters } from '../src/integrations/registry.ts';
import { dayOf, startOf } from '../src/lib/days.ts';
import { readKeyRing } from '../src/lib/sealed.ts';
import { hashOf } from '../src/lib/tokens.ts';
import { demoAccount } from '../test/stand-ins/jira/demo.ts';
import { type History, play } from './demo/history.ts';
import { demoConnection, demoTokens, demoWebhookSecret } from './demo/names.ts';
import { lastQuarter, people, teams as plannedTeams, thisQuarter } from './demo/plan.ts';
import { quarterAfter, quarterBefore, quarterOf } from './demo/quarters.ts';

// Writes the demo into an empty local database: northwind with two quarters of history, and southwind beside it.

const now = Date.now();
const { STATE_DIR = '.wrangler/state', JIRA_STAND_IN_URL, CREDENTIAL_KEYS } = process.env;
async function northwind(db: Database): Promise<Statement[]> {
  const org = organization('northwind', 'Northwind');
  const today = dayOf(now, org.timeZone);
  const current = { id: newId('per', now), ...quarterOf(today) };
  const previous = { id: newId('per', now), ...quarterBefore(current) };
  const next = { id: newId('per', now), ...quarterAfter(current) };
  const born = startOf(previous.startsOn, org.timeZone);
  const memberIds = new Map(people.map(([key]) => [key as string, newId('mem', born)]));
  const teamIds = new Map(plannedTeams.map(({ key }) => [key, newId('tm', born)]));
  const member = (key: string): MemberId => memberIds.get(key)!;
  const team = (key: string): TeamId => teamIds.get(key)!;
  const setting = { org, today, now, member, team };
  const now4 = play(thisQuarter, { ...setting, period: current, closed: false });
  const past = play(lastQuarter, { ...setting, today: previous.endsOn, period: previous, closed: true });
  const own = { orgId: org.id, createdAt: born };

  return [
    ...people.map(([key, name, role]) =>
      db.insert(members).values({ id: member(key), ...own, name, role, email: `${key}@northwind.test` }),
    ),
    ...plannedTeams.map(({ key, name, type, lead, parent }) =>
      db
        .insert(teams)
        .values({ id: team(key), ...own, name, type, leadId: member(lead), parentId: parent ? team(parent) : null }),
    ),
    ...plannedTeams.flatMap(({ key, members: keys }) =>
      keys.map((each) => db.insert(teamMembers).values({ orgId: org.id, teamId: team(key), memberId: member(each) })),
    ),
    ...[previous, current, next].map(({ id, name, startsOn, endsOn }) =>
      db.insert(periods).values({ id, ...own, name, kind: 'quarter', startsOn, endsOn }),
    ),
    ...rows(db, past),
    ...rows(db, now4),
    ...tagged(db, own, [...past.nodes, ...now4.nodes]),
    ...(await jira(db, org, member('amir'), now4)),
    ...(await tokens(db, org, (address) => member(address.split('@')[0]!))),
    db.insert(organizations).values({ ...org, createdAt: born }),
  ];
}

async function southwind(db: Database): Promise<Statement[]> {
  const org = organization('southwind', 'Southwind');
  const sol = newId('mem', now);
  const current = { id: newId('per', now), ...quarterOf(dayOf(now, org.timeZone)) };
  const own = { orgId: org.id, createdAt: now };
  const plans = thisQuarter
    .slice(0, 1)
    .map((plan) => ({ ...plan, owner: 'sol', title: 'Open our first shop in the south' }));
  const { id, name, startsOn, endsOn } = current;
  return [
    db.insert(members).values({ id: sol, ...own, name: 'Sol Vega', role: 'owner', email: 'sol@southwind.test' }),
    db.insert(periods).values({ id, ...own, name, kind: 'quarter', startsOn, endsOn }),
    ...rows(
      db,
      play(plans, {
        org,
        today: dayOf(now, org.timeZone),
        period: current,
        now,
        member: () => sol,
        team: () => '' as TeamId,
        closed: false,
      }),
    ),
    ...(await tokens(db, org, () => sol)),
    db.insert(organizations).values({ ...org, createdAt: now }),
  ];
}

const organization = (slug: string, name: string): Organization => ({
  id: newId('org', now) as OrgId,
  slug,
  name,
  timeZone: 'Europe/London',
  locale: 'en-GB',
  fiscalYearStart: 1,
  ...beginning,
});

const rows = (db: Database, history: History): Statement[] => [
  ...history.okrs.map((okr) => db.insert(okrs).values(okr)),
  ...history.okrs.flatMap(({ orgId, id }) =>
    history.owners
      .filter(([okrId]) => okrId === id)
      .map(([okrId, memberId]) => db.insert(okrOwners).values({ orgId, okrId, memberId, position: 0 })),
  ),
  ...history.edges.map(([childId, parentId]) =>
    db.insert(alignments).values({
      orgId: history.okrs[0]!.orgId,
      childId,
      parentId,
      fixedWeight: null,
      createdAt: history.okrs[0]!.createdAt,
    }),
  ),
  ...history.checkIns.map((checkIn) => db.insert(checkIns).values(checkIn)),
  ...history.points.map((point) => db.insert(progressPoints).values(point)),
];

const tagged = (db: Database, own: { orgId: OrgId; createdAt: number }, nodes: History['nodes']): Statement[] => {
  const names = [...new Set(nodes.flatMap(({ plan }) => plan.tags ?? []))];
  const made = names.map((name) => ({ id: newId('tag', own.createdAt), ...own, name, folded: foldedOf(name) }));
  return [
    ...made.map((tag) => db.insert(tags).values(tag)),
    ...nodes.flatMap(({ plan, okr }) =>
      made
        .filter(({ name }) => plan.tags?.includes(name))
        .map((tag) => db.insert(okrTags).values({ orgId: own.orgId, okrId: okr.id, tagId: tag.id })),
    ),
  ];
};

/** A connection to the stand-in with its links; without a stand-in the demo is checked in by hand alone. */
async function jira(db: Database, org: Organization, ownerId: MemberId, history: History): Promise<Statement[]> {
  const bound = { orgId: org.id, id: demoConnection as ConnectionId };
  const ring = readKeyRing(CREDENTIAL_KEYS);
  const site = JIRA_STAND_IN_URL ?? 'http://localhost:8801';
  const { config, secret } = adapters.jira.input.parse({
    site_url: site,
    user: demoAccount.user,
    token: demoAccount.token,
  });
  const linked = history.nodes.filter(({ plan }) => plan.jql);
  return [
    db.insert(connections).values({
      ...bound,
      provider: 'jira',
      name: 'Northwind Jira',
      config,
      secret: await sealSecret(ring, bound, 'credentials', secret),
      webhookSecret: await sealSecret(ring, bound, 'webhook', demoWebhookSecret),
      account: 'Dana Whitlock',
      shared: true,
      interval: 'hourly',
      ownerId,
      createdAt: now,
      lastGoodAt: Math.max(...linked.map(({ read }) => read?.at ?? 0)),
    }),
    ...linked.flatMap(({ okr, read }) => (read ? hoursOf(db, bound.id, okr, read) : [])),
    db.insert(enabledProviders).values({ orgId: org.id, provider: 'jira', enabled: true, changedAt: now }),
    ...linked.map(({ plan, okr, read }) => {
      const query = { jql: plan.jql! };
      const queryKey = adapters.jira.queryKey(query);
      return db.insert(dataLinks).values({
        okrId: okr.id,
        orgId: org.id,
        connectionId: bound.id,
        query,
        queryKey,
        count: 'completed',
        dueAt: now,
        createdAt: okr.createdAt,
        ...evidence(read),
      });
    }),
  ];
}

/** The readings of the last hours: all found the same, until the newest one. */
const hoursOf = (
  db: Database,
  connectionId: ConnectionId,
  okr: Okr,
  read: { at: number; matched: number; completed: number },
) =>
  Array.from({ length: 12 }, (_, hoursAgo) => {
    const startedAt = read.at - hoursAgo * 60 * 60_000;
    return db.insert(syncs).values({
      id: newId('syn', startedAt),
      orgId: okr.orgId,
      okrId: okr.id,
      connectionId,
      trigger: 'schedule',
      startedAt,
      finishedAt: startedAt + 240,
      outcome: hoursAgo === 0 ? 'updated' : 'unchanged',
      matched: read.matched,
      completed: hoursAgo === 0 ? read.completed : read.completed - 1,
      value: okr.value,
    });
  });

/** What the last reading left on its link. */
const evidence = (read: History['nodes'][number]['read']) =>
  read && {
    outcome: 'updated' as const,
    triedAt: read.at,
    readAt: read.at,
    matched: read.matched,
    completed: read.completed,
    value: read.value,
    approximate: false,
    tookMs: 240,
    samples: [],
  };

async function tokens(db: Database, org: Organization, member: (address: string) => MemberId): Promise<Statement[]> {
  const own = Object.entries(demoTokens).filter(([address]) => address.endsWith(`@${org.slug}.test`));
  const hashes = await Promise.all(own.map(([, token]) => hashOf(token)));
  return own.map(([address], i) =>
    db.insert(apiTokens).values({
      id: newId('tok', now),
      orgId: org.id,
      memberId: member(address),
      name: 'Demo',
      tokenHash: hashes[i]!,
      scopes: ['read', 'write'],
      createdAt: now,
    }),
  );
}

const proxy = await getPlatformProxy<{ DB: D1Database }>({ persist: { path: path.join(STATE_DIR, 'v3') } });
try {
  const db = openDatabase(proxy.env.DB);
  const [seeded] = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.slug, 'northwind'));
  // One batch is one transaction: a run cut short leaves nothing behind.
  if (!seeded) await commit(db, [...(await northwind(db)), ...(await southwind(db))]);
} finally {
  await proxy.dispose();
}
