import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Sample } from '../../domain/readings/reading.ts';
import { counts, intervals, providers, syncOutcomes, syncTriggers } from '../../domain/words.ts';
import { flag, json, moment, oneOf, orgId, word } from '../columns.ts';
import type { ConnectionId, MemberId, OkrId, OrgId, SyncId } from '../ids.ts';

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
    /** Set when the provider refused the credentials: nothing is read automatically until somebody mends it. */
    pausedAt: moment('paused_at'),
    /** Start of the current push window, and whether one more read is already waiting at its end. */
    pushedAt: moment('pushed_at'),
    pushWaiting: flag('push_waiting').notNull().default(false),
  },
  (t) => [uniqueIndex('connections_name').on(t.orgId, t.name)],
);

export const dataLinks = sqliteTable(
  'data_links',
  {
    okrId: text('okr_id').$type<OkrId>().primaryKey(),
    orgId: orgId<OrgId>(),
    connectionId: text('connection_id').$type<ConnectionId>().notNull(),
    query: json<Record<string, unknown>>('query').notNull(),
    queryKey: text('query_key').notNull(),
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
    matched: integer('matched'),
    completed: integer('completed'),
    value: real('value'),
    approximate: flag('approximate'),
    tookMs: integer('took_ms'),
    samples: json<Sample[]>('samples'),
  },
  (t) => [
    index('data_links_by_okr').on(t.orgId, t.okrId),
    index('data_links_by_connection').on(t.orgId, t.connectionId, t.queryKey),
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
