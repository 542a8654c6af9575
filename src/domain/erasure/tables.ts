import { is } from 'drizzle-orm';
import { type SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as access from '../../db/schema/access.ts';
import * as connections from '../../db/schema/connections.ts';
import * as conversations from '../../db/schema/conversations.ts';
import * as jobs from '../../db/schema/jobs.ts';
import * as letters from '../../db/schema/letters.ts';
import * as okrs from '../../db/schema/okrs.ts';
import * as organizations from '../../db/schema/organizations.ts';
import * as people from '../../db/schema/people.ts';
import * as proposals from '../../db/schema/proposals.ts';
import * as tags from '../../db/schema/tags.ts';
import * as tasks from '../../db/schema/tasks.ts';

/** A table whose rows each belong to one organization. */
export type OwnTable = SQLiteTable & { orgId: SQLiteColumn };

const modules = [
  access,
  connections,
  conversations,
  jobs,
  letters,
  okrs,
  organizations,
  people,
  proposals,
  tags,
  tasks,
];

const isOwn = (each: unknown): each is OwnTable => is(each, SQLiteTable) && 'orgId' in each;

/** What opens an organization. The database takes `member_words` away with their member. */
const doors: readonly OwnTable[] = [
  access.apiTokens,
  people.scimTokens,
  people.identityProviders,
  people.domains,
  people.invitations,
  organizations.members,
];

/** Letters are found by their time and not by their organization, so they go with its last row. */
const apart: readonly OwnTable[] = [letters.letters as OwnTable];

/** Every table with rows of an organization: first what opens it, so that nobody adds to what is being emptied. */
export const ownTables: readonly OwnTable[] = [
  ...new Set([...doors, ...modules.flatMap((each) => Object.values(each).filter(isOwn))]),
].filter((table) => !apart.includes(table));
