import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { letterStates } from '../../domain/words.ts';
import { moment, orgId, word } from '../columns.ts';
import type { JobId, LetterId, OrgId } from '../ids.ts';

/** Letters on their way. What they say is encrypted, because some carry a link that signs in, and forgotten once sent. */
export const letters = sqliteTable(
  'letters',
  {
    id: text('id').$type<LetterId>().primaryKey(),
    /** Null for letters to a person and not to a member. */
    orgId: text('org_id').$type<OrgId>(),
    to: text('to').notNull(),
    sealed: text('sealed'),
    /** A letter with the same one is not sent again. */
    onceFor: text('once_for').notNull(),
    state: word('state', letterStates).notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** What the mail service calls it: its word of a bounce names that. */
    serviceId: text('service_id'),
    reason: text('reason'),
    createdAt: moment('created_at').notNull(),
    /** When it is next tried. */
    dueAt: moment('due_at').notNull(),
    sentAt: moment('sent_at'),
  },
  (t) => [
    uniqueIndex('letters_once').on(t.onceFor),
    index('letters_due').on(t.state, t.dueAt),
    index('letters_by_service').on(t.serviceId),
    index('letters_by_time').on(t.createdAt),
  ],
);

/** Addresses that letters came back from. */
export const bounces = sqliteTable('bounces', {
  email: text('email').primaryKey(),
  kind: text('kind').notNull(),
  reason: text('reason').notNull(),
  at: moment('at').notNull(),
});

/** The pieces of an export that is being made or fetched, or of one that is being restored; gone a few days later. */
export const archiveParts = sqliteTable(
  'archive_parts',
  {
    orgId: orgId<OrgId>(),
    jobId: text('job_id').$type<JobId>().notNull(),
    n: integer('n').notNull(),
    path: text('path').notNull(),
    /** Compressed, base64, at most 1 MB. */
    bytes: text('bytes').notNull(),
    size: integer('size').notNull(),
    checksum: integer('checksum').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.jobId, t.n] }), index('archive_parts_by_time').on(t.createdAt)],
);
