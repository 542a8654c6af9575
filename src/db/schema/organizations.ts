import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ScoreBands } from '../../domain/okrs/scoring.ts';
import type { NotificationSettings } from '../../domain/organizations/notifications.ts';
import {
  approvals,
  creators,
  modes,
  parentStatusRules,
  periodKinds,
  providers,
  roles,
  tagPolicies,
} from '../../domain/words.ts';
import { day, flag, json, moment, oneOf, orgId, word } from '../columns.ts';
import type { MemberId, OrgId, PeriodId, TeamId } from '../ids.ts';

export const organizations = sqliteTable(
  'organizations',
  {
    id: text('id').$type<OrgId>().primaryKey(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    timeZone: text('time_zone').notNull(),
    locale: text('locale').notNull(),
    fiscalYearStart: integer('fiscal_year_start').notNull().default(1),
    behindBound: real('behind_bound').notNull().default(0),
    atRiskBound: real('at_risk_bound').notNull().default(25),
    parentStatus: word('parent_status', parentStatusRules).notNull().default('children'),
    cadenceDays: integer('cadence_days').notNull().default(7),
    tagPolicy: word('tag_policy', tagPolicies).notNull().default('everyone'),

    /** Null stands for the bands that everybody starts with. */
    scoreBands: json<ScoreBands>('score_bands'),
    /** What may stand under a key result, besides what always may. */
    objectivesUnderKeyResults: flag('objectives_under_key_results').notNull().default(true),
    keyResultsUnderKeyResults: flag('key_results_under_key_results').notNull().default(true),
    /** Whether projects may stand under objectives and key results, and whether a new one there counts from the start. */
    projectsAligned: flag('projects_aligned').notNull().default(true),
    projectsContribute: flag('projects_contribute').notNull().default(false),
    /** Where a new objective takes its progress from, unless it says so itself. */
    objectiveMode: word('objective_mode', modes).notNull().default('rollup'),
    createOrganization: word('create_organization', creators).notNull().default('everyone'),
    createTeam: word('create_team', creators).notNull().default('everyone'),
    createIndividual: word('create_individual', creators).notNull().default('everyone'),
    /** Whether members may add connections of their own, beside those that admins share. */
    memberConnections: flag('member_connections').notNull().default(false),
    approval: word('approval', approvals).notNull().default('off'),
    /** Whether quarters and years are made ahead, and the day on which that is next looked at; null is at once. */
    periodsAhead: flag('periods_ahead').notNull().default(true),
    periodsDueOn: day('periods_due_on'),

    /** The hash of its logo, by which its address changes with it; null without one. */
    logoHash: text('logo_hash'),
    /** Whether members come through the organization's own sign-in only. */
    ssoOnly: flag('sso_only').notNull().default(false),
    /** Days after which a session that nobody used ends, 1 to 90. */
    sessionDays: integer('session_days').notNull().default(30),
    /** Whether members, and not admins alone, make API tokens. */
    memberTokens: flag('member_tokens').notNull().default(true),
    /** Days for which events are kept; null is forever. */
    auditDays: integer('audit_days'),
    notifications: json<NotificationSettings>('notifications'),
    /** When it will be deleted, unless somebody thinks better of it. */
    deleteAt: moment('delete_at'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('organizations_slug').on(t.slug),
    index('organizations_planning').on(t.periodsDueOn),
    index('organizations_forgetting').on(t.auditDays, t.id).where(sql`audit_days is not null`),
    index('organizations_leaving').on(t.deleteAt, t.id).where(sql`delete_at is not null`),
  ],
);

export const members = sqliteTable(
  'members',
  {
    id: text('id').$type<MemberId>().primaryKey(),
    orgId: orgId<OrgId>(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: word('role', roles).notNull(),
    locale: text('locale'),
    timeZone: text('time_zone'),
    managerId: text('manager_id').$type<MemberId>(),
    deactivatedAt: moment('deactivated_at'),
    createdAt: moment('created_at').notNull(),
    changedAt: moment('changed_at'),
    /** When they were asked to come; null once they have. */
    invitedAt: moment('invited_at'),
    /** When they were last here, to the hour. */
    seenAt: moment('seen_at'),
    /** What an identity system calls them, and what else it told. */
    externalId: text('external_id'),
    userName: text('user_name'),
    profile: json<Record<string, unknown>>('profile'),
    /** Whether admins may act for them although they hold private OKRs. */
    allowsBehalf: flag('allows_behalf').notNull().default(false),
    /** When their personal data was deleted; what they did stays, without the name. */
    erasedAt: moment('erased_at'),
    /** The words of their name and address by which they are found, as lib/words.ts makes them, with a space between. */
    words: text('words'),
  },
  (t) => [
    uniqueIndex('members_email').on(t.orgId, t.email),
    index('members_by_org').on(t.orgId, t.id),
    index('members_by_name').on(t.orgId, t.name),
    index('members_by_manager').on(t.orgId, t.managerId, t.id),
    index('members_by_person').on(t.email),
    index('members_by_role').on(t.orgId, t.role, t.name),
    index('members_by_external').on(t.orgId, t.externalId),
    uniqueIndex('members_by_user_name').on(t.orgId, t.userName),
    index('members_deactivated').on(t.orgId, t.name).where(sql`deactivated_at is not null`),
    index('members_invited').on(t.orgId, t.name).where(sql`invited_at is not null`),
    oneOf('members_role', t.role, roles),
  ],
);

/** The words by which members are found. The database keeps them itself, by triggers on `members`. */
export const memberWords = sqliteTable(
  'member_words',
  {
    orgId: orgId<OrgId>(),
    word: text('word').notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.word, t.memberId] }),
    index('member_words_by_member').on(t.orgId, t.memberId),
  ],
);

export const teams = sqliteTable(
  'teams',
  {
    id: text('id').$type<TeamId>().primaryKey(),
    orgId: orgId<OrgId>(),
    parentId: text('parent_id').$type<TeamId>(),
    leadId: text('lead_id').$type<MemberId>(),
    name: text('name').notNull(),
    type: text('type'),
    archivedAt: moment('archived_at'),
    createdAt: moment('created_at').notNull(),
    changedAt: moment('changed_at'),
    /** What an identity system calls it. */
    externalId: text('external_id'),
  },
  (t) => [
    index('teams_by_org').on(t.orgId, t.id),
    index('teams_by_external').on(t.orgId, t.externalId),
    index('teams_by_lead').on(t.orgId, t.leadId, t.id),
    index('teams_by_parent').on(t.orgId, t.parentId),
    uniqueIndex('teams_name').on(t.orgId, t.name),
  ],
);

export const teamMembers = sqliteTable(
  'team_members',
  {
    orgId: orgId<OrgId>(),
    teamId: text('team_id').$type<TeamId>().notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.teamId, t.memberId] }),
    index('team_members_by_member').on(t.orgId, t.memberId, t.teamId),
  ],
);

export const periods = sqliteTable(
  'periods',
  {
    id: text('id').$type<PeriodId>().primaryKey(),
    orgId: orgId<OrgId>(),
    name: text('name').notNull(),
    kind: word('kind', periodKinds).notNull(),
    startsOn: day('starts_on').notNull(),
    endsOn: day('ends_on').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('periods_name').on(t.orgId, t.name), index('periods_by_days').on(t.orgId, t.startsOn, t.endsOn)],
);

/** The picture of an organization, as it was sent, at most 64 KiB. */
export const logos = sqliteTable('logos', {
  orgId: orgId<OrgId>().primaryKey(),
  type: text('type').notNull(),
  /** Base64. */
  bytes: text('bytes').notNull(),
  hash: text('hash').notNull(),
  changedAt: moment('changed_at').notNull(),
});

/** Which providers an organization has switched on. Switching off pauses and loses nothing. */
export const enabledProviders = sqliteTable(
  'enabled_providers',
  {
    orgId: orgId<OrgId>(),
    provider: word('provider', providers).notNull(),
    enabled: flag('enabled').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.provider] })],
);
