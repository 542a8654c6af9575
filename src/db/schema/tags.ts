import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { moment, orgId } from '../columns.ts';
import type { OkrId, OrgId, TagId } from '../ids.ts';

/** Words that an organization sorts its OKRs by. `folded` is the name in lower case: one tag, however it is written. */
export const tags = sqliteTable(
  'tags',
  {
    id: text('id').$type<TagId>().primaryKey(),
    orgId: orgId<OrgId>(),
    name: text('name').notNull(),
    folded: text('folded').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('tags_by_name').on(t.orgId, t.folded), index('tags_by_org').on(t.orgId, t.id)],
);

export const okrTags = sqliteTable(
  'okr_tags',
  {
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    tagId: text('tag_id').$type<TagId>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.okrId, t.tagId] }), index('okr_tags_by_tag').on(t.orgId, t.tagId, t.okrId)],
);
