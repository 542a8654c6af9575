import { changes } from './changes.ts';
import { checkIns } from './check-ins.ts';
import { closure } from './closure.ts';
import { comments } from './comments.ts';
import { connectionQueries } from './connection-queries.ts';
import { connections } from './connections.ts';
import { contributions } from './contributions.ts';
import { copies } from './copies.ts';
import { dataLinks } from './data-links.ts';
import { drafts } from './drafts.ts';
import { instalments } from './instalments.ts';
import { invitations } from './invitations.ts';
import { me } from './me.ts';
import { members } from './members.ts';
import { okrs } from './okrs.ts';
import { organization } from './organization.ts';
import { overrides } from './overrides.ts';
import { parents } from './parents.ts';
import { periods } from './periods.ts';
import { proposals } from './proposals.ts';
import { reactions } from './reactions.ts';
import type { Route } from './route.ts';
import { scimToken } from './scim-token.ts';
import { suppositions } from './suppositions.ts';
import { syncs } from './syncs.ts';
import { tags } from './tags.ts';
import { tasks } from './tasks.ts';
import { teams } from './teams.ts';
import { tokens } from './tokens.ts';

/** Everything that the API can do. The router and the OpenAPI document are both made of this. */
export const routes: readonly Route[] = [
  ...me,
  ...tokens,
  ...scimToken,
  ...organization,
  ...periods,
  ...teams,
  ...members,
  ...invitations,
  ...tags,
  ...okrs,
  ...checkIns,
  ...comments,
  ...reactions,
  ...tasks,
  ...parents,
  ...drafts,
  ...proposals,
  ...closure,
  ...copies,
  ...instalments,
  ...contributions,
  ...suppositions,
  ...changes,
  ...overrides,
  ...dataLinks,
  ...syncs,
  ...connections,
  ...connectionQueries,
];
