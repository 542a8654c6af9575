import { checkIns } from './check-ins.ts';
import { connections } from './connections.ts';
import { dataLinks } from './data-links.ts';
import { me } from './me.ts';
import { members } from './members.ts';
import { okrs } from './okrs.ts';
import { parents } from './parents.ts';
import { periods } from './periods.ts';
import type { Route } from './route.ts';
import { syncs } from './syncs.ts';
import { teams } from './teams.ts';

/** Everything that the API can do. The router and the OpenAPI document are both made of this. */
export const routes: readonly Route[] = [
  ...me,
  ...periods,
  ...teams,
  ...members,
  ...okrs,
  ...checkIns,
  ...parents,
  ...dataLinks,
  ...syncs,
  ...connections,
];
