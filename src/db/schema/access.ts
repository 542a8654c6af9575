import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { TokenScope } from '../../domain/words.ts';
import { json, moment, orgId } from '../columns.ts';
import type { EventId, MailId, MemberId, OrgId, TokenId } from '../ids.ts';

/** A signed-in browser. Belongs to an address, not to a member: one person may be in several organizations. */
export const sessions = sqliteTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    email: text('email').notNull(),
    createdAt: moment('created_at').notNull(),
    seenAt: moment('seen_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('sessions_by_expiry').on(t.expiresAt)],
);

/** A link sent by mail: one use, short-lived, good only in the browser that asked for it. */
export const signInLinks = sqliteTable(
  'sign_in_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    email: text('email').notNull(),
    browserHash: text('browser_hash').notNull(),
    next: text('next').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [index('sign_in_links_by_email').on(t.email, t.createdAt), index('sign_in_links_by_expiry').on(t.expiresAt)],
);

export const apiTokens = sqliteTable(
  'api_tokens',
  {
    id: text('id').$type<TokenId>().primaryKey(),
    orgId: orgId<OrgId>(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    scopes: json<TokenScope[]>('scopes').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [index('api_tokens_by_member').on(t.orgId, t.memberId, t.id)],
);

/** First answers to writes that carried an Idempotency-Key. `status` is null while the first one is still at work. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    orgId: orgId<OrgId>(),
    tokenId: text('token_id').$type<TokenId>().notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    status: integer('status'),
    headers: json<Record<string, string>>('headers'),
    body: text('body'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.tokenId, t.key] }), index('idempotency_keys_by_time').on(t.createdAt)],
);

/** What happened: one row in every commit. */
export const events = sqliteTable(
  'events',
  {
    id: text('id').$type<EventId>().primaryKey(),
    orgId: orgId<OrgId>(),
    at: moment('at').notNull(),
    actorId: text('actor_id').$type<MemberId>(),
    via: text('via').notNull(),
    action: text('action').notNull(),
    subjectId: text('subject_id').notNull(),
    data: json<Record<string, unknown>>('data').notNull(),
  },
  (t) => [index('events_by_subject').on(t.orgId, t.subjectId, t.id), index('events_by_org').on(t.orgId, t.id)],
);

/** The mailbox of development. */
export const mails = sqliteTable(
  'mails',
  {
    id: text('id').$type<MailId>().primaryKey(),
    to: text('to').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [index('mails_by_time').on(t.at)],
);
