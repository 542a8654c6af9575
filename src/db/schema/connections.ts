import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Sample } from '../../domain/readings/reading.ts';
import { counts, intervals, providers, subscriptionStates, syncOutcomes, syncTriggers } from '../../domain/words.ts';
import { flag, json, moment, oneOf, orgId, word } from '../columns.ts';
import type { ConnectionId, DeadLetterId, MemberId, OkrId, OrgId, SyncId } from '../ids.ts';

export const connections = sqliteTable(
  'connections',
  {
    id: text('id').$type<ConnectionId>().primaryKey(),
    orgId: orgId<OrgId>(),
    provider: word('provider', providers).notNull(),
    name: text('name').notNull(),
    config: json<Record<string, unknown>>('config').notNull(),
    /** Encrypted (lib/sealed.ts), bound to organization and connection. */
    secret: text('secret').notNull(),
    webhookSecret: text('webhook_secret').notNull(),
    account: text('account'),
    shared: flag('shared').notNull(),
    interval: word('interval', intervals).notNull(),
    ownerId: text('owner_id').$type<MemberId>(),
    createdAt: moment('created_at').notNull(),
    version: integer('version').notNull().default(1),

    lastGoodAt: moment('last_good_at'),
    lastPushAt: moment('last_push_at'),
    failingSince: moment('failing_since'),
    failures: integer('failures').notNull().default(0),
    failureReason: text('failure_reason'),
    failureDetail: text('failure_detail'),
    /** Automatic reads wait until then. */
    retryAt: moment('retry_at'),
    /** Set when the provider keeps refusing the credentials: nothing is read until somebody mends it, or a trial goes well. */
    pausedAt: moment('paused_at'),
    /** While it pauses, when the credentials are tried again. */
    trialAt: moment('trial_at'),
    /** When its owner was told of the pause; one notice for each. */
    noticedAt: moment('noticed_at'),
    /** Start of the current push window, and whether one more read is already waiting at its end. */
    pushedAt: moment('pushed_at'),
    pushWaiting: flag('push_waiting').notNull().default(false),
  },
  (t) => [
    uniqueIndex('connections_name').on(t.orgId, t.name),
    index('connections_by_google_project')
      .on(sql`(${t.config} ->> '$.project_id')`)
      .where(sql`${t.provider} = 'bigquery'`),
    index('connections_on_trial').on(t.trialAt).where(sql`${t.trialAt} is not null`),
  ],
);

export const dataLinks = sqliteTable(
  'data_links',
  {
    okrId: text('okr_id').$type<OkrId>().primaryKey(),
    orgId: orgId<OrgId>(),
    connectionId: text('connection_id').$type<ConnectionId>().notNull(),
    query: json<Record<string, unknown>>('query').notNull(),
    queryKey: text('query_key').notNull(),
    /** Equal for links that one scan of the provider serves. */
    sourceKey: text('source_key').notNull().default(''),
    count: word('count', counts).notNull(),
    /** Next automatic read. */
    dueAt: moment('due_at').notNull(),
    createdAt: moment('created_at').notNull(),

    triedAt: moment('tried_at'),
    outcome: word('outcome', syncOutcomes),
    failureReason: text('failure_reason'),
    failureDetail: text('failure_detail'),
    /** Last good reading: when, what it saw and the evidence behind it. */
    readAt: moment('read_at'),
    /** Amounts of items, or of what they carry, which may be fractions: SQLite keeps those in a column of integers too. */
    matched: integer('matched'),
    completed: integer('completed'),
    value: real('value'),
    approximate: flag('approximate'),
    tookMs: integer('took_ms'),
    samples: json<Sample[]>('samples'),
    /** The reading is here and its OKR has not taken it yet. */
    waiting: flag('waiting').notNull().default(false),
    /** The run by schedule that saw what this link shows; later ones that see the same are counted in it. */
    lastSyncId: text('last_sync_id').$type<SyncId>(),
  },
  (t) => [
    index('data_links_by_okr').on(t.orgId, t.okrId),
    index('data_links_by_connection').on(t.orgId, t.connectionId, t.queryKey),
    index('data_links_by_source').on(t.orgId, t.connectionId, t.sourceKey),
    index('data_links_waiting').on(t.triedAt).where(sql`${t.waiting} = 1`),
    index('data_links_due').on(t.dueAt, t.connectionId),
  ],
);

/** Every read of a data link, for 90 days. */
export const syncs = sqliteTable(
  'syncs',
  {
    id: text('id').$type<SyncId>().primaryKey(),
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    connectionId: text('connection_id').$type<ConnectionId>().notNull(),
    trigger: word('trigger', syncTriggers).notNull(),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at').notNull(),
    outcome: word('outcome', syncOutcomes).notNull(),
    matched: integer('matched'),
    completed: integer('completed'),
    value: real('value'),
    reason: text('reason'),
    detail: text('detail'),
    retryAt: moment('retry_at'),
    /** Requests to the provider that the scan took, which may have served other links too. */
    requests: integer('requests'),
    /** Later runs by schedule that saw the same; `finishedAt` is the last one's. */
    repeats: integer('repeats').notNull().default(0),
  },
  (t) => [
    index('syncs_by_okr').on(t.orgId, t.okrId, t.id),
    index('syncs_by_connection').on(t.orgId, t.connectionId, t.id),
    index('syncs_by_time').on(t.startedAt),
    oneOf('syncs_outcome', t.outcome, syncOutcomes),
  ],
);

/** Pushes already seen, so that a repeated delivery has no effect. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    connectionId: text('connection_id').$type<ConnectionId>().notNull(),
    deliveryId: text('delivery_id').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.deliveryId] }), index('deliveries_by_time').on(t.at)],
);

/** Pushes that Cairn has registered at a provider: one per topic (a board, a project) of a connection. */
export const subscriptions = sqliteTable(
  'subscriptions',
  {
    connectionId: text('connection_id').$type<ConnectionId>().notNull(),
    topic: text('topic').notNull(),
    orgId: orgId<OrgId>(),
    state: word('state', subscriptionStates).notNull(),
    /** The provider's id of it, which ends it. */
    hookId: text('hook_id'),
    /** What the provider signs with where it chooses that itself; encrypted. */
    secret: text('secret'),
    /** The address that the provider calls. */
    callback: text('callback').notNull(),
    failureDetail: text('failure_detail'),
    askedAt: moment('asked_at').notNull(),
    lastPushAt: moment('last_push_at'),
    /** Start of the current push window, and whether one more read is already waiting at its end. */
    pushedAt: moment('pushed_at'),
    pushWaiting: flag('push_waiting').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.connectionId, t.topic] }),
    index('subscriptions_by_org').on(t.orgId, t.connectionId),
    index('subscriptions_by_time').on(t.askedAt),
  ],
);

/** Work that was given up after its last try, until somebody tries it again or lets it go. */
export const deadLetters = sqliteTable(
  'dead_letters',
  {
    id: text('id').$type<DeadLetterId>().primaryKey(),
    orgId: orgId<OrgId>(),
    connectionId: text('connection_id').$type<ConnectionId>(),
    job: json<Record<string, unknown>>('job').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [index('dead_letters_by_org').on(t.orgId, t.id), index('dead_letters_by_time').on(t.at)],
);
