import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { moment, orgId } from '../columns.ts';
import type { CheckInId, CommentId, MemberId, OkrId, OrgId } from '../ids.ts';

/** What people say about an OKR, or about one of its check-ins. */
export const comments = sqliteTable(
  'comments',
  {
    id: text('id').$type<CommentId>().primaryKey(),
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    checkInId: text('check_in_id').$type<CheckInId>(),
    authorId: text('author_id').$type<MemberId>(),
    text: text('text').notNull(),
    createdAt: moment('created_at').notNull(),
    editedAt: moment('edited_at'),
  },
  (t) => [index('comments_by_okr').on(t.orgId, t.okrId, t.id)],
);

/** One sign of one member under an OKR, a check-in or a comment; all of an OKR's are read together. */
export const reactions = sqliteTable(
  'reactions',
  {
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    subjectId: text('subject_id').$type<OkrId | CheckInId | CommentId>().notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    sign: text('sign').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.okrId, t.subjectId, t.memberId, t.sign] })],
);

/** A member named in a comment, a note or a description. */
export const mentions = sqliteTable(
  'mentions',
  {
    orgId: orgId<OrgId>(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    subjectId: text('subject_id').$type<OkrId | CheckInId | CommentId>().notNull(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    byId: text('by_id').$type<MemberId>(),
    at: moment('at').notNull(),
    seenAt: moment('seen_at'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.memberId, t.subjectId] }),
    index('mentions_by_member').on(t.orgId, t.memberId, t.at),
    index('mentions_by_okr').on(t.orgId, t.okrId),
  ],
);
