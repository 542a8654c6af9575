import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { type SignInMethod, type TokenScope, tokenKinds } from '../../domain/words.ts';
import { flag, json, moment, orgId, word } from '../columns.ts';
import type { EventId, MailId, MemberId, OrgId, SessionId, TokenId } from '../ids.ts';

/** A signed-in browser. Belongs to an address, not to a member: one person may be in several organizations. */
export const sessions = sqliteTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    /** By what a list of sessions names this one. Null for those that began before there were lists. */
    id: text('id').$type<SessionId>(),
    email: text('email').notNull(),
    /** How it began. */
    method: text('method').$type<SignInMethod>().notNull().default('link'),
    /** Whether its person proved the address to us. Who only came by an organization's own sign-in did not. */
    proved: flag('proved').notNull().default(true),
    /** Organizations whose own sign-in it came through. */
    ssoOrgs: json<OrgId[]>('sso_orgs').notNull().default([]),
    /** The browser in its own words, and where its network says it is; both shortened. */
    userAgent: text('user_agent'),
    place: text('place'),
    createdAt: moment('created_at').notNull(),
    seenAt: moment('seen_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    index('sessions_by_expiry').on(t.expiresAt),
    index('sessions_by_person').on(t.email, t.seenAt),
    uniqueIndex('sessions_by_id').on(t.id),
  ],
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
    /** `personal` acts as its member; `organization` acts in the organization's name, whatever becomes of who made it. */
    kind: word('kind', tokenKinds).notNull().default('personal'),
    memberId: text('member_id').$type<MemberId>().notNull(),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    scopes: json<TokenScope[]>('scopes').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at'),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [
    index('api_tokens_by_member').on(t.orgId, t.memberId, t.id),
    index('api_tokens_by_org').on(t.orgId, t.kind, t.id),
  ],
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
    /** The admin who acted for the actor. */
    byId: text('by_id').$type<MemberId>(),
    via: text('via').notNull(),
    action: text('action').notNull(),
    subjectId: text('subject_id').notNull(),
    data: json<Record<string, unknown>>('data').notNull(),
    /** The seal that covers it (`event_seals.n`); null until the next one. */
    seal: integer('seal'),
  },
  (t) => [
    index('events_by_subject').on(t.orgId, t.subjectId, t.id),
    index('events_by_org').on(t.orgId, t.id),
    index('events_by_actor').on(t.orgId, t.actorId, t.id),
    index('events_by_action').on(t.orgId, t.action, t.id),
    index('events_by_seal').on(t.orgId, t.seal, t.id),
    index('events_unsealed').on(t.orgId, t.id).where(sql`seal is null`),
  ],
);

/** A chain over the events of an organization: each hash covers its events and the hash before it. */
export const eventSeals = sqliteTable(
  'event_seals',
  {
    orgId: orgId<OrgId>(),
    n: integer('n').notNull(),
    hash: text('hash').notNull(),
    previous: text('previous').notNull(),
    events: integer('events').notNull(),
    firstId: text('first_id').$type<EventId>().notNull(),
    lastId: text('last_id').$type<EventId>().notNull(),
    sealedAt: moment('sealed_at').notNull(),
    /** When its events were forgotten, as the organization asked; the seal stays. */
    prunedAt: moment('pruned_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.n] })],
);

/** The mailbox of development. */
export const mails = sqliteTable(
  'mails',
  {
    id: text('id').$type<MailId>().primaryKey(),
    to: text('to').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html'),
    at: moment('at').notNull(),
  },
  (t) => [index('mails_by_time').on(t.at)],
);
