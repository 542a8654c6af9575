import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { jobStates } from '../../domain/words.ts';
import { json, moment, oneOf, orgId, word } from '../columns.ts';
import type { JobId, MemberId, OrgId } from '../ids.ts';

/** Work that a person asked for and that goes on behind the page, with how far it has come. */
export const jobs = sqliteTable(
  'jobs',
  {
    id: text('id').$type<JobId>().primaryKey(),
    orgId: orgId<OrgId>(),
    askedById: text('asked_by_id').$type<MemberId>(),
    type: text('type').notNull(),
    state: word('state', jobStates).notNull(),
    input: json<Record<string, unknown>>('input').notNull(),
    /** What has been made so far; a repeated message goes on from here. */
    result: json<Record<string, unknown>>('result').notNull(),
    done: integer('done').notNull().default(0),
    total: integer('total').notNull().default(0),
    failure: text('failure'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [index('jobs_by_org').on(t.orgId, t.id), oneOf('jobs_state', t.state, jobStates)],
);
