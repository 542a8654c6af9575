import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { day, moment, orgId } from '../columns.ts';
import type { MemberId, OkrId, OrgId, TaskId } from '../ids.ts';

/** The steps of a project. */
export const tasks = sqliteTable(
  'tasks',
  {
    id: text('id').$type<TaskId>().primaryKey(),
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    title: text('title').notNull(),
    assigneeId: text('assignee_id').$type<MemberId>(),
    dueOn: day('due_on'),
    doneAt: moment('done_at'),
    position: integer('position').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('tasks_by_okr').on(t.orgId, t.okrId, t.position, t.id),
    index('tasks_by_assignee').on(t.orgId, t.assigneeId, t.doneAt, t.dueOn),
  ],
);
