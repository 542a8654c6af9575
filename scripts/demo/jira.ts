import type { Statement } from '../../src/db/commit.ts';
import type { Database } from '../../src/db/database.ts';
import { type ConnectionId, type MemberId, newId } from '../../src/db/ids.ts';
import { connections, dataLinks, syncs } from '../../src/db/schema/connections.ts';
import { enabledProviders } from '../../src/db/schema/organizations.ts';
import { sealSecret } from '../../src/domain/connections/secrets.ts';
import type { Organization } from '../../src/domain/context.ts';
import type { Okr } from '../../src/domain/okrs/okr.ts';
import { adapters } from '../../src/integrations/registry.ts';
import { readKeyRing } from '../../src/lib/sealed.ts';
import { demoAccount } from '../../test/stand-ins/jira/demo.ts';
import type { History } from './history.ts';
import { demoConnection, demoWebhookSecret } from './names.ts';
import type { Node } from './node.ts';
import { HOUR } from './planned-okr.ts';

/** The account at the stand-in, and the keys that seal its credentials. */
export type Account = { org: Organization; ownerId: MemberId; site: string; keys: string | undefined; now: number };

/** A connection to the stand-in with its links; without a stand-in the demo is checked in by hand alone. */
export async function jiraRows(db: Database, history: History, account: Account): Promise<Statement[]> {
  const { org, ownerId, site, now } = account;
  const bound = { orgId: org.id, id: demoConnection as ConnectionId };
  const ring = readKeyRing(account.keys);
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
      return db.insert(dataLinks).values({
        okrId: okr.id,
        orgId: org.id,
        connectionId: bound.id,
        query,
        queryKey: adapters.jira.queryKey(query),
        sourceKey: adapters.jira.sourceKey(query),
        count: 'completed',
        dueAt: now,
        createdAt: okr.createdAt,
        ...evidence(read),
      });
    }),
  ];
}

/** The readings of the last hours: all found the same, until the newest one. */
const hoursOf = (db: Database, connectionId: ConnectionId, okr: Okr, read: NonNullable<Node['read']>) =>
  Array.from({ length: 12 }, (_, hoursAgo) => {
    const startedAt = read.at - hoursAgo * HOUR;
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
const evidence = (read: Node['read']) =>
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
