import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { domainProofs, roles } from '../../domain/words.ts';
import { flag, json, moment, orgId, word } from '../columns.ts';
import type { BehalfId, InvitationId, MemberId, OrgId } from '../ids.ts';

/** A letter that asks a member to come. Only the newest one of a member opens the door. */
export const invitations = sqliteTable(
  'invitations',
  {
    id: text('id').$type<InvitationId>().primaryKey(),
    orgId: orgId<OrgId>(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    tokenHash: text('token_hash').notNull(),
    invitedById: text('invited_by_id').$type<MemberId>(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    acceptedAt: moment('accepted_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [
    uniqueIndex('invitations_token').on(t.tokenHash),
    index('invitations_by_member').on(t.orgId, t.memberId, t.id),
  ],
);

/** A key of a person's device, for an address and not for a member: it opens every organization of that person. */
export const passkeys = sqliteTable(
  'passkeys',
  {
    /** The credential's id, base64url. */
    id: text('id').primaryKey(),
    email: text('email').notNull(),
    /** By what the device knows the person: random, the same for all keys of an address. */
    userHandle: text('user_handle').notNull(),
    /** COSE, base64url. */
    publicKey: text('public_key').notNull(),
    counter: integer('counter').notNull(),
    transports: json<string[]>('transports').notNull(),
    name: text('name').notNull(),
    backedUp: flag('backed_up').notNull(),
    createdAt: moment('created_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [index('passkeys_by_person').on(t.email, t.createdAt)],
);

/** A question to a browser that is answered once: the challenge of a passkey, a state of single sign-on. */
export const challenges = sqliteTable(
  'challenges',
  {
    hash: text('hash').primaryKey(),
    purpose: text('purpose').notNull(),
    email: text('email'),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('challenges_by_expiry').on(t.expiresAt)],
);

/** How often something was tried since `startedAt`: by an address, by a network. */
export const attempts = sqliteTable(
  'attempts',
  {
    /** What is counted, hashed: neither addresses nor networks are kept. */
    key: text('key').primaryKey(),
    tries: integer('tries').notNull(),
    endsAt: moment('ends_at').notNull(),
  },
  (t) => [index('attempts_by_end').on(t.endsAt)],
);

/** An organization's own sign-in: an OpenID provider. */
export const identityProviders = sqliteTable('identity_providers', {
  orgId: orgId<OrgId>().primaryKey(),
  /** What the button says. */
  label: text('label').notNull(),
  issuer: text('issuer').notNull(),
  clientId: text('client_id').notNull(),
  /** Encrypted. */
  secret: text('secret'),
  enabled: flag('enabled').notNull(),
  /** Whether somebody with an address of the organization's domains becomes a member by coming, and as what. */
  admits: flag('admits').notNull(),
  admitsAs: word('admits_as', roles).notNull(),
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').notNull(),
  /** When somebody last came through it. A switch to this way alone needs that. */
  provedAt: moment('proved_at'),
});

/** Whom an OpenID provider means: its subject, and the member. */
export const identities = sqliteTable(
  'identities',
  {
    orgId: orgId<OrgId>(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.issuer, t.subject] }),
    index('identities_by_member').on(t.orgId, t.memberId),
  ],
);

/** E-mail domains that an organization says are its own. */
export const domains = sqliteTable(
  'domains',
  {
    orgId: orgId<OrgId>(),
    domain: text('domain').notNull(),
    /** What the DNS record has to say. */
    token: text('token').notNull(),
    proof: word('proof', domainProofs),
    provedAt: moment('proved_at'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.domain] }), index('domains_by_name').on(t.domain)],
);

/** What an identity system writes with. One for each organization. */
export const scimTokens = sqliteTable('scim_tokens', {
  orgId: orgId<OrgId>().primaryKey(),
  tokenHash: text('token_hash').notNull().unique(),
  createdById: text('created_by_id').$type<MemberId>(),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at'),
});

/** An admin acting for a member, in one session and for a limited time. */
export const behalves = sqliteTable(
  'behalves',
  {
    id: text('id').$type<BehalfId>().primaryKey(),
    orgId: orgId<OrgId>(),
    sessionHash: text('session_hash').notNull(),
    adminId: text('admin_id').$type<MemberId>().notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    reason: text('reason').notNull(),
    startedAt: moment('started_at').notNull(),
    endsAt: moment('ends_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    index('behalves_by_session').on(t.sessionHash, t.orgId, t.endsAt),
    index('behalves_by_member').on(t.orgId, t.memberId, t.id),
  ],
);
