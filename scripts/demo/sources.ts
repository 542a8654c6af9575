import type { Statement } from '../../src/db/commit.ts';
import type { Database } from '../../src/db/database.ts';
import { type ConnectionId, newId } from '../../src/db/ids.ts';
import { connections, dataLinks, subscriptions, syncs } from '../../src/db/schema/connections.ts';
import { enabledProviders } from '../../src/db/schema/organizations.ts';
import { sealSecret } from '../../src/domain/connections/secrets.ts';
import type { Count, Provider } from '../../src/domain/words.ts';
import { adapterFor } from '../../src/integrations/registry.ts';
import { readKeyRing } from '../../src/lib/sealed.ts';
import { newToken } from '../../src/lib/tokens.ts';
import { demoAccount as asanaAccount, demoGids } from '../../test/stand-ins/asana/demo.ts';
import { demoEmail, demoProject } from '../../test/stand-ins/google/demo.ts';
import { demoBoards, demoAccount as trelloAccount } from '../../test/stand-ins/trello/demo.ts';
import { createTrello } from '../../test/stand-ins/trello/trello.ts';
import { type History, play } from './history.ts';
import type { Node } from './node.ts';
import { from, type Planned } from './planned.ts';
import type { Setting } from './planned-okr.ts';

type Told = Exclude<Provider, 'jira'>;
type Fed = Planned & { of?: Told; query?: object; count?: Count };

// The last reading of each is what the stand-ins begin with, so that the first real one changes nothing.
const fed = (): Fed[] => [
  {
    key: 'itself',
    kind: 'objective',
    title: 'Let the work count itself so that nobody types a number twice',
    description: 'Asana, Trello and BigQuery report for these. Change something there and watch.',
    owner: 'amir',
    level: 'organization',
  },
  {
    key: 'calls',
    under: ['itself'],
    kind: 'key_result',
    title: 'Finish the 100 calls of the autumn campaign',
    owner: 'marcus',
    team: 'marketing',
    measure: from(0, 100, 'Calls made', 'calls'),
    mode: 'data_source',
    of: 'asana',
    query: { project_gid: demoGids.campaign },
    read: [
      [2, 100, 4],
      [4, 100, 11],
      [6, 100, 19],
      [13, 100, 25],
    ],
  },
  {
    key: 'relaunch',
    under: ['itself'],
    kind: 'key_result',
    title: 'Complete the website relaunch',
    owner: 'sofia',
    team: 'product',
    mode: 'data_source',
    of: 'asana',
    query: { project_gid: demoGids.website },
    read: [
      [1, 31, 2],
      [3, 36, 7],
      [5, 38, 12],
      [13, 40, 16],
    ],
  },
  {
    key: 'posts',
    under: ['itself'],
    kind: 'key_result',
    title: 'Publish 12 posts on the new blog',
    owner: 'jonas',
    team: 'marketing',
    measure: from(0, 12, 'Posts finished', 'posts'),
    mode: 'data_source',
    of: 'trello',
    query: { board_id: demoBoards.blog, list_ids: [createTrello().listId('Blog', 'Finished')] },
    count: 'matched',
    read: [
      [1, 2, 2],
      [3, 5, 5],
      [5, 8, 8],
      [13, 10, 10],
    ],
  },
  {
    key: 'leads',
    under: ['itself'],
    kind: 'key_result',
    title: 'Convert every lead of the autumn campaign',
    owner: 'priya',
    team: 'sales',
    mode: 'data_source',
    of: 'trello',
    query: { board_id: demoBoards.leads },
    read: [
      [2, 9, 1],
      [5, 12, 4],
      [13, 14, 6],
    ],
  },
  {
    key: 'worth',
    under: ['itself'],
    kind: 'key_result',
    title: 'Win leads worth 120,000 euros',
    owner: 'priya',
    team: 'sales',
    measure: from(0, 120_000, 'Value of converted leads', 'EUR'),
    mode: 'data_source',
    of: 'bigquery',
    query: { sql: "SELECT IFNULL(SUM(value), 0) FROM crm.leads WHERE status = 'converted'" },
    count: 'matched',
    told: [
      [1, 12_400],
      [3, 34_200],
      [6, 70_000, 'Copied from the warehouse by hand for the last time.'],
    ],
    read: [[13, 86_400, 86_400]],
  },
  {
    key: 'answered',
    under: ['itself'],
    kind: 'key_result',
    title: 'Answer every lead',
    owner: 'lena',
    team: 'finance',
    mode: 'data_source',
    of: 'bigquery',
    query: { sql: "SELECT COUNTIF(status != 'new') * 100 / COUNT(*) FROM crm.leads" },
    count: 'matched',
    // Nineteen of twenty-four.
    read: [
      [4, 16, 11],
      [13, 24, 19],
    ],
  },
];

/** How each provider is connected: the account as it names itself, and what a person would type. */
const accounts: Record<Told, { name: string; account: string; input: object }> = {
  asana: { name: 'Northwind projects', account: 'Dana Whitlock', input: { token: asanaAccount.token } },
  trello: {
    name: 'Northwind boards',
    account: 'Dana Whitfield',
    input: { key: trelloAccount.key, token: trelloAccount.token, secret: trelloAccount.secret },
  },
  bigquery: { name: 'Northwind warehouse', account: demoEmail, input: { project_id: demoProject } },
};

/** Where the story plays, the keys that seal credentials, and where Cairn will be reached. */
type Counting = Setting & { keys: string | undefined; origin: string };

/**
 * An objective whose key results are fed by Asana, Trello and BigQuery, two by each, as the stand-ins tell them. Cairn at
 * `origin` finds the links due, and the pushes asked for and never answered: it reads and arranges them itself.
 */
export async function playSources(db: Database, setting: Counting): Promise<{ history: History; rows: Statement[] }> {
  const plans = fed();
  const history = play(plans, setting);
  const linked = history.nodes.flatMap((node) => {
    const plan = plans.find(({ key }) => key === node.plan.key);
    return plan?.of ? [{ node, plan, provider: plan.of }] : [];
  });
  for (const { node, provider } of linked) node.okr.provider = provider;
  const oneNumber = new Set(linked.filter(({ provider }) => provider === 'bigquery').map(({ node }) => node.okr.id));
  for (const checkIn of history.checkIns)
    if (oneNumber.has(checkIn.okrId)) Object.assign(checkIn, { matched: null, completed: null });
  const rows = await Promise.all(
    (Object.keys(accounts) as Told[]).map((provider) =>
      connected(
        db,
        setting,
        provider,
        linked.filter((each) => each.provider === provider),
      ),
    ),
  );
  return { history, rows: rows.flat() };
}

/** One connection with all that hangs on it. */
async function connected(
  db: Database,
  { org, now, member, keys, origin }: Counting,
  provider: Told,
  linked: { node: Node; plan: Fed }[],
): Promise<Statement[]> {
  const ring = readKeyRing(keys);
  const adapter = adapterFor(provider);
  const { name, account, input } = accounts[provider];
  const bound = { orgId: org.id, id: newId('con', now) as ConnectionId };
  const { config, secret } = adapter.input.parse(input);
  const links = linked.map(({ node, plan }) => linkOf(bound, provider, node, plan, now));
  const topics = adapter.push ? links.map(({ query }) => adapter.push!.topicOf(query)) : [];
  const whole = provider === 'bigquery' ? { ...config, account } : config;
  return [
    db.insert(connections).values({
      ...bound,
      provider,
      name,
      config: whole as Record<string, unknown>,
      secret: await sealSecret(ring, bound, 'credentials', secret),
      webhookSecret: await sealSecret(ring, bound, 'webhook', newToken()),
      account,
      shared: true,
      interval: 'hourly',
      ownerId: member('amir'),
      createdAt: now,
      lastGoodAt: Math.max(...links.map(({ readAt }) => readAt)),
    }),
    db.insert(enabledProviders).values({ orgId: org.id, provider, enabled: true, changedAt: now }),
    ...links.flatMap((link) => [
      db.insert(dataLinks).values(link),
      db.insert(syncs).values({
        id: newId('syn', link.readAt),
        orgId: org.id,
        okrId: link.okrId,
        connectionId: bound.id,
        trigger: 'schedule',
        startedAt: link.readAt - link.tookMs,
        finishedAt: link.readAt,
        outcome: 'updated',
        matched: link.matched,
        completed: link.completed,
        value: link.value,
      }),
    ]),
    ...topics.map((topic) =>
      db.insert(subscriptions).values({
        connectionId: bound.id,
        orgId: org.id,
        topic,
        state: 'asked',
        callback: `${origin}/hooks/${provider}/${bound.id}`,
        askedAt: 0,
      }),
    ),
  ];
}

function linkOf(
  bound: { orgId: Node['okr']['orgId']; id: ConnectionId },
  provider: Told,
  { okr, read }: Node,
  plan: Fed,
  now: number,
) {
  const adapter = adapterFor(provider);
  const query = adapter.query.parse(plan.query) as Record<string, unknown>;
  const counts = provider === 'bigquery' ? null : read;
  return {
    okrId: okr.id,
    orgId: bound.orgId,
    connectionId: bound.id,
    query,
    queryKey: adapter.queryKey(query),
    sourceKey: adapter.sourceKey(query),
    count: plan.count ?? 'completed',
    dueAt: now,
    createdAt: okr.createdAt,
    outcome: 'updated' as const,
    triedAt: read?.at ?? now,
    readAt: read?.at ?? now,
    matched: counts?.matched ?? null,
    completed: counts?.completed ?? null,
    value: read?.value ?? null,
    approximate: false,
    tookMs: 310,
    samples: [],
  };
}
